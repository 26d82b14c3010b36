//! The commands of a RUN, each a row that can be unfolded into its words.
//!
//! ```text
//!   { } from command to command   z fold   Z all
//!   ▸    apt-get update            Brings the lists of packages up to date.
//! ▌ ▾ && apt-get install -y curl   Installs packages.
//!        apt-get · command: Installs, updates …
//!        -y · flag: Says yes to every question.
//! ```

use unicode_width::UnicodeWidthStr;

use super::ExplainView;
use super::strip::shorten;
use super::subject::Subject;
use crate::doc::Text;
use crate::explain::mask::masked;
use crate::explain::{TokenExplanation, plain_text};
use crate::source::{Span, safe_line};
use crate::tui::Action;
use crate::tui::guide::rows::{Paper, Prefix, Target};
use crate::tui::guide::{Context, key_of};
use crate::tui::theme::Role;

/// The label of what says nothing of its own.
pub(super) const CONTINUATION: &str = "continuation";

impl ExplainView {
    /// Writes the outline, where the instruction has more than one command; gives the rows of
    /// each part.
    pub(super) fn write_outline(
        &self,
        paper: &mut Paper<'_>,
        subject: &Subject,
        context: &Context<'_>,
    ) -> Vec<(usize, usize)> {
        if subject.parts.len() < 2 {
            return Vec::new();
        }
        paper.blank();
        self.write_title(paper, subject);
        let current = self.token.and_then(|token| self.part_of(token));
        let mut rows = Vec::new();
        for place in 0..subject.parts.len() {
            let first = paper.rows.len();
            self.write_part(paper, subject, place, current == Some(place), context);
            if self.unfolded.contains(&place) {
                self.write_words(paper, subject, place, context);
            }
            rows.push((first, paper.rows.len().saturating_sub(1)));
        }
        rows
    }

    fn write_title(&self, paper: &mut Paper<'_>, subject: &Subject) {
        let (muted, key) = (paper.role(Role::Muted), paper.role(Role::Key));
        let moves = format!("{}{}", key_of(Action::PartPrevious), key_of(Action::PartNext));
        let mut pieces = vec![
            (format!("  {} commands", subject.parts.len()), paper.role(Role::Strong)),
            ("   ".to_owned(), muted),
            (moves, key),
            (" go".to_owned(), muted),
        ];
        for (action, word) in [(Action::ToggleFold, "fold"), (Action::ToggleFolds, "all")] {
            pieces.push(("   ".to_owned(), muted));
            pieces.push((key_of(action), key));
            pieces.push((format!(" {word}"), muted));
        }
        paper.row(pieces);
    }

    fn write_part(
        &self,
        paper: &mut Paper<'_>,
        subject: &Subject,
        place: usize,
        is_current: bool,
        context: &Context<'_>,
    ) {
        let part = &subject.parts[place];
        let (mark, role) =
            if is_current { ("▌ ", Role::BorderActive) } else { ("  ", Role::Text) };
        let fold = if self.unfolded.contains(&place) { "▾ " } else { "▸ " };
        let signs = subject.parts.iter().map(|part| part.sign.width()).max().unwrap_or(0);
        let sign = format!("{:<signs$} ", part.sign);
        let words = one_line(context, part.body, subject.secrets(context));
        let room = paper.width().saturating_sub(4 + signs + 1);
        let pieces = vec![
            (mark.to_owned(), paper.role(role)),
            (fold.to_owned(), paper.role(Role::Key)),
            (sign, paper.role(Role::Muted)),
            (shorten(&words, room), paper.role(Role::Code)),
        ];
        paper.row(pieces).target = Some(Target::Part(place));
        if let Some(about) = about(subject, place) {
            let indent = Prefix::indent(4 + signs + 1);
            let rows = paper.words(Role::Muted, &about, &indent);
            paper.aim(rows, &Target::Part(place));
        }
    }

    /// The words of a command, each with what it is.
    fn write_words(
        &self,
        paper: &mut Paper<'_>,
        subject: &Subject,
        place: usize,
        context: &Context<'_>,
    ) {
        let secrets = subject.secrets(context);
        let says_something = |(_, token): &(usize, &TokenExplanation)| token.label != CONTINUATION;
        for (token, explained) in subject.tokens_of(place).filter(says_something) {
            let words = one_line(context, explained.span, secrets);
            let is_current = self.token == Some(token);
            let (mark, role) =
                if is_current { ("▌ ", Role::BorderActive) } else { ("  ", Role::Text) };
            let bar = vec![
                (mark.to_owned(), paper.role(role)),
                ("    ".to_owned(), paper.role(Role::Text)),
            ];
            let prefix = Prefix { first: bar.clone(), rest: bar };
            let text = Text::new().code(shorten(&words, 40)).plain(format!(
                " · {}: {}",
                explained.label,
                said(explained)
            ));
            let rows = paper.text(&text, &prefix);
            paper.aim(rows, &Target::Token(Some(token)));
        }
    }
}

/// What a command does, in the words of its sub-command, or else of its program.
fn about(subject: &Subject, place: usize) -> Option<String> {
    let of = |label: &str| {
        let mut tokens = subject.tokens_of(place);
        tokens.find(|(_, token)| token.label == label).map(|(_, token)| said(token))
    };
    of("sub-command").or_else(|| of("command"))
}

/// The first paragraph of an explanation.
pub(super) fn said(token: &TokenExplanation) -> String {
    let words = plain_text(&token.text);
    safe_line(words.lines().next().unwrap_or_default()).into_owned()
}

/// A text of the file in one line: continuations and blanks made one blank, secrets masked.
pub(super) fn one_line(context: &Context<'_>, span: Span, secrets: &[Span]) -> String {
    let text = masked(context.file, span, secrets);
    let escape = char::from(context.file.escape.byte());
    let lines = text.lines().map(|line| line.trim_end().trim_end_matches(escape).trim());
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    safe_line(&words.join(" ")).into_owned()
}
