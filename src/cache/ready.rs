//! Changes that are ready to be tried on a file and its folder.

use std::sync::Arc;

use super::advise::usual;
use super::edit::with_another_word;
use super::scenario::Change;
use super::state::State;
use crate::build;
use crate::build::graph::Start;
use crate::dockerfile::{Dockerfile, InstructionId, Keyword};
use crate::stages::familiar;

/// At most so many changes of one kind are ready.
const MOST_OF_A_KIND: usize = 8;
/// At most so many lines above an edited one are looked at to tell it from others.
const MOST_LINES: usize = 50;

/// A change with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ready {
    /// What is changed, in a few words; names in it are from outside.
    pub words: String,
    /// The change.
    pub change: Change,
}

impl Ready {
    fn new(words: impl Into<String>, change: Change) -> Self {
        Self { words: words.into(), change }
    }
}

/// The changes that come up with this file: an edit of a source file for each
/// way in which files are taken, of each list of dependencies, another value
/// of each build argument, a moved base image, another target, no cache.
/// Where the state has no files there are none about files.
pub fn ready(state: &State) -> Vec<Ready> {
    let file = state.inputs().file;
    let sent = usual::sent(state);
    let usual = usual::changes(state, &file, &sent, MOST_OF_A_KIND);
    let mut ready: Vec<Ready> = usual.into_iter().map(|it| named(&it.name, it.change)).collect();
    ready.extend(of_stages(state, &file));
    let no_cache = Change::SetOption { name: "no-cache".to_owned(), value: String::new() };
    ready.push(Ready::new("--no-cache", no_cache));
    ready
}

fn named(name: &str, change: Change) -> Ready {
    let words = match &change {
        Change::SetArg { value, .. } => format!("--build-arg {name}={value}"),
        _ => format!("edit of {name}"),
    };
    Ready::new(words, change)
}

/// An edit of one file of the context.
pub fn edit_file(path: &str) -> Ready {
    named(path, Change::Append { path: path.to_owned(), text: "\n".to_owned() })
}

/// What can happen to a file of the context beside an edit: another time, another
/// mode than `mode`, another name, and that it is gone.
pub fn other_changes(path: &str, mode: u32) -> Vec<Ready> {
    let path = path.to_owned();
    // Only whether it can be executed changes.
    let mode = format!("{:o}", if mode & 0o111 == 0 { mode | 0o111 } else { mode & !0o111 });
    let to = format!("{path}.renamed");
    vec![
        Ready::new(format!("touch {path}"), Change::Touch { path: path.clone() }),
        Ready::new(format!("chmod {mode} {path}"), Change::Chmod { path: path.clone(), mode }),
        Ready::new(format!("rename {path}"), Change::Rename { path: path.clone(), to }),
        Ready::new(format!("delete {path}"), Change::Delete { path }),
    ]
}

/// The images that the target needs, and the stages that could be the target instead.
fn of_stages(state: &State, file: &Arc<Dockerfile>) -> Vec<Ready> {
    let build = build::evaluate(file, &state.options);
    let nodes = build.stage_nodes();
    let mut images: Vec<&str> = Vec::new();
    for node in nodes.iter().filter(|node| node.reachable) {
        if let Start::Image(image) = node.start
            && !images.contains(&image)
        {
            images.push(image);
        }
    }
    let moved = images.into_iter().take(MOST_OF_A_KIND).map(|image| {
        let version = state.image_versions.get(image).map_or(1, |version| version + 1);
        let change = Change::BaseImageChanged { image: image.to_owned(), version };
        Ready::new(format!("a newer {}", familiar(image)), change)
    });
    let mut ready: Vec<Ready> = moved.collect();
    let target = build.target_stage();
    let is_stage = |number: &usize| *number < file.stages.len();
    let others = nodes.iter().enumerate().filter(|(number, node)| {
        is_stage(number) && Some(*number) != target && !node.name.is_empty()
    });
    ready.extend(others.take(MOST_OF_A_KIND).map(|(_, node)| {
        let change = Change::SetTarget { name: node.name.to_owned() };
        Ready::new(format!("--target {}", node.name), change)
    }));
    ready
}

/// An edit of one instruction: its last word, or the last line of its heredoc,
/// gets longer. `file` may already hold earlier edits; lines stay where they
/// are. `None` for FROM, whose edit is another image, and for what has nothing to edit.
pub fn edit_instruction(file: &Dockerfile, instruction: InstructionId) -> Option<Ready> {
    let instruction = file.instructions.get(instruction.0 as usize)?;
    if instruction.keyword == Some(Keyword::From) {
        return None;
    }
    let text = file.source.text();
    let last = match instruction.heredocs.last() {
        // The last line is the terminator.
        Some(heredoc) if heredoc.body.is_empty() => return None,
        Some(heredoc) => file.source.line_at(heredoc.body.end - 1),
        None => instruction.lines.last,
    };
    let span = file.source.line_span(last);
    let (start, end) = (span.start as usize, span.end as usize);
    let changed = with_another_word(&text[start..end]);
    // The change replaces the first place that reads so: this must be the one.
    let starts = std::iter::successors(Some(start), |from| {
        let above = from.checked_sub(1)?;
        Some(text[..above].rfind('\n').map_or(0, |end| end + 1))
    });
    let is_first = |from: &usize| text.find(&text[*from..end]) == Some(*from);
    let from = starts.take(MOST_LINES).find(is_first).unwrap_or_default();
    let old = text[from..end].to_owned();
    let new = format!("{}{changed}", &text[from..start]);
    let first = instruction.lines.first;
    let keyword = file.source.slice(instruction.keyword_span).to_ascii_uppercase();
    let words = format!("edit of line {first}, {keyword}");
    Some(Ready::new(words, Change::EditDockerfile { old, new }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::Options;
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
    fn a_heredoc_keeps_its_end_and_from_its_image() {
        let text = "FROM a\nRUN <<EOF\nmake\nEOF\nCOPY <<X /x\nX\n";
        check(text, 1, Some("FROM a\nRUN <<EOF\nmake2\nEOF\nCOPY <<X /x\nX\n"));
        check(text, 2, None);
        check(text, 0, None);
    }

    #[test]
    fn what_a_file_offers_without_a_folder() {
        let text =
            "ARG X=1\nFROM node AS deps\nARG VERSION\nRUN a\nFROM b\nCOPY --from=deps /x /\n";
        let state = State::without_context(text, Options::default());
        let words: Vec<String> = ready(&state).into_iter().map(|it| it.words).collect();
        let expected = [
            "--build-arg VERSION=another",
            "a newer node:latest",
            "a newer b:latest",
            "--target deps",
            "--no-cache",
        ];
        assert_eq!(words, expected);
    }
}
