//! Races three readers of Dockerfiles on the same files.
//!
//! `cargo bench --bench parse_race` prints megabytes a second of each on
//! ordinary files (with continuations, comments, flags and JSON), on a file
//! of 100,000 short instructions, and on one instruction of 100,000 lines.
//! The numbers are the best of several rounds; quote ratios of one run.

use std::hint::black_box;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use layerwise::dockerfile::parse;
use layerwise::source::Source;

const FILES: [&str; 3] = [
    include_str!("dockerfiles/python.Dockerfile"),
    include_str!("dockerfiles/node.Dockerfile"),
    include_str!("dockerfiles/tools.Dockerfile"),
];

/// Reads a text and tells whether it was taken.
type Reader = fn(&str) -> bool;

const READERS: [(&str, Reader); 4] = [
    ("layerwise, tree", tree),
    ("layerwise, tree and tokens", tree_and_tokens),
    ("dockerfile-parser", dockerfile_parser),
    ("parse-dockerfile", parse_dockerfile),
];

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec()))
}

fn tree(text: &str) -> bool {
    black_box(parse(source(text))).problems.is_empty()
}

fn tree_and_tokens(text: &str) -> bool {
    let file = parse(source(text));
    black_box(file.tokens.iter().count());
    file.problems.is_empty()
}

fn dockerfile_parser(text: &str) -> bool {
    black_box(dockerfile_parser::Dockerfile::parse(text)).is_ok()
}

fn parse_dockerfile(text: &str) -> bool {
    black_box(parse_dockerfile::parse(text)).is_ok()
}

/// The least time of several rounds over all texts; `None` when a text is refused.
fn measure(texts: &[String], read: Reader) -> Option<Duration> {
    let mut best = Duration::MAX;
    let begin = Instant::now();
    for round in 0.. {
        let start = Instant::now();
        for text in texts {
            if !read(text) {
                return None;
            }
        }
        best = best.min(start.elapsed());
        if round >= 3 && begin.elapsed() > Duration::from_secs(2) {
            break;
        }
    }
    Some(best)
}

fn main() {
    let ordinary: Vec<String> = FILES.repeat(100).into_iter().map(str::to_owned).collect();
    let many = "FROM scratch\n".to_owned() + &"RUN echo hello && true\n".repeat(100_000);
    let one =
        "FROM scratch\nRUN true \\\n".to_owned() + &"  && true \\\n".repeat(99_998) + "  && true\n";
    let shapes = [
        ("ordinary files", ordinary),
        ("100,000 instructions", vec![many]),
        // dockerfile-parser ends the process at ten times fewer lines, so it does not run here.
        ("100,000 lines in one instruction", vec![one]),
    ];
    let mut out = std::io::stdout().lock();
    for (name, texts) in &shapes {
        let bytes: usize = texts.iter().map(String::len).sum();
        // A closed pipe is no reason to fail a benchmark.
        _ = writeln!(out, "{name} ({bytes} bytes)");
        for (reader, read) in READERS {
            if reader == "dockerfile-parser" && name.contains("in one") {
                _ = writeln!(out, "  {reader:28} not run: it uses up the stack");
                continue;
            }
            _ = match measure(texts, read) {
                Some(time) => {
                    let speed = bytes as f64 / time.as_secs_f64() / 1e6;
                    writeln!(out, "  {reader:28} {speed:8.1} MB/s")
                }
                None => writeln!(out, "  {reader:28} refuses a file"),
            };
        }
    }
}
