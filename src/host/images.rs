//! Asking a container tool on this machine for the history of an image.
//!
//! Nothing is asked unless the reader names an image. The tool gets a time
//! limit, no standard input, and an answer that is too long is cut off. It
//! builds nothing, pulls nothing and starts nothing: `history` only reads.

use std::ffi::OsStr;
use std::io::Read;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// How long a tool may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// So many bytes of an answer are read.
const MOST_BYTES: u64 = 8 * 1024 * 1024;
/// How often it is looked whether the tool ended.
const STEP: Duration = Duration::from_millis(10);

/// The tools that are asked, with the words before the image's name.
const TOOLS: [(&str, &[&str]); 2] = [
    ("docker", &["history", "--no-trunc", "--human=false", "--format", "{{json .}}", "--"]),
    ("podman", &["history", "--no-trunc", "--format", "json", "--"]),
];

/// Why no tool told the history.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// The name cannot be one of an image.
    #[error("{0} is no name of an image")]
    Name(String),
    /// Neither tool is there.
    #[error("neither docker nor podman is on this machine")]
    NoTool,
    /// None of those that are there answered: what each said.
    #[error("{0}")]
    Refused(String),
}

/// The history of an image as a tool printed it, with the tool's name.
///
/// # Errors
/// When no tool is there, none knows the image, or none answers in time.
pub fn image_history(name: &str) -> Result<(&'static str, String), ImageError> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "._-/:@".contains(letter);
    if name.is_empty() || name.starts_with('-') || name.len() > 512 || !name.chars().all(is_name) {
        return Err(ImageError::Name(name.chars().take(80).collect()));
    }
    let mut said = Vec::new();
    for (tool, words) in TOOLS {
        let words = words.iter().copied().chain([name]);
        match ask(OsStr::new(tool), words, PATIENCE) {
            Ok(text) => return Ok((tool, text)),
            Err(Refusal::Absent) => {}
            Err(Refusal::Said(text)) => said.push(format!("{tool}: {text}")),
        }
    }
    match said.is_empty() {
        true => Err(ImageError::NoTool),
        false => Err(ImageError::Refused(said.join("; "))),
    }
}

/// Why a program gave no answer.
#[derive(Debug, PartialEq, Eq)]
enum Refusal {
    /// It is not there.
    Absent,
    /// What it said, or what became of it.
    Said(String),
}

/// Runs a program, and gives what it prints.
fn ask<'a>(
    program: &OsStr,
    words: impl Iterator<Item = &'a str>,
    patience: Duration,
) -> Result<String, Refusal> {
    let mut child = Command::new(program)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Refusal::Absent,
            _ => Refusal::Said(error.to_string()),
        })?;
    let output = reader(child.stdout.take());
    let trouble = reader(child.stderr.take());
    let end = Instant::now() + patience;
    let worked = match wait(&mut child, end) {
        Some(worked) => worked,
        None => {
            // A program that is gone already cannot be ended, which is as well.
            let _ = child.kill();
            let _ = child.wait();
            let limit = patience.as_secs_f32();
            return Err(Refusal::Said(format!("no answer within {limit} seconds")));
        }
    };
    // A grandchild may keep the pipe open; it is not waited for.
    let text = |from: mpsc::Receiver<Vec<u8>>| {
        let left = end.saturating_duration_since(Instant::now()).max(STEP);
        from.recv_timeout(left).unwrap_or_default()
    };
    if worked {
        let bytes = text(output);
        return String::from_utf8(bytes).map_err(|_| Refusal::Said("its answer is no text".into()));
    }
    let trouble = text(trouble);
    let first = String::from_utf8_lossy(&trouble);
    let first = first.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("it failed");
    Err(Refusal::Said(first.chars().take(200).collect()))
}

/// Reads a pipe in a thread of its own, as far as an answer may be long.
fn reader(pipe: Option<impl Read + Send + 'static>) -> mpsc::Receiver<Vec<u8>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What was read before a fault is told all the same.
            let _ = pipe.by_ref().take(MOST_BYTES).read_to_end(&mut bytes);
            // The rest is drained, so that the program can end.
            let _ = std::io::copy(&mut pipe, &mut std::io::sink());
        }
        // Nobody listens any more when the time was up.
        let _ = sender.send(bytes);
    });
    receiver
}

/// Whether a program ended well; `None` when it does not end.
fn wait(child: &mut Child, end: Instant) -> Option<bool> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Some(status.success()),
            Ok(None) if Instant::now() < end => std::thread::sleep(STEP),
            _ => return None,
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn run(script: &str, patience: Duration) -> Result<String, Refusal> {
        ask(OsStr::new("/bin/sh"), ["-c", script].into_iter(), patience)
    }

    #[test]
    fn an_answer_a_refusal_and_an_absence_are_told_apart() {
        let long = Duration::from_secs(20);
        assert_eq!(run("echo yes; echo no >&2", long), Ok("yes\n".into()));
        assert_eq!(
            run("echo; echo no such image >&2; exit 1", long),
            Err(Refusal::Said("no such image".into()))
        );
        assert_eq!(run("printf '\\377'", long), Err(Refusal::Said("its answer is no text".into())));
        assert_eq!(ask(OsStr::new("/nowhere/docker"), [].into_iter(), long), Err(Refusal::Absent));
    }

    #[test]
    fn what_does_not_end_is_ended() {
        let began = Instant::now();
        let Err(Refusal::Said(text)) = run("exec sleep 60", Duration::from_millis(200)) else {
            panic!()
        };
        assert!(text.contains("no answer within"), "{text}");
        assert!(began.elapsed() < Duration::from_secs(20));
    }

    #[test]
    fn an_endless_answer_is_cut() {
        let script = "head -c 20000000 /dev/zero | tr '\\0' a";
        let answer = run(script, Duration::from_secs(60)).unwrap();
        assert_eq!(answer.len() as u64, MOST_BYTES);
    }

    #[test]
    fn a_name_that_is_an_option_is_refused() {
        for name in ["", "-v", "a b", "a\u{1b}[0m", "$(x)", &"a".repeat(600)] {
            assert!(matches!(image_history(name), Err(ImageError::Name(_))), "{name}");
        }
    }
}
