//! The checks that say nothing, and why not.
//!
//! ```text
//! 61 checks say nothing here             r: the findings again
//!
//! Silenced by a comment
//!   maintainer  MAINTAINER is obsolete
//! Satisfied
//! ▌ apt-lists  The lists of packages stay in the layer
//! ▌ Looked at RUN, on lines 3 and 7, and found nothing.
//! ```

use super::{ChecksView, Context, Request, instruction_at};
use crate::arrange::Arrange as _;
use crate::checks::Report;
use crate::checks::quiet::{Quiet, Why, quiet};
use crate::mask::secret_spans;
use crate::source::{LineNumber, Span};
use crate::tui::Action;
use crate::tui::guide::key_of;
use crate::tui::guide::rows::{Paper, Prefix, Target};
use crate::tui::theme::Role;

/// So many lines are named.
const MOST_LINES: usize = 8;

/// The checks that say nothing.
#[derive(Debug, Default)]
pub(super) struct Rules {
    /// What is told first stands first.
    all: Vec<Quiet>,
    pub(super) chosen: usize,
    is_open: bool,
}

impl Rules {
    pub(super) fn of(context: &Context<'_>, report: &Report) -> Self {
        let mut all = quiet(context.file, &context.checks.0.settings, report);
        all.arrange_by_key(|it| group(&it.why).0);
        Self { all, ..Self::default() }
    }

    fn current(&self) -> Option<&Quiet> {
        self.all.get(self.chosen)
    }

    /// What the selected check looked at, or what silences it.
    pub(super) fn places(&self) -> Vec<Span> {
        match self.current().map(|it| &it.why) {
            Some(Why::Satisfied(places) | Why::Silenced(places)) => places.clone(),
            Some(Why::Unread(line)) => vec![*line],
            _ => Vec::new(),
        }
    }
}

/// The order and the heading of a reason.
fn group(why: &Why) -> (u8, &'static str) {
    match why {
        Why::Silenced(_) => (0, "Silenced by a comment"),
        Why::Unread(_) => (1, "Waiting for a line that cannot be read"),
        Why::OffBySettings => (2, "Left out by the settings"),
        Why::Satisfied(_) => (3, "Satisfied"),
        Why::NothingThere(_) => (4, "Nothing to look at"),
        Why::UsuallyOff => (5, "Off, unless selected by name"),
    }
}

/// Why something is masked on the screen where a check of secrets is satisfied.
fn about_masks(context: &Context<'_>, quiet: &Quiet) -> Option<&'static str> {
    let Why::Satisfied(places) = &quiet.why else { return None };
    let is_of_secrets = context.mask_secrets && quiet.rule.slug.starts_with("secret-");
    let is_masked = || {
        let masked = secret_spans(context.file);
        let overlaps = |place: &Span| {
            masked.iter().any(|mask| mask.start < place.end && place.start < mask.end)
        };
        places.iter().any(overlaps)
    };
    (is_of_secrets && is_masked()).then_some(
        "The screen masks more than that: whatever stands in the place of a secret, and so a \
         placeholder or a switch, too.",
    )
}

/// Why a check says nothing, as a sentence.
fn reason(context: &Context<'_>, why: &Why) -> String {
    let lines = |places: &[Span]| {
        let numbers = places.iter().map(|span| context.file.source.line_at(span.start));
        lines_words(&numbers.collect::<Vec<_>>())
    };
    match why {
        Why::Satisfied(places) if places.is_empty() => {
            "Looked at the file as a whole, and found nothing.".to_owned()
        }
        Why::Satisfied(places) => format!("Looked at {}, and found nothing.", lines(places)),
        Why::NothingThere(keywords) => {
            let names: Vec<&str> = keywords.iter().map(|keyword| keyword.name()).collect();
            format!(
                "It reports on {}, by the examples on its page; this file has none.",
                names.join(", ")
            )
        }
        Why::Silenced(comments) => {
            format!("What it finds is silenced by the comment on {}.", lines(comments))
        }
        Why::Unread(line) => format!(
            "Line {} cannot be read, so it is not known which stages there are and what they hold.",
            context.file.source.line_at(line.start)
        ),
        Why::OffBySettings => format!("{} leaves it out.", context.checks.0.name()),
        Why::UsuallyOff => {
            "It runs only where it is selected by its name: it is right about few files.".to_owned()
        }
    }
}

/// `line 3`, `lines 3, 5 and 7`.
fn lines_words(lines: &[LineNumber]) -> String {
    let shown: Vec<String> = lines.iter().take(MOST_LINES).map(ToString::to_string).collect();
    let more = lines.len().saturating_sub(MOST_LINES);
    match shown.as_slice() {
        [only] => format!("line {only}"),
        all if more > 0 => format!("lines {} and {more} more", all.join(", ")),
        [all @ .., last] => format!("lines {} and {last}", all.join(", ")),
        [] => String::new(),
    }
}

impl ChecksView {
    /// Shows the checks that say nothing, or the findings again.
    pub(super) fn toggle_rules(&mut self, context: &Context<'_>) -> Vec<Request> {
        self.rules = match (&self.rules, &self.report) {
            (None, Some(report)) => Some(Rules::of(context, report)),
            _ => None,
        };
        self.is_asking = false;
        self.laid_out = None;
        self.sheet.rewind();
        Vec::new()
    }

    /// Does what the reader asks for while they are shown.
    pub(super) fn update_rules(&mut self, action: Action, context: &Context<'_>) -> Vec<Request> {
        let Some(rules) = &mut self.rules else { return Vec::new() };
        let last = rules.all.len().saturating_sub(1);
        let next = match action {
            Action::Down if !(rules.is_open && self.sheet.act(action)) => rules.chosen + 1,
            Action::Up if !(rules.is_open && self.sheet.act(action)) => {
                rules.chosen.saturating_sub(1)
            }
            Action::Top => 0,
            Action::Bottom => last,
            Action::Submit => {
                rules.is_open = !rules.is_open;
                rules.chosen
            }
            Action::Close => return self.toggle_rules(context),
            Action::Down | Action::Up => return Vec::new(),
            action => {
                self.sheet.act(action);
                return Vec::new();
            }
        };
        self.choose_rule(next.min(last), context)
    }

    /// A click on one of them.
    pub(super) fn click_rule(&mut self, place: usize, context: &Context<'_>) -> Vec<Request> {
        match self.rules.as_ref().is_some_and(|rules| rules.chosen == place) {
            true => self.update_rules(Action::Submit, context),
            false => self.choose_rule(place, context),
        }
    }

    fn choose_rule(&mut self, place: usize, context: &Context<'_>) -> Vec<Request> {
        self.laid_out = None;
        let Some(rules) = &mut self.rules else { return Vec::new() };
        rules.is_open &= rules.chosen == place;
        rules.chosen = place;
        let Some(span) = rules.places().first().copied() else { return Vec::new() };
        let found = instruction_at(context, span).map(Request::Select);
        found.into_iter().chain([Request::Reveal(span)]).collect()
    }

    /// Writes them.
    pub(super) fn write_rules(
        &self,
        paper: &mut Paper<'_>,
        rules: &Rules,
        context: &Context<'_>,
    ) -> Option<(usize, usize)> {
        let title = match rules.all.len() {
            1 => "1 check says nothing here".to_owned(),
            count => format!("{count} checks say nothing here"),
        };
        paper.words(Role::Heading, &title, &Prefix::default());
        let back =
            [(&*key_of(Action::ToggleRules), "the findings", Target::Do(Action::ToggleRules))];
        paper.buttons(&back, 0);
        let (mut chosen, mut before) = (None, None);
        for (place, quiet) in rules.all.iter().enumerate() {
            let (order, heading) = group(&quiet.why);
            if before.replace(order) != Some(order) {
                paper.blank();
                let count = rules.all.iter().filter(|it| group(&it.why).0 == order).count();
                paper.words(Role::Strong, &format!("{heading} ({count})"), &Prefix::default());
            }
            let first = paper.rows.len();
            write_rule(paper, context, quiet, place == rules.chosen);
            let last = paper.rows.len();
            paper.aim(first..last, &Target::Answer(place));
            if place == rules.chosen {
                chosen = Some((first, last - 1));
                if rules.is_open {
                    super::write::write_rule_page(paper, quiet.rule);
                }
            }
        }
        chosen
    }
}

fn write_rule(paper: &mut Paper<'_>, context: &Context<'_>, quiet: &Quiet, is_chosen: bool) {
    let role = if is_chosen { Role::BorderActive } else { Role::Text };
    let bar = (if is_chosen { "▌ " } else { "  " }.to_owned(), paper.role(role));
    let head = vec![
        bar.clone(),
        (quiet.rule.slug.to_owned(), paper.role(Role::Strong)),
        (format!(" · {}", quiet.rule.category.name()), paper.role(Role::Muted)),
    ];
    paper.row(head);
    if is_chosen {
        let prefix = Prefix { first: vec![bar.clone()], rest: vec![bar] };
        paper.words(Role::Text, &format!("{}.", quiet.rule.title().trim_end_matches('.')), &prefix);
        paper.words(Role::Muted, &reason(context, &quiet.why), &prefix);
        if let Some(words) = about_masks(context, quiet) {
            paper.words(Role::Muted, words, &prefix);
        }
    }
}
