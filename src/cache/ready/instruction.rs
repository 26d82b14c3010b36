//! Changes of the Dockerfile, one instruction or one line at a time. Lines stay
//! where they are, so that what is said of the changed file fits the file as it is.

use super::Ready;
use crate::cache::edit::with_another_word;
use crate::cache::scenario::Change;
use crate::dockerfile::{Dockerfile, Heredoc, Instruction, InstructionId, Keyword};
use crate::source::{LineNumber, Span};

/// At most so many lines above an edited one are looked at to tell it from others.
const MOST_LINES: usize = 50;

/// An edit of one instruction: its last word, or the last line of its heredoc,
/// gets longer. `file` may already hold earlier edits. `None` for FROM, whose
/// edit is another image, and for what has nothing to edit.
pub fn edit_instruction(file: &Dockerfile, instruction: InstructionId) -> Option<Ready> {
    let instruction = file.instructions.get(instruction.0 as usize)?;
    if instruction.keyword == Some(Keyword::From) {
        return None;
    }
    let last = line_to_edit(file, instruction.lines.last)?;
    let changed = with_another_word(file.source.slice(file.source.line_span(last)));
    let first = instruction.lines.first;
    let words = format!("edit of line {first}, {}", keyword(file, instruction));
    Some(Ready::new(words, replaced(file, last, last, &changed)))
}

/// The line whose last word can get longer, so that the instruction of `line` says something
/// else and is read as before: that line, unless it holds nothing but a keyword, or begins or
/// ends a heredoc. `None` where a heredoc is empty.
pub fn line_to_edit(file: &Dockerfile, line: LineNumber) -> Option<LineNumber> {
    let Some(instruction) = file.instructions.iter().find(|it| it.lines.contains(line)) else {
        return Some(line);
    };
    let is_inside = |heredoc: &Heredoc| heredoc.body.contains(file.source.line_span(line).start);
    if let Some(last) = instruction.heredocs.last() {
        return match instruction.heredocs.iter().any(is_inside) {
            true => Some(line),
            false if last.body.is_empty() => None,
            false => Some(file.source.line_at(last.body.end - 1)),
        };
    }
    let is_first = line == instruction.lines.first;
    let end = file.source.line_span(instruction.lines.first).end;
    let behind = Span::new(instruction.keyword_span.end.min(end), end);
    let is_bare =
        is_first && file.source.slice(behind).trim_matches([' ', '\t', '\r', '\\', '`']).is_empty();
    Some(if is_bare { instruction.lines.last } else { line })
}

/// One line that reads otherwise; `None` where it reads so already, or is not there.
pub fn reads(file: &Dockerfile, line: LineNumber, text: &str) -> Option<Ready> {
    if line.index() >= file.source.line_count()
        || file.source.slice(file.source.line_span(line)) == text
    {
        return None;
    }
    let words = format!("line {line} reads {}", text.trim());
    Some(Ready::new(words, replaced(file, line, line, text)))
}

/// An instruction that is taken out: blank lines stand in its place.
pub fn without(file: &Dockerfile, instruction: InstructionId) -> Option<Ready> {
    let instruction = file.instructions.get(instruction.0 as usize)?;
    let (first, last) = (instruction.lines.first, instruction.lines.last);
    let blank = "\n".repeat(last.index() - first.index());
    let words = format!("without line {first}, {}", keyword(file, instruction));
    Some(Ready::new(words, replaced(file, first, last, &blank)))
}

fn keyword(file: &Dockerfile, instruction: &Instruction) -> String {
    file.source.slice(instruction.keyword_span).to_ascii_uppercase()
}

/// The change that puts a text in the place of some lines.
fn replaced(file: &Dockerfile, first: LineNumber, last: LineNumber, new: &str) -> Change {
    let text = file.source.text();
    let start = file.source.line_span(first).start as usize;
    let end = file.source.line_span(last).end as usize;
    // The change replaces the first place that reads so: this must be the one.
    let starts = std::iter::successors(Some(start), |from| {
        let above = from.checked_sub(1)?;
        Some(text[..above].rfind('\n').map_or(0, |end| end + 1))
    });
    let is_first = |from: &usize| text.find(&text[*from..end]) == Some(*from);
    let from = starts.take(MOST_LINES).find(is_first).unwrap_or_default();
    let old = text[from..end].to_owned();
    Change::EditDockerfile { old, new: format!("{}{new}", &text[from..start]) }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::build::Options;
    use crate::cache::State;
    use crate::dockerfile;
    use crate::source::Source;

    fn parsed(text: &str) -> Dockerfile {
        dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())))
    }

    /// Editing the n-th instruction gives this text, and only there.
    #[track_caller]
    fn check(text: &str, instruction: u32, expected: Option<&str>) {
        let edit = edit_instruction(&parsed(text), InstructionId(instruction));
        let mut state = State::without_context(text, Options::default());
        if let Some(edit) = &edit {
            state.apply(&edit.change, None);
        }
        assert_eq!(edit.map(|_| state.dockerfile).as_deref(), expected);
    }

    #[test]
    fn an_edit_meets_its_own_line() {
        let text = "FROM a\nRUN x\nRUN y\nRUN x\n";
        check(text, 3, Some("FROM a\nRUN x\nRUN y\nRUN x2\n"));
        check(text, 1, Some("FROM a\nRUN x2\nRUN y\nRUN x\n"));
        let many = format!("FROM a\n{}", "RUN x\n".repeat(200));
        let expected = format!("{}RUN x2\n", &many[..many.len() - "RUN x\n".len()]);
        check(&many, 200, Some(&expected));
    }

    #[test]
    fn an_edit_of_a_line_leaves_its_instruction_one() {
        let text =
            "FROM a\nRUN \\\n  # why\n  b && \\\n  c\nRUN <<E\nd\nE\nRUN <<E cat\nE\n\nRUN e\n";
        let file = parsed(text);
        let edited = |line: u32| Some(line_to_edit(&file, LineNumber::new(line)?)?.get());
        let lines: Vec<_> = (1..=12).map(edited).collect();
        let same = |line: u32| Some(line);
        let expected = [
            same(1),
            same(5), // nothing but the keyword
            same(3),
            same(4),
            same(5),
            same(7), // what begins the heredoc
            same(7),
            same(7), // what ends it
            None,
            None,
            same(11),
            same(12),
        ];
        assert_eq!(lines, expected);
    }

    #[test]
    fn a_heredoc_keeps_its_end_and_from_its_image() {
        let text = "FROM a\nRUN <<EOF\nmake\nEOF\nCOPY <<X /x\nX\n";
        check(text, 1, Some("FROM a\nRUN <<EOF\nmake2\nEOF\nCOPY <<X /x\nX\n"));
        check(text, 2, None);
        check(text, 0, None);
    }

    #[test]
    fn a_line_reads_otherwise_and_an_instruction_goes() {
        let text = "FROM a\nRUN x\nRUN y \\\n  && z\nRUN x\n";
        let after = |change: Option<Ready>| {
            let mut state = State::without_context(text, Options::default());
            state.apply(&change.unwrap().change, None);
            state.dockerfile
        };
        let file = parsed(text);
        let line = |number| LineNumber::new(number).unwrap();
        let new = text.replace("&& z", "&& q");
        assert_eq!(after(reads(&file, line(4), "  && q")), new);
        let new = text.replace("z\nRUN x", "z\nRUN q");
        assert_eq!(after(reads(&file, line(5), "RUN q")), new);
        assert_eq!(after(without(&file, InstructionId(2))), "FROM a\nRUN x\n\n\nRUN x\n");
        assert_eq!(reads(&file, line(5), "RUN x"), None, "it reads so already");
    }
}
