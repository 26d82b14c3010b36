//! What would become of a file if a wrong belief about ignore files were true.

use super::beliefs;
use super::outcome::Outcome;
use crate::context::{IgnoreFile, NodeId, PatternPlace, Snapshot, Taker};
use crate::quiz::generate::Belief;

/// The ignore file as wrong beliefs read it. Each has the patterns of the real
/// one, some of them changed, and says which of the real ones each stands for.
pub(super) struct Models<'a> {
    snapshot: &'a Snapshot,
    /// A name alone matches in every folder, as in a `.gitignore`.
    anywhere: Model,
    /// The first line that matches decides.
    first: Model,
    /// Lines with `!` always win.
    exceptions_win: Model,
    /// `*` goes on across slashes.
    across: Model,
}

struct Model {
    file: IgnoreFile,
    places: Vec<PatternPlace>,
}

impl Model {
    fn of(patterns: Vec<(PatternPlace, String)>) -> Self {
        let (places, texts): (Vec<_>, Vec<_>) = patterns.into_iter().unzip();
        // A changed pattern that cannot be read leads nowhere: then nothing matches.
        Self { file: IgnoreFile::of_patterns(&texts).unwrap_or_default(), places }
    }

    fn outcome(&self, path: &str) -> Option<Outcome> {
        let decision = self.file.judge_path(path).ok()?;
        let by = decision.decided_by.and_then(|place| self.places.get(place.0 as usize));
        Some(Outcome::decided(decision.ignored, by.copied()))
    }
}

impl<'a> Models<'a> {
    pub(super) fn of(snapshot: &'a Snapshot) -> Self {
        let patterns = (0..).map(PatternPlace).zip(&snapshot.ignore.file.patterns);
        let listed: Vec<(PatternPlace, String)> =
            patterns.map(|(place, pattern)| (place, pattern.text.clone())).collect();
        let changed = |change: fn(&str) -> String| {
            let change = |(place, text): &(PatternPlace, String)| (*place, change(text));
            Model::of(listed.iter().map(change).collect())
        };
        let is_exception = |(_, text): &(PatternPlace, String)| text.starts_with('!');
        let (exceptions, others) = listed.iter().cloned().partition::<Vec<_>, _>(is_exception);
        Self {
            snapshot,
            anywhere: changed(anywhere),
            first: Model::of(listed.iter().rev().cloned().collect()),
            exceptions_win: Model::of(others.into_iter().chain(exceptions).collect()),
            across: changed(across),
        }
    }

    /// Where the beliefs lead, the most telling first; those that lead to the
    /// truth are among them.
    pub(super) fn mistakes(
        &self,
        id: NodeId,
        path: &str,
        right: Outcome,
        taker: &Taker,
    ) -> Vec<(Outcome, &'static Belief)> {
        let is_sent = matches!(right, Outcome::Sent(_));
        let name = &self.snapshot[id].name;
        let names = taker.sources.iter().any(|source| source.shown() != ".");
        let found = [
            (self.anywhere.outcome(path), &beliefs::PATTERNS_MATCH_ANYWHERE),
            (self.stays_left_out(id), &beliefs::NOTHING_COMES_BACK),
            (self.first.outcome(path), &beliefs::FIRST_PATTERN_DECIDES),
            (self.exceptions_win.outcome(path), &beliefs::EXCEPTIONS_ALWAYS_WIN),
            ((!is_sent && names).then_some(Outcome::Named(taker.line)), &beliefs::ONLY_FOR_DOTS),
            (self.across.outcome(path), &beliefs::STARS_CROSS_FOLDERS),
            (self.folder_alone(id, right), &beliefs::A_FOLDER_ALONE),
            ((is_sent && is_history(path)).then_some(Outcome::History), &beliefs::HISTORY_STAYS),
            ((is_sent && is_secret(name)).then_some(Outcome::Secret), &beliefs::SECRETS_STAY),
            (
                (is_sent && is_hidden(self.snapshot, id)).then_some(Outcome::Hidden),
                &beliefs::HIDDEN_STAYS,
            ),
        ];
        found.into_iter().filter_map(|(outcome, belief)| Some((outcome?, belief))).collect()
    }

    /// A file in a folder that is left out stays out, as git has it.
    fn stays_left_out(&self, id: NodeId) -> Option<Outcome> {
        let mut above: Vec<NodeId> = self.snapshot.upwards(id).skip(1).collect();
        above.reverse();
        let out = above.into_iter().find(|folder| self.snapshot[*folder].decision.ignored)?;
        Some(Outcome::LeftOut(self.snapshot[out].decision.decided_by?))
    }

    /// A pattern that matches a folder says nothing of what lies in it.
    fn folder_alone(&self, id: NodeId, right: Outcome) -> Option<Outcome> {
        let Outcome::LeftOut(place) = right else { return None };
        let parent = self.snapshot[id].parent;
        let by_folder = self.snapshot[parent].decision.decided_by == Some(place);
        by_folder.then_some(Outcome::Sent(None))
    }
}

/// `*.pyc` as `**/*.pyc`: a pattern without a slash in every folder.
fn anywhere(pattern: &str) -> String {
    let (mark, body) = split(pattern);
    if body.contains('/') { pattern.to_owned() } else { format!("{mark}**/{body}") }
}

/// `docs/*.md` as `docs/**/*.md`: a star across folders.
fn across(pattern: &str) -> String {
    let (mark, body) = split(pattern);
    let parts: Vec<&str> = body.split('/').collect();
    let is_star = |part: &str| part.contains('*') && part != "**";
    let wide = parts.iter().map(|part| match is_star(part) {
        true => format!("**/{part}"),
        false => (*part).to_owned(),
    });
    format!("{mark}{}", wide.collect::<Vec<_>>().join("/"))
}

fn split(pattern: &str) -> (&str, &str) {
    match pattern.strip_prefix('!') {
        Some(body) => ("!", body),
        None => ("", pattern),
    }
}

/// Whether it, or a folder that it lies in, has a name that begins with a dot.
pub(super) fn is_hidden(snapshot: &Snapshot, id: NodeId) -> bool {
    snapshot.upwards(id).any(|id| snapshot[id].name.starts_with('.'))
}

fn is_secret(name: &str) -> bool {
    name == ".env" || name.starts_with(".env.") || name.starts_with("id_rsa")
}

fn is_history(path: &str) -> bool {
    path.split('/').any(|part| [".git", ".hg", ".svn"].contains(&part))
}
