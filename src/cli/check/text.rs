//! Findings for people: each with its line, the marked tokens, and what to do.

use std::fmt::Write as _;
use std::io;

use super::examined::Examined;
use super::side_by_side::side_by_side;
use crate::checks::{Finding, Level, Safety};
use crate::cli::surroundings::Surroundings;
use crate::mask::{mask_text, masked_in};
use crate::source::{LineNumber, Source, Span, safe_line};

/// Colours of the terminal, or nothing.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub(super) on: bool,
}

impl Paint {
    pub(super) fn with(self, code: &str, text: &str) -> String {
        match self.on {
            true => format!("\x1b[{code}m{text}\x1b[0m"),
            false => text.to_owned(),
        }
    }

    fn level(self, level: Level) -> String {
        let code = match level {
            Level::Error => "1;31",
            Level::Warning => "1;33",
            Level::Hint => "1;34",
        };
        self.with(code, level.name())
    }
}

/// Prints all findings and their sum.
pub(super) fn print(files: &[Examined], surroundings: &Surroundings) -> io::Result<()> {
    let paint = Paint { on: surroundings.colors() };
    let width = surroundings.width();
    let of_file = |file: &Examined| -> String {
        file.findings.iter().map(|finding| one(file, finding, width, paint)).collect()
    };
    let mut text = side_by_side(files.iter().collect(), || (), |(), file| of_file(file)).concat();
    text += &sum(files);
    surroundings.print(&text)
}

fn one(file: &Examined, finding: &Finding, width: usize, paint: Paint) -> String {
    let source = &file.source;
    let (line, column) = place(source, finding.span.start);
    let mut text = String::new();
    let _ = writeln!(
        text,
        "{}: {} {}",
        paint.with("1", &format!("{}:{line}:{column}", safe_line(&source.name))),
        paint.level(finding.level),
        paint.with("2", &format!("[{}]", finding.rule.slug)),
    );
    rows(&mut text, &message(finding), width.saturating_sub(2), "  ", 2);
    snippet(&mut text, file, finding, width, paint);
    if let Some(what) = &finding.depends_on {
        note(&mut text, "depends on", &mask_text(what), width);
    }
    let lines: Vec<String> =
        other_lines(source, finding).iter().map(|line| line.to_string()).collect();
    if !lines.is_empty() {
        note(&mut text, "see also", &format!("line {}", lines.join(", ")), width);
    }
    if let Some(fix) = &finding.fix {
        let how = match fix.safety {
            Safety::Safe => "--fix does it",
            Safety::Unsafe => "--fix --unsafe does it; look at it",
        };
        note(&mut text, "fix", &format!("{} ({how})", mask_text(&fix.title)), width);
    }
    text.push('\n');
    text
}

/// The message, with secrets masked and nothing that a terminal obeys.
pub(super) fn message(finding: &Finding) -> String {
    safe_line(&mask_text(&finding.message)).into_owned()
}

fn note(text: &mut String, name: &str, what: &str, width: usize) {
    let lead = format!("  {name}: ");
    let room = width.saturating_sub(name.len() + 5);
    rows(text, &safe_line(what), room, &lead, lead.len());
}

/// The lines of the proof that are not the finding's own.
pub(super) fn other_lines(source: &Source, finding: &Finding) -> Vec<u32> {
    let own = source.line_at(finding.span.start).get();
    let lines = finding.proof.iter().map(|span| source.line_at(span.start).get());
    let mut lines: Vec<u32> = lines.filter(|line| *line != own).collect();
    lines.dedup();
    lines
}

/// The line with its number, and a row of marks below.
fn snippet(text: &mut String, file: &Examined, finding: &Finding, width: usize, paint: Paint) {
    let source = &file.source;
    let line = source.line_at(finding.span.start);
    let span = source.line_span(line);
    let number = line.to_string();
    let room = width.saturating_sub(number.len() + 6).max(20);
    let marked = Span::new(
        finding.span.start.clamp(span.start, span.end),
        finding.span.end.clamp(span.start, span.end),
    );
    let shown = |span: Span| {
        let text = masked_in(source, span, &file.secrets);
        match safe_line(&text) {
            shown if shown.contains('\t') => shown.replace('\t', "    "),
            shown => shown.into_owned(),
        }
    };
    let (before, inside) = (shown(Span::new(span.start, marked.start)), shown(marked));
    let after = shown(Span::new(marked.end, span.end));
    let marks = columns(&inside).max(1).min(room);
    // A long line is cut so that the marked words stay.
    let hidden = (columns(&before) + marks).saturating_sub(room);
    let before = cut(&before, hidden);
    let lead = columns(before);
    let _ = write!(text, "    {} ", paint.with("2", &format!("{number} |")));
    let mut left = room;
    for part in [before, &inside, &after] {
        let end = part.char_indices().nth(left).map_or(part.len(), |(at, _)| at);
        text.push_str(&part[..end]);
        left -= part[..end].chars().count();
    }
    let blank = " ".repeat(number.len());
    let marks = marks.min(room.saturating_sub(lead).max(1));
    let caret = paint.with("1;33", &"^".repeat(marks));
    let bar = paint.with("2", &format!("{blank} |"));
    let _ = writeln!(text, "\n    {bar} {:lead$}{caret}", "");
}

/// A text without its first characters.
fn cut(text: &str, characters: usize) -> &str {
    text.char_indices().nth(characters).map_or("", |(at, _)| &text[at..])
}

/// How many columns a text takes that holds nothing that a terminal obeys.
fn columns(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    unicode_width::UnicodeWidthStr::width(text)
}

/// Line and column of a place, both from 1; the column counts characters.
pub(super) fn place(source: &Source, offset: u32) -> (LineNumber, usize) {
    let line = source.line_at(offset);
    let start = source.line_span_with_end(line).start;
    (line, source.slice(Span::new(start, offset.max(start))).chars().count() + 1)
}

/// Words in rows of this width: `lead` before the first, as many blanks as `indent` before the others.
fn rows(out: &mut String, text: &str, width: usize, lead: &str, indent: usize) {
    out.push_str(lead);
    let mut filled = None;
    for word in text.split_whitespace() {
        let own = columns(word);
        filled = match filled {
            None => Some(own),
            Some(filled) if filled + 1 + own > width.max(20) => {
                let _ = write!(out, "\n{:indent$}", "");
                Some(own)
            }
            Some(filled) => {
                out.push(' ');
                Some(filled + 1 + own)
            }
        };
        out.push_str(word);
    }
    out.push('\n');
}

fn sum(files: &[Examined]) -> String {
    let all = || files.iter().flat_map(|file| &file.findings);
    let count = |level: Level| all().filter(|finding| finding.level == level).count();
    let counted = |number: usize, word: &str| match number {
        1 => format!("1 {word}"),
        _ => format!("{number} {word}s"),
    };
    let parts: Vec<String> = [Level::Error, Level::Warning, Level::Hint]
        .into_iter()
        .map(|level| (count(level), level.name()))
        .filter(|(number, _)| *number > 0)
        .map(|(number, name)| counted(number, name))
        .collect();
    let in_files = counted(files.len(), "file");
    if parts.is_empty() {
        return format!("Nothing found in {in_files}.\n");
    }
    let is_safe =
        |finding: &&Finding| finding.fix.as_ref().is_some_and(|fix| fix.safety == Safety::Safe);
    let safe = all().filter(is_safe).count();
    let hint = match safe {
        0 => String::new(),
        _ => format!(
            " --diff shows {}, --fix applies them.",
            counted(safe, "safe fix").replace("fixs", "fixes")
        ),
    };
    format!("{} in {in_files}.{hint} layerwise explain NAME tells more.\n", parts.join(", "))
}
