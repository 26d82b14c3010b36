//! Dockerfiles by chance: from bytes, from pieces that matter, and from recorded files with damage.

use std::sync::{Arc, LazyLock};

use layerwise::dockerfile::parse;
use layerwise::source::Source;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Pieces of text that mean something to the reader.
const PIECES: &[&str] = &[
    "FROM ",
    "from a\n",
    "RUN ",
    "ENV ",
    "ARG ",
    "COPY ",
    "ADD ",
    "CMD ",
    "ONBUILD ",
    "USER ",
    "EXPOSE ",
    "VOLUME ",
    "LABEL ",
    "SHELL ",
    "WORKDIR ",
    "HEALTHCHECK ",
    "ENTRYPOINT ",
    "STOPSIGNAL ",
    "MAINTAINER ",
    "# syntax=a\n",
    "# escape=`\n",
    "# check=skip=all\n",
    "#",
    "# c\n",
    "\n",
    "\r\n",
    "\r",
    " \\\n",
    "\\\n\n",
    "`\n",
    "\\",
    "`",
    "<<EOF",
    "<<-\"E\"",
    "EOF\n",
    "\tE\n",
    "<<",
    "<",
    "[\"a\", \"b\"]",
    "[\"a\",]",
    "['a']",
    "[",
    "]",
    "\"",
    "'",
    "$",
    "${A",
    "${A:-",
    "}",
    "$A",
    "--from=a ",
    "--mount=type=bind,from=a,",
    "--",
    "-- ",
    "=",
    "A=1 ",
    " ",
    "\t",
    "\u{b}",
    "\u{a0}",
    "\u{85}",
    "場",
    "é",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "a",
    "b c",
    "AS x",
    "scratch",
    ",",
    "/",
    ":1",
    "@sha256:a",
    "||",
    "&&",
    ";",
    "CMD x",
    "NONE",
    "--interval=5s ",
    "\\u00e9",
    "1",
    "-",
];

/// Text made of pieces.
pub fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

/// The recorded files.
static RECORDED: LazyLock<Vec<String>> = LazyLock::new(|| {
    let lines = include_str!("../truth/parse.jsonl").lines();
    let source = |line: &str| {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        case["source"].as_str().unwrap().to_owned()
    };
    lines.map(source).filter(|source| source.len() < 4_000).collect()
});

/// Those in which a line may be put before the first and behind the last
/// without a change of what the others mean.
static SOUND: LazyLock<Vec<String>> = LazyLock::new(|| {
    let is_text = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    let is_sound = |text: &&String| {
        let file = parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
        let last = text.lines().rev().find(is_text).unwrap_or_default();
        let goes_on = last.trim_end().ends_with(['\\', '`']);
        let is_complete = text.ends_with('\n') && !goes_on && !text.starts_with('\u{feff}');
        // A directive behind another line is a comment, which is a change of its own.
        is_complete && file.problems.is_empty() && file.directives.is_empty()
    };
    RECORDED.iter().filter(is_sound).cloned().collect()
});

/// A recorded file without problems and directives that ends with a complete line.
pub fn sound() -> impl Strategy<Value = String> {
    any::<Index>().prop_map(|index| index.get(&SOUND).clone())
}

/// One kind of damage to a file.
#[derive(Clone, Debug)]
pub enum Damage {
    /// Bytes are taken away.
    Delete(Index, usize),
    /// Bytes are repeated.
    Repeat(Index, usize),
    /// A byte becomes another.
    Replace(Index, u8),
    /// A piece is put in.
    Insert(Index, &'static str),
    /// A line is taken away.
    DeleteLine(Index),
    /// A line is repeated at another place.
    CopyLine(Index, Index),
    /// Two lines change places.
    SwapLines(Index, Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        (at(), 1usize..9).prop_map(|(at, count)| Damage::Delete(at, count)),
        (at(), 1usize..9).prop_map(|(at, count)| Damage::Repeat(at, count)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Replace(at, byte)),
        (at(), select(PIECES)).prop_map(|(at, piece)| Damage::Insert(at, piece)),
        at().prop_map(Damage::DeleteLine),
        (at(), at()).prop_map(|(from, to)| Damage::CopyLine(from, to)),
        (at(), at()).prop_map(|(left, right)| Damage::SwapLines(left, right)),
    ]
}

/// A recorded file as it is.
pub fn recorded() -> impl Strategy<Value = String> {
    any::<Index>().prop_map(|index| index.get(&RECORDED).clone())
}

/// A recorded file with a few damages, as bytes that need not be UTF-8.
pub fn damaged() -> impl Strategy<Value = Vec<u8>> {
    (recorded(), prop::collection::vec(damage(), 1..6))
        .prop_map(|(text, damages)| damages.iter().fold(text.into_bytes(), apply))
}

fn apply(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    match damage {
        Damage::Delete(at, count) => {
            let start = at.index(bytes.len());
            bytes.drain(start..(start + count).min(bytes.len()));
        }
        Damage::Repeat(at, count) => {
            let start = at.index(bytes.len());
            let end = (start + count).min(bytes.len());
            let copy = bytes[start..end].to_vec();
            bytes.splice(start..start, copy);
        }
        Damage::Replace(at, byte) => {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        Damage::Insert(at, piece) => {
            let at = at.index(bytes.len());
            bytes.splice(at..at, piece.bytes());
        }
        Damage::DeleteLine(at) => {
            return change_lines(&bytes, |lines| {
                lines.remove(at.index(lines.len()));
            });
        }
        Damage::CopyLine(from, to) => {
            return change_lines(&bytes, |lines| {
                let line = lines[from.index(lines.len())];
                let to = to.index(lines.len());
                lines.insert(to, line);
            });
        }
        Damage::SwapLines(left, right) => {
            return change_lines(&bytes, |lines| {
                let count = lines.len();
                lines.swap(left.index(count), right.index(count));
            });
        }
    }
    bytes
}

fn change_lines(bytes: &[u8], change: impl FnOnce(&mut Vec<&[u8]>)) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    change(&mut lines);
    lines.concat()
}
