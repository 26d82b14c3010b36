//! The page of a check: documentation for people, and its tests.

use crate::doc::{self, Block, BlockKind, Code};

/// The sections of every page, in this order.
pub const SECTIONS: [&str; 6] =
    ["What it sees", "Why it matters", "Use instead", "When it is fine", "Fix", "Also known as"];

/// What marks the tokens of a finding in a bad example.
const MARKS: [char; 2] = ['«', '»'];

/// The first heading.
pub fn title(page: &str) -> &str {
    page.lines().next().unwrap_or_default().trim_start_matches('#').trim()
}

/// The text of a section, without its heading.
pub fn section<'p>(page: &'p str, name: &str) -> Option<&'p str> {
    let heading = format!("\n## {name}\n");
    let rest = page.split_once(&heading)?.1;
    Some(rest.split_once("\n## ").map_or(rest, |(section, _)| section).trim())
}

/// The words in code of the section *Also known as*.
pub fn aliases(page: &str) -> impl Iterator<Item = &str> {
    section(page, "Also known as").unwrap_or_default().split('`').skip(1).step_by(2)
}

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The check finds what is marked.
    Bad,
    /// It finds nothing.
    Good,
    /// What the fixes make of the bad example before.
    Fixed,
}

/// A Dockerfile on a page.
#[derive(Clone, Debug)]
pub struct Example {
    /// What it shows.
    pub verdict: Verdict,
    /// The Dockerfile, without marks.
    pub text: String,
    /// The marked places, in order.
    pub marks: Vec<std::ops::Range<usize>>,
    /// The ignore file beside it.
    pub ignore: Option<String>,
    /// The files beside it with their texts; a path alone is an empty file.
    pub files: Option<Vec<(String, String)>>,
    /// The target that is built.
    pub target: Option<String>,
}

/// The examples of a page, in order.
pub fn examples(page: &str) -> Vec<Example> {
    let mut found = Vec::new();
    let (mut ignore, mut files) = (None, None);
    for block in doc::markdown::read(page).document.blocks {
        let BlockKind::Code(code) = block.kind else { continue };
        match code.language.as_deref() {
            Some("dockerignore") => ignore = Some(code.text),
            Some("files") => files = Some(read_files(&code.text)),
            _ => {
                let Some(verdict) = verdict(&code) else { continue };
                let (text, marks) = without_marks(&code.text);
                let target = code.info.split_whitespace().find_map(|it| it.strip_prefix("target="));
                let target = target.map(str::to_owned);
                let (ignore, files) = (ignore.take(), files.take());
                found.push(Example { verdict, text, marks, ignore, files, target });
            }
        }
    }
    found
}

fn verdict(code: &Code) -> Option<Verdict> {
    if !code.is_dockerfile() {
        return None;
    }
    match code.info.split_whitespace().next()? {
        "bad" => Some(Verdict::Bad),
        "good" => Some(Verdict::Good),
        "fixed" => Some(Verdict::Fixed),
        _ => None,
    }
}

/// One path a line; `path: text` gives it a line of text, and a path that was
/// named before another.
fn read_files(text: &str) -> Vec<(String, String)> {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let (path, content) = line.split_once(": ").unwrap_or((line, ""));
        let content = if content.is_empty() { String::new() } else { format!("{content}\n") };
        match files.iter_mut().find(|(known, _)| known == path) {
            Some((_, text)) => text.push_str(&content),
            None => files.push((path.to_owned(), content)),
        }
    }
    files
}

fn without_marks(code: &str) -> (String, Vec<std::ops::Range<usize>>) {
    let mut text = String::with_capacity(code.len());
    let (mut marks, mut start) = (Vec::new(), 0);
    for letter in code.chars() {
        match letter {
            '«' => start = text.len(),
            '»' => marks.push(start..text.len()),
            other => text.push(other),
        }
    }
    (text, marks)
}

/// The page for people: the marks in the examples are left out.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = doc::markdown::read(page).document.blocks;
    for block in &mut blocks {
        if let BlockKind::Code(code) = &mut block.kind {
            code.text = code.text.replace(MARKS, "");
            code.info.clear();
        }
    }
    blocks
}
