//! What holds for the Dockerfile and the ignore file themselves: which list is
//! read, and that both reach the builder whatever a list says (moby/buildkit
//! 73ed6825c, `frontend/dockerui/config.go` and `client/llb`: they are sources
//! of their own beside the context).

use super::outcome::Outcome;
use super::{Maker, beliefs};
use crate::context::{EntryKind, NodeId, Snapshot, Taker};
use crate::doc::Text;
use crate::dockerfile::Instruction;
use crate::quiz::generate::candidate::{Answer, Candidate, Lead, Mistake, shown};

/// The list at the root of the context.
const COMMON: &str = ".dockerignore";

const HINT: &str = "A list can carry the Dockerfile's name. A list without it counts in one place \
                    alone.";

/// The lists that there may be for a Dockerfile in the context.
struct Lists {
    /// The one that carries its name.
    own: String,
    /// The one that lies beside it without its name; `None` at the root.
    beside: Option<String>,
}

impl Lists {
    fn of(dockerfile: &str) -> Self {
        let beside = dockerfile.rsplit_once('/').map(|(folder, _)| format!("{folder}/{COMMON}"));
        Self { own: format!("{dockerfile}{COMMON}"), beside }
    }
}

fn is_there(snapshot: &Snapshot, path: &str) -> bool {
    snapshot.find(path).is_some_and(|id| snapshot[id].kind == EntryKind::File)
}

/// Whether the builder reads this path itself.
pub(super) fn is_read_by_builder(snapshot: &Snapshot, path: &str) -> bool {
    let Some(dockerfile) = snapshot.dockerfile.as_deref() else {
        return snapshot.ignore.name.as_deref() == Some(path);
    };
    path == dockerfile || list_read(snapshot).is_some_and(|list| list == path)
}

/// The path of the list that is read.
fn list_read(snapshot: &Snapshot) -> Option<String> {
    match snapshot.ignore.name.as_deref()? {
        COMMON => Some(COMMON.to_owned()),
        _ => snapshot.dockerfile.as_deref().map(|dockerfile| Lists::of(dockerfile).own),
    }
}

impl Maker<'_> {
    /// What becomes of a file that the builder reads itself while the list leaves
    /// it out; `None` where nothing does, or where no line takes all that is sent.
    pub(super) fn left_out_but_read(&self, id: NodeId, path: &str) -> Option<Candidate> {
        let node = &self.snapshot[id];
        let place = node.decision.decided_by.filter(|_| !node.sent)?;
        let (taker, instruction) = self.asking(path, id)?;
        let takes_all = taker.sources.iter().any(|source| source.shown() == ".");
        // A line that names it finds nothing, and the build does fail.
        if !takes_all || taker.sources.iter().any(|source| source.shown() == path) {
            return None;
        }
        let mistakes = vec![
            Mistake::new(self.answer(Outcome::Missing(place)), &beliefs::BUILDER_IS_LEFT_WITHOUT),
            Mistake::new(self.answer(Outcome::NeededAndTaken), &beliefs::WHAT_IT_READS_IS_COPIED),
        ];
        let (line, pattern) = self.pattern(place);
        let why = Text::from(format!("Line {line} of the list, "))
            .code(pattern)
            .plain(", is the last one that matches its path, so no line of the Dockerfile can ")
            .plain(
                "take it. The builder is handed the Dockerfile and the list apart from the rest.",
            );
        Some(Candidate {
            key: format!("read {path}"),
            about: Some(instruction.span),
            prompt: super::prompt(path, taker),
            right: self.answer(Outcome::ReadAlone(place)),
            mistakes,
            neighbours: Vec::new(),
            proof: vec![instruction.span],
            lead: Lead::Ask,
            note: None,
            hint: "The builder needs it. Do the lines of the file?",
            why,
        })
    }

    /// Which list is read; `None` where there is nothing to take for another.
    pub(super) fn which_list(&self) -> Option<Candidate> {
        let snapshot = self.snapshot;
        let dockerfile = snapshot.dockerfile.as_deref()?;
        let lists = Lists::of(dockerfile);
        let right = list_read(snapshot);
        let has_own = is_there(snapshot, &lists.own);
        // One that is there and cannot be read is another story.
        if has_own && right.as_ref() != Some(&lists.own) {
            return None;
        }
        let has_common = is_there(snapshot, COMMON);
        let beside = lists.beside.as_deref().filter(|path| is_there(snapshot, path));
        let mut mistakes = Vec::new();
        mistakes.extend(beside.map(|path| Mistake::new(Answer::code(path), &beliefs::LIST_BESIDE)));
        if has_own && has_common {
            mistakes.push(Mistake::new(Answer::code(COMMON), &beliefs::COMMON_LIST_ALWAYS));
        }
        if mistakes.is_empty() {
            return None;
        }
        let all = Answer::words("all lists that there are, one after the other");
        mistakes.push(Mistake::new(all, &beliefs::LISTS_ADD_UP));
        let none = || Answer::words("none: everything is sent");
        let mut neighbours = vec![Mistake::new(none(), &beliefs::NO_LIST)];
        let absent = [(has_own, lists.own.as_str()), (has_common, COMMON)];
        let absent = absent.into_iter().filter(|(is_there, _)| !is_there);
        neighbours.extend(
            absent.map(|(_, path)| Mistake::new(Answer::code(path), &beliefs::LIST_IS_NOT_THERE)),
        );
        let instruction = self.first_taker()?;
        let name = shown(dockerfile);
        Some(Candidate {
            key: "which list".to_owned(),
            about: None,
            prompt: Text::from("Which list decides what a build of ").code(name).plain(" is sent?"),
            why: why_list(right.as_deref(), &lists),
            right: right.map_or_else(none, |path| Answer::code(&path)),
            mistakes,
            neighbours,
            proof: vec![instruction.span],
            lead: Lead::Ask,
            note: None,
            hint: HINT,
        })
    }

    /// The first instruction of the target that takes something from the folder.
    fn first_taker(&self) -> Option<&Instruction> {
        let taker: &Taker = self.usage.takers.iter().find(|taker| taker.in_target)?;
        self.scene.file.instructions.iter().find(|it| it.lines.first == taker.line)
    }
}

fn why_list(right: Option<&str>, lists: &Lists) -> Text {
    match right {
        Some(path) if path == lists.own => Text::new()
            .code(shown(path))
            .plain(" carries the Dockerfile's name and lies beside it, so it alone is read."),
        Some(path) => Text::from("No list carries the Dockerfile's name, so ")
            .code(shown(path))
            .plain(" at the root of the context is read."),
        None => Text::from(
            "No list carries the Dockerfile's name, and none lies at the root of the context. So \
             nothing is left out.",
        ),
    }
}
