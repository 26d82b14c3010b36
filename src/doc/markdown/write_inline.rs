//! From runs to inline Markdown.
//!
//! Markdown's marks take effect only beside certain characters: `a**(b)**`
//! is not bold. Where a mark would not, the HTML tag of the same meaning is
//! written, which GitHub shows and [`read`](super::read) understands.

use super::escape::{Escape, destination};
use crate::doc::{Run, RunStyle, Text};

/// Where inline text stands; it decides how a line break is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Paragraph,
    Heading,
    Cell,
}

/// The Markdown of a text.
pub(super) fn markdown(text: &Text, place: Place) -> String {
    let mut builder = Builder {
        tokens: Vec::new(),
        open: Vec::new(),
        place,
        strokes: text.runs.iter().any(|run| run.style.struck)
            || text.words().matches('~').count() > 1,
    };
    let mut comments = text.comments.iter().peekable();
    for (number, run) in text.runs.iter().enumerate() {
        while let Some(comment) = comments.next_if(|comment| comment.before_run <= number) {
            builder.comment(&comment.text, "");
        }
        builder.run(run);
    }
    builder.close_to(0);
    for comment in comments {
        builder.comment(&comment.text, " ");
    }
    render(&builder.tokens)
}

/// The same as HTML, for places where Markdown is not read.
pub(super) fn html(text: &Text) -> String {
    let mut out = String::new();
    for run in &text.runs {
        let wraps = wraps(run.style);
        let tags = wraps.iter().map(|wrap| wrap.tag()).chain(run.style.code.then_some("code"));
        let tags: Vec<&str> = tags.collect();
        out.extend(tags.iter().map(|tag| format!("<{tag}>")));
        let words = run.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        out += &words.replace('\n', "<br>");
        out.extend(tags.iter().rev().map(|tag| format!("</{tag}>")));
    }
    out
}

/// A comment on one line.
pub(super) fn comment(text: &str) -> String {
    if text.is_empty() { "<!-- -->".to_owned() } else { format!("<!-- {text} -->") }
}

/// The length of the longest run of this character.
pub(super) fn longest_run(text: &str, mark: char) -> usize {
    text.split(|letter| letter != mark).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// Something around words. The order is the order of nesting.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wrap {
    Link { address: String, image: bool },
    Strong,
    Emphasis,
    Struck,
}

impl Wrap {
    fn tag(&self) -> &'static str {
        match self {
            Wrap::Strong => "strong",
            Wrap::Emphasis => "em",
            Wrap::Struck => "del",
            // Links never need a tag.
            Wrap::Link { .. } => "a",
        }
    }
}

fn wraps(style: RunStyle) -> Vec<Wrap> {
    let wraps = [
        (style.strong, Wrap::Strong),
        (style.emphasis, Wrap::Emphasis),
        (style.struck, Wrap::Struck),
    ];
    wraps.into_iter().filter_map(|(has, wrap)| has.then_some(wrap)).collect()
}

enum Token {
    /// Markdown that stands as it is.
    Text(String),
    /// Opens a wrap whose end is the token at this place.
    Open { wrap: Wrap, end: usize },
    /// Closes a wrap whose beginning is the token at this place.
    Close { start: usize },
}

struct Builder {
    tokens: Vec<Token>,
    /// The open wraps, with their tokens.
    open: Vec<(Wrap, usize)>,
    place: Place,
    /// Whether a `~` could be taken for a mark.
    strokes: bool,
}

impl Builder {
    /// Adds a comment, behind a gap where a word stands before it.
    fn comment(&mut self, words: &str, gap: &str) {
        let follows_word = match self.tokens.last() {
            Some(Token::Text(text)) => !text.ends_with([' ', '>']),
            Some(Token::Close { .. }) => true,
            _ => false,
        };
        self.keep_in_line();
        let mut words = comment(words);
        if self.place == Place::Cell {
            words = words.replace('|', "\\|");
        }
        let gap = if follows_word { gap } else { "" };
        self.tokens.push(Token::Text(format!("{gap}{words}")));
    }

    /// A comment at the start of a line would be a block of its own.
    fn keep_in_line(&mut self) {
        if let Some(Token::Text(text)) = self.tokens.last_mut()
            && text == "\\\n"
        {
            *text = "<br>".to_owned();
        }
    }

    fn run(&mut self, run: &Run) {
        if let Some(label) = footnote_label(run) {
            self.close_to(0);
            self.tokens.push(Token::Text(format!("[^{label}]")));
            return;
        }
        if is_autolink(run) {
            self.close_to(0);
            self.tokens.push(Token::Text(format!("<{}>", run.text)));
            return;
        }
        for (number, part) in run.text.split('\n').enumerate() {
            if number > 0 {
                self.close_to(0);
                self.line_break();
            }
            if !part.is_empty() {
                self.part(part, run);
            }
        }
    }

    fn line_break(&mut self) {
        let follows_break = match self.tokens.last() {
            None => true,
            Some(Token::Text(text)) => text.ends_with('\n') || text.ends_with("<br>"),
            Some(_) => false,
        };
        let mark = if self.place == Place::Paragraph && !follows_break { "\\\n" } else { "<br>" };
        self.tokens.push(Token::Text(mark.to_owned()));
    }

    fn part(&mut self, part: &str, run: &Run) {
        let link = run
            .link
            .as_ref()
            .map(|address| Wrap::Link { address: address.clone(), image: run.image });
        let wanted: Vec<Wrap> = link.into_iter().chain(wraps(run.style)).collect();
        let same =
            self.open.iter().zip(&wanted).take_while(|((open, _), wanted)| open == *wanted).count();
        self.close_to(same);
        // `[^1](a)`, `[^1][a]` and `[^1]: a` mean something else.
        let follows_footnote =
            matches!(self.tokens.last(), Some(Token::Text(text)) if text.starts_with("[^"));
        if follows_footnote && (run.link.is_some() || part.starts_with(['(', '[', ':'])) {
            self.tokens.push(Token::Text("<b></b>".to_owned()));
        }
        for wrap in wanted.into_iter().skip(same) {
            self.open.push((wrap.clone(), self.tokens.len()));
            self.tokens.push(Token::Open { wrap, end: 0 });
        }
        let at_line_start = match self.tokens.last() {
            None => self.place == Place::Paragraph,
            Some(Token::Text(text)) => text.ends_with('\n'),
            Some(_) => false,
        };
        let words = if run.style.code {
            self.code(part)
        } else {
            let escape = Escape {
                in_link: run.link.is_some(),
                in_cell: self.place == Place::Cell,
                strokes: self.strokes,
                in_heading: self.place == Place::Heading,
            };
            escape.words(part, at_line_start)
        };
        self.tokens.push(Token::Text(words));
    }

    fn code(&self, text: &str) -> String {
        let fence = "`".repeat(longest_run(text, '`') + 1);
        let is_blank = text.chars().all(|letter| letter == ' ');
        let has_blanks = text.starts_with(' ') && text.ends_with(' ') && !is_blank;
        let pad = if has_blanks || text.starts_with('`') || text.ends_with('`') { " " } else { "" };
        let text =
            if self.place == Place::Cell { text.replace('|', "\\|") } else { text.to_owned() };
        format!("{fence}{pad}{text}{pad}{fence}")
    }

    /// Closes the innermost wraps until only `count` are open.
    fn close_to(&mut self, count: usize) {
        while self.open.len() > count {
            let Some((_, start)) = self.open.pop() else { return };
            let place = self.tokens.len();
            if let Some(Token::Open { end, .. }) = self.tokens.get_mut(start) {
                *end = place;
            }
            self.tokens.push(Token::Close { start });
        }
    }
}

fn footnote_label(run: &Run) -> Option<&str> {
    let label = run.link.as_deref()?.strip_prefix("#^")?;
    let words = run.text.strip_prefix('[')?.strip_suffix(']')?;
    (label == words && run.style == RunStyle::default()).then_some(label)
}

fn is_autolink(run: &Run) -> bool {
    let scheme = run.text.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "+.-".contains(letter);
    run.link.as_deref() == Some(run.text.as_str())
        && !run.image
        && run.style == RunStyle::default()
        && (2..=32).contains(&scheme.len())
        && scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(is_letter)
        && !run.text.contains(|letter: char| letter.is_control() || " <>\\&|".contains(letter))
}

/// Puts the tokens together, each wrap as Markdown where that takes effect, else as HTML.
fn render(tokens: &[Token]) -> String {
    let marks: Vec<Option<&'static str>> = (0..tokens.len()).map(|at| mark(tokens, at)).collect();
    let mut out = String::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Text(text) => out += text,
            Token::Open { wrap: Wrap::Link { image, .. }, .. } => {
                out += if *image { "![" } else { "[" };
            }
            Token::Open { wrap, .. } => match marks[at] {
                Some(mark) => out += mark,
                None => out.extend(["<", wrap.tag(), ">"]),
            },
            Token::Close { start } => match (&tokens[*start], marks[*start]) {
                (Token::Open { wrap: Wrap::Link { address, .. }, .. }, _) => {
                    out.extend(["](", &destination(address), ")"]);
                }
                (_, Some(mark)) => out += mark,
                (Token::Open { wrap, .. }, None) => out.extend(["</", wrap.tag(), ">"]),
                _ => {}
            },
        }
    }
    out
}

/// What stands beside a mark, as far as Markdown cares.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Neighbour {
    /// A blank or the end of the text.
    Blank,
    Word,
    Punctuation,
    /// Punctuation that is itself a mark made of `*`.
    Star,
    /// A character that Markdown may take for a word or for punctuation.
    Unclear,
}

impl Neighbour {
    fn of(letter: Option<char>) -> Self {
        match letter {
            None | Some(' ' | '\n' | '\t') => Neighbour::Blank,
            Some(letter) if letter.is_alphanumeric() => Neighbour::Word,
            Some(letter) if letter.is_ascii_punctuation() => Neighbour::Punctuation,
            Some(_) => Neighbour::Unclear,
        }
    }

    fn is_outside(self) -> bool {
        matches!(self, Neighbour::Blank | Neighbour::Punctuation | Neighbour::Star)
    }
}

/// The Markdown mark for a wrap that opens here; `None` where only a tag works.
fn mark(tokens: &[Token], at: usize) -> Option<&'static str> {
    let Token::Open { wrap, end } = &tokens[at] else { return None };
    let before = neighbour_before(tokens, at);
    let after = neighbour_after(tokens, *end);
    let first = neighbour_after(tokens, at);
    let last = neighbour_before(tokens, *end);
    if first == Neighbour::Blank || last == Neighbour::Blank {
        return None;
    }
    let stands_alone = before.is_outside() && after.is_outside();
    // Beside a word outside, the character inside must be one of a word too.
    let holds = (before.is_outside() || first == Neighbour::Word)
        && (after.is_outside() || last == Neighbour::Word);
    let beside_star = [before, after, first, last].contains(&Neighbour::Star);
    match wrap {
        Wrap::Strong => holds.then_some("**"),
        Wrap::Emphasis if stands_alone && beside_star => Some("_"),
        Wrap::Emphasis if holds && !beside_star => Some("*"),
        Wrap::Struck => stands_alone.then_some("~~"),
        _ => None,
    }
}

fn neighbour_before(tokens: &[Token], at: usize) -> Neighbour {
    match tokens[..at].last() {
        Some(Token::Text(text)) => Neighbour::of(text.chars().next_back()),
        Some(Token::Open { wrap, .. }) => around(wrap),
        Some(Token::Close { start }) => match &tokens[*start] {
            Token::Open { wrap, .. } => around(wrap),
            _ => Neighbour::Punctuation,
        },
        None => Neighbour::Blank,
    }
}

fn neighbour_after(tokens: &[Token], at: usize) -> Neighbour {
    match tokens.get(at + 1) {
        Some(Token::Text(text)) => Neighbour::of(text.chars().next()),
        Some(Token::Open { wrap, .. }) => around(wrap),
        Some(Token::Close { start }) => match &tokens[*start] {
            Token::Open { wrap, .. } => around(wrap),
            _ => Neighbour::Punctuation,
        },
        None => Neighbour::Blank,
    }
}

fn around(wrap: &Wrap) -> Neighbour {
    match wrap {
        Wrap::Strong | Wrap::Emphasis => Neighbour::Star,
        Wrap::Struck | Wrap::Link { .. } => Neighbour::Punctuation,
    }
}
