//! Collects the inline text of one paragraph, heading or table cell.

use super::html::{self, Piece, StyleTag};
use crate::doc::{InlineComment, Origin, Run, RunStyle, Text};

/// Inline text while it is being read.
#[derive(Debug, Default)]
pub(super) struct Inline {
    text: Text,
    /// How often each style was begun and not ended, by Markdown and by HTML tags.
    strong: usize,
    emphasis: usize,
    struck: usize,
    code: usize,
    /// Addresses of the links and images that are open.
    links: Vec<String>,
    /// How many of `links` are images.
    images: usize,
}

impl Inline {
    /// Adds words. A newline in them comes from a character reference and is no line break.
    pub(super) fn words(&mut self, words: &str) {
        let style = RunStyle {
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            struck: self.struck > 0,
            code: self.code > 0,
            muted: false,
        };
        let mut text = words.replace(['\n', '\r'], " ");
        if self.text.runs.last().is_none_or(|run| run.text.ends_with('\n')) && !style.code {
            text.drain(..text.len() - text.trim_start_matches([' ', '\t']).len());
        }
        let link = self.links.first().cloned();
        self.text.push(Run { text, style, token: None, link, image: self.images > 0 });
    }

    /// Adds a code span.
    pub(super) fn code(&mut self, words: &str) {
        self.code += 1;
        self.words(words);
        self.code -= 1;
    }

    /// Adds a hard line break: always plain, so that equal texts are equal values.
    pub(super) fn line_break(&mut self) {
        trim_end(&mut self.text, &[' ', '\t']);
        self.text.push(Run { text: "\n".to_owned(), ..Run::default() });
    }

    /// Adds a reference to a footnote.
    pub(super) fn footnote(&mut self, label: &str) {
        let link = Some(format!("#^{label}"));
        self.text.push(Run { text: format!("[{label}]"), link, ..Run::default() });
    }

    /// Begins a style.
    pub(super) fn begin(&mut self, style: StyleTag) {
        *self.count(style) += 1;
    }

    /// Ends a style; says whether it had begun.
    pub(super) fn end(&mut self, style: StyleTag) -> bool {
        let count = self.count(style);
        let begun = *count > 0;
        *count = count.saturating_sub(1);
        begun
    }

    fn count(&mut self, style: StyleTag) -> &mut usize {
        match style {
            StyleTag::Strong => &mut self.strong,
            StyleTag::Emphasis => &mut self.emphasis,
            StyleTag::Struck => &mut self.struck,
            StyleTag::Code => &mut self.code,
        }
    }

    /// Begins a link. Inside another link it counts as that one.
    pub(super) fn begin_link(&mut self, address: &str) {
        self.links.push(address.to_owned());
    }

    /// Ends a link.
    pub(super) fn end_link(&mut self) {
        self.links.pop();
    }

    /// Begins an image, whose words stand in its place.
    pub(super) fn begin_image(&mut self, address: &str) {
        self.begin_link(address);
        self.images += 1;
    }

    /// Ends an image; its address stands for it when it has no words.
    pub(super) fn end_image(&mut self) {
        let address = self.links.last().cloned().unwrap_or_default();
        let has_words = self.text.runs.last().is_some_and(|run| run.image);
        if !has_words {
            self.words(&address);
        }
        self.images = self.images.saturating_sub(1);
        self.end_link();
    }

    /// Adds a piece of raw HTML; `origin` is where it stands.
    pub(super) fn html(&mut self, piece: &Piece<'_>, raw: &str, origin: Origin) {
        match *piece {
            Piece::Comment(text) => self.comment(text, origin),
            Piece::Open { name: "br" | "BR", .. } => self.line_break(),
            Piece::Open { name, .. } => match html::style_tag(name) {
                Some(style) => self.begin(style),
                None => self.words(raw),
            },
            Piece::Close { name } => {
                if !html::style_tag(name).is_some_and(|style| self.end(style)) {
                    self.words(raw);
                }
            }
            Piece::Text(text) => self.words(&html::unescape(text)),
        }
    }

    fn comment(&mut self, text: &str, origin: Origin) {
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        self.text.comments.push(InlineComment {
            text: lines.join(" "),
            before_run: self.text.runs.len(),
            origin: Some(origin),
        });
    }

    /// The text without blanks at its ends.
    pub(super) fn finish(self) -> Text {
        let mut text = self.text;
        trim(&mut text);
        text
    }
}

/// Removes the blanks that a comment or a tag left at the ends of a text.
fn trim(text: &mut Text) {
    const BLANKS: [char; 3] = [' ', '\t', '\n'];
    trim_end(text, &BLANKS);
    while let Some(first) = text.runs.first_mut().filter(|run| !run.style.code) {
        first.text.drain(..first.text.len() - first.text.trim_start_matches(BLANKS).len());
        if !first.text.is_empty() {
            break;
        }
        text.runs.remove(0);
        for comment in &mut text.comments {
            comment.before_run = comment.before_run.saturating_sub(1);
        }
    }
}

fn trim_end(text: &mut Text, blanks: &[char]) {
    let mut is_shorter = false;
    while let Some(last) = text.runs.last_mut().filter(|run| !run.style.code) {
        last.text.truncate(last.text.trim_end_matches(blanks).len());
        if !last.text.is_empty() {
            break;
        }
        text.runs.pop();
        is_shorter = true;
    }
    // Only the last comments can stand behind the runs that went.
    let behind = |comment: &&mut InlineComment| comment.before_run > text.runs.len();
    for comment in text.comments.iter_mut().rev().take_while(behind).filter(|_| is_shorter) {
        comment.before_run = text.runs.len();
    }
}
