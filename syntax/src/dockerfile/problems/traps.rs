//! Traps: BuildKit takes the instruction, but hardly as it was meant.

use super::super::flag_rules;
use super::super::gather::Gathered;
use super::super::keyword_at;
use super::super::node::{Node, Shape};
use super::super::part::Part;
use super::super::problem::ProblemKind;
use super::super::syntax::Keyword;
use super::json;
use super::words::{Words, shown};

/// A trap and what to mark.
pub(super) struct Trap {
    pub(super) kind: ProblemKind,
    pub(super) part: Part,
    pub(super) words: Words,
}

/// All traps of one instruction that BuildKit does not refuse.
pub(super) fn find(node: &Node, line: &[u8], gathered: &Gathered) -> Vec<Trap> {
    let mut traps = Vec::new();
    let Some(keyword) = node.keyword else { return traps };
    if let Some((part, words)) = json::broken(node, line) {
        traps.push(Trap { kind: ProblemKind::BrokenExecForm, part, words });
    } else {
        traps.extend(comment(node, line, keyword));
    }
    traps.extend(comment_in_command(node, line, gathered));
    traps.extend(late_flag(node, line, keyword));
    traps.extend(spaced_equals(node, line, keyword));
    traps.extend(odd_word(node, line, keyword));
    traps.extend(heredoc_nobody_reads(node, line, keyword));
    traps
}

/// What looks like a comment behind an instruction.
fn comment(node: &Node, line: &[u8], keyword: Keyword) -> Option<Trap> {
    memchr::memchr(b'#', node.text.of(line))?;
    let part = match (node.shape, keyword) {
        (Shape::Text, Keyword::User | Keyword::Workdir | Keyword::Stopsignal) => {
            comment_in_text(node.text, line)?
        }
        (Shape::LegacyPair, _) => comment_in_text(*node.words.get(1)?, line)?,
        (
            Shape::Words,
            Keyword::Expose | Keyword::Volume | Keyword::Copy | Keyword::Add | Keyword::Arg,
        ) => {
            let mut words = node.words.iter().skip(1);
            let first = words.find(|word| word.of(line).first() == Some(&b'#'))?;
            Part { start: first.start, end: node.text.end }
        }
        _ => return None,
    };
    let name = keyword.name();
    let what = match keyword {
        Keyword::User => "part of the user's name",
        Keyword::Workdir => "part of the directory's name",
        Keyword::Stopsignal => "part of the signal's name",
        Keyword::Expose => "more ports",
        Keyword::Copy | Keyword::Add => "more paths, the last word as the destination",
        Keyword::Volume => "more volumes",
        Keyword::Arg => "more variables",
        _ => "part of the value",
    };
    let words = Words::new(format!("“{}” is no comment here.", shown(part.of(line))))
        .because(format!("A comment is a line of its own. Behind {name} it is read as {what}."))
        .hint("Move the comment to the line above.");
    Some(Trap { kind: ProblemKind::InlineComment, part, words })
}

/// From a `#` behind a blank to the end.
fn comment_in_text(text: Part, line: &[u8]) -> Option<Part> {
    let bytes = text.of(line);
    let at = memchr::memchr_iter(b'#', bytes)
        .find(|at| *at > 0 && bytes[at - 1].is_ascii_whitespace())?;
    Some(text.within(at..bytes.len()))
}

/// A `#` before the last line of a command: the shell takes all that follows as a comment,
/// because the lines are joined before it sees them.
fn comment_in_command(node: &Node, line: &[u8], gathered: &Gathered) -> Option<Trap> {
    let last_piece = gathered.logical.pieces.last()?.at;
    let is_command = matches!(
        node.keyword,
        Some(Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck)
    );
    if node.shape != Shape::Text || !is_command || last_piece <= node.text.start {
        return None;
    }
    let before = Part { start: node.text.start, end: last_piece };
    memchr::memchr(b'#', before.of(line))?;
    let at = before.start as usize + unquoted_comment(before.of(line))?;
    let rest = &line[at..];
    let swallowed = &line[last_piece as usize..node.text.end.max(last_piece) as usize];
    if swallowed.trim_ascii().is_empty() {
        return None;
    }
    let length = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
    let words = Words::new(
        "This # makes the rest of the command a comment, the next lines included.",
    )
    .because(
        "BuildKit joins the lines before a shell reads them, and for the shell a comment goes \
             on to the end of the line.",
    )
    .hint("Move the comment to a line of its own that begins with #: BuildKit removes those.");
    let end = (at + length).min(last_piece as usize);
    let end = at + super::super::go::without_trailing_space(&line[at..end]);
    let part = Part::new(at, end);
    Some(Trap { kind: ProblemKind::InlineComment, part, words })
}

/// The first `#` behind a blank outside quotes.
fn unquoted_comment(text: &[u8]) -> Option<usize> {
    let mut quote = None;
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match (quote, byte) {
            (None, b'\'' | b'"') => quote = Some(*byte),
            (Some(open), byte) if open == *byte => quote = None,
            (None | Some(b'"'), b'\\') => at += 1,
            (None, b'#') if at > 0 && text[at - 1].is_ascii_whitespace() => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// A flag of COPY or ADD behind the first path.
fn late_flag(node: &Node, line: &[u8], keyword: Keyword) -> Option<Trap> {
    if node.shape != Shape::Words || !matches!(keyword, Keyword::Copy | Keyword::Add) {
        return None;
    }
    let is_flag = |word: &&Part| {
        let word = word.of(line);
        word.starts_with(b"--") && {
            let (name, _) = flag_rules::take_apart(word);
            flag_rules::of(keyword).iter().any(|rule| rule.name.as_bytes() == name)
        }
    };
    let part = *node.words.iter().find(is_flag)?;
    let flag = shown(part.of(line));
    let words = Words::new(format!("“{flag}” is taken as a path."))
        .because("Flags come directly behind the keyword; the first other word ends them.")
        .hint(format!("Write {} {flag} before the paths.", keyword.name()));
    Some(Trap { kind: ProblemKind::LateFlag, part, words })
}

/// `ENV A = b`, which sets A to `= b`.
fn spaced_equals(node: &Node, line: &[u8], keyword: Keyword) -> Option<Trap> {
    if node.shape != Shape::LegacyPair {
        return None;
    }
    let [key, value] = node.words.as_slice() else { return None };
    let bytes = value.of(line);
    if bytes.first() != Some(&b'=') {
        return None;
    }
    let (key, shown_value) = (shown(key.of(line)), shown(bytes));
    let meant = shown(bytes[1..].trim_ascii());
    let words = Words::new(format!("{key} gets the value “{shown_value}”, = included."))
        .because(format!(
            "With a blank behind the name, {} takes all that follows as the value.",
            keyword.name()
        ))
        .hint(format!("Write {key}={meant} without blanks around the =."));
    Some(Trap { kind: ProblemKind::SpacedEquals, part: *value, words })
}

/// Quotes that do not hold words together, and commas that belong to words.
fn odd_word(node: &Node, line: &[u8], keyword: Keyword) -> Option<Trap> {
    if node.shape != Shape::Words || node.words.len() < 2 || node.broken_json.is_some() {
        return None;
    }
    let name = keyword.name();
    let opens = |word: &&Part| match word.of(line) {
        [quote @ (b'"' | b'\''), rest @ ..] => !rest.contains(quote),
        _ => false,
    };
    if matches!(keyword, Keyword::Copy | Keyword::Add | Keyword::Volume)
        && let Some(part) = node.words.iter().find(opens)
    {
        let words = Words::new("These quotes do not hold the words together.")
            .because(format!("{name} splits its words at every blank, also between quotes."))
            .hint(format!(
                "Use the JSON form for names with blanks: {name} [\"my file\", \"/app/\"]."
            ));
        return Some(Trap { kind: ProblemKind::QuotedBlank, part: *part, words });
    }
    let has_comma = |word: &&Part| word.of(line).ends_with(b",");
    if matches!(keyword, Keyword::Expose | Keyword::Volume)
        && let Some(part) = node.words.iter().find(has_comma)
    {
        let words = Words::new("The comma is taken as part of the word before it.")
            .because(match keyword {
                Keyword::Expose => {
                    "EXPOSE separates its words by blanks alone, so this is no port, and the build fails."
                }
                _ => "VOLUME separates its words by blanks alone, so the directory's name ends in a comma.",
            })
            .hint("Remove the comma.");
        return Some(Trap { kind: ProblemKind::CommaInWord, part: *part, words });
    }
    None
}

/// `CMD <<EOF`: a heredoc where nobody reads one.
fn heredoc_nobody_reads(node: &Node, line: &[u8], keyword: Keyword) -> Option<Trap> {
    if node.shape != Shape::Text || !matches!(keyword, Keyword::Cmd | Keyword::Entrypoint) {
        return None;
    }
    let at = memchr::memmem::find(node.text.of(line), b"<<")?;
    if node.text.of(line)[at..].starts_with(b"<<<") {
        return None;
    }
    let name = keyword.name();
    let words =
        Words::new(format!("{name} has no heredocs; the lines below are read as instructions."))
            .because("BuildKit reads heredocs for RUN, COPY and ADD only.")
            .hint(format!("Write the script with COPY <<EOF /start.sh, and name it in {name}."));
    let part = node.text.within(at..node.text.of(line).len());
    Some(Trap { kind: ProblemKind::HeredocNotRead, part, words })
}

/// An instruction that a continuation has swallowed: a line that begins with
/// a keyword in capitals, without blanks before it. Gives the first; the file
/// offset of its keyword and the keyword.
pub(super) fn swallowed(gathered: &Gathered, text: &[u8]) -> Option<(u32, Keyword)> {
    let mut pieces = gathered.logical.pieces.iter().skip(1);
    pieces.find_map(|piece| {
        let line = &text[piece.source as usize..];
        let keyword = keyword_at::in_capitals(&line[..line.len().min(16)])?;
        Some((piece.source, keyword))
    })
}
