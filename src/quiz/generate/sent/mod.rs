//! `sent`: whether a file of the reader's folder is sent, and by which line of
//! the ignore file.

mod beliefs;
mod lists;
mod models;
mod outcome;

use std::collections::{BTreeMap, HashSet};

use super::candidate::{Answer, Candidate, Lead, Mistake, shown};
use super::scene::Scene;
use super::{Generated, NotAsked, Request};
use crate::context::{EntryKind, IgnoreFile, NodeId, PatternPlace, Snapshot, Taker, Usage};
use crate::doc::Text;
use crate::dockerfile::Instruction;
use crate::explain::mask::mask_text;
use crate::quiz::question_seed;
use models::Models;
use outcome::Outcome;

/// At most so many paths of each kind are looked at.
const MOST_LOOKED_AT: usize = 400;

const HINT: &str = "A pattern is compared with the whole path, from the root of the context. \
                    The last line that matches decides.";

pub(super) fn questions(
    request: &Request<'_>,
    scene: &Scene<'_>,
    snapshot: Option<&Snapshot>,
) -> Result<Vec<Generated>, NotAsked> {
    let snapshot = snapshot
        .ok_or_else(|| NotAsked::because("no folder is known that goes with this Dockerfile"))?;
    if let Some(refused) = &snapshot.ignore.refused {
        let line = refused.line;
        let words = format!("line {line} of the ignore file is refused, so no build starts");
        return Err(NotAsked::because(words));
    }
    let analysis = scene.analysis;
    let usage = Usage::of(&analysis.file, &analysis.options, &analysis.build, snapshot);
    let maker = Maker { scene, snapshot, usage: &usage, models: Models::of(snapshot) };
    let paths = paths(request, snapshot)?;
    let mut why_not = NotAsked::because(match &request.ask.path {
        None => "no line of the target asks for a file of the folder".to_owned(),
        Some(path) => format!("no line of the target asks for a file named {}", shown(path)),
    });
    // One path of each kind: those that the beliefs decide alike ask the same.
    let mut kinds: BTreeMap<String, (u64, Candidate)> = BTreeMap::new();
    // The Dockerfile and the ignore file themselves, where nothing else is there.
    let mut of_builder: BTreeMap<String, (u64, Candidate)> = BTreeMap::new();
    let mut takes_out = false;
    for id in paths {
        let Some((candidate, path)) = maker.candidate(id) else { continue };
        takes_out |= !snapshot[id].sent;
        why_not = NotAsked::because(maker.all_alike(takes_out));
        // What every belief gets right tells nothing, unless the lesson wants it.
        if candidate.mistakes.is_empty() && request.ask.path.is_none() {
            continue;
        }
        let Some(candidate) = candidate.settled() else { continue };
        let rank = question_seed(request.seed, &path);
        let kinds = match lists::is_read_by_builder(snapshot, &path) {
            true => &mut of_builder,
            false => &mut kinds,
        };
        let other = kinds.get(&candidate.key);
        if other.is_none_or(|(lowest, _)| rank < *lowest) {
            kinds.insert(candidate.key.clone(), (rank, candidate));
        }
    }
    let kinds = if kinds.is_empty() { of_builder } else { kinds };
    let mut candidates: Vec<Candidate> =
        kinds.into_values().map(|(_, candidate)| candidate).collect();
    if request.ask.path.is_none() {
        candidates.extend(maker.which_list());
    }
    let mut questions = request.best(scene, candidates, why_not)?;
    if snapshot.ignore.file.patterns.is_empty() {
        // Where nothing is left out, a second question has the answer of the first.
        questions.truncate(1);
    }
    Ok(questions)
}

/// The files that are looked at: those that are asked for, else some of each kind.
fn paths(request: &Request<'_>, snapshot: &Snapshot) -> Result<Vec<NodeId>, NotAsked> {
    let files = || snapshot.ids().filter(|id| snapshot[*id].kind == EntryKind::File);
    if let Some(path) = &request.ask.path {
        let asked = IgnoreFile::of_patterns(std::slice::from_ref(path)).unwrap_or_default();
        let fits = |id: &NodeId| {
            asked.judge_path(&snapshot.path(*id)).is_ok_and(|decision| decision.ignored)
        };
        let found: Vec<NodeId> = files().filter(fits).take(MOST_LOOKED_AT).collect();
        if found.is_empty() {
            let path = shown(path);
            return Err(NotAsked::because(format!("the folder holds no file {path}")));
        }
        return Ok(found);
    }
    let is_hidden = |id: &NodeId| models::is_hidden(snapshot, *id);
    let is_decided = |id: &NodeId| snapshot[*id].decision.decided_by.is_some();
    // Of files of one ending in one folder, one stands for all that one line decides.
    let mut alike = HashSet::new();
    let single: Vec<NodeId> = files()
        .filter(|id| {
            let node = &snapshot[*id];
            let ending = node.name.rsplit_once('.').map_or("", |(_, ending)| ending);
            let is_dotted = node.name.starts_with('.');
            alike.insert((node.parent, ending, is_dotted, node.decision.decided_by))
        })
        .collect();
    let (decided, others): (Vec<_>, Vec<_>) = single.into_iter().partition(is_decided);
    let (hidden, plain): (Vec<_>, Vec<_>) = others.into_iter().partition(is_hidden);
    Ok([decided, hidden, plain].into_iter().flat_map(some).collect())
}

/// Some of them, spread evenly.
fn some(all: Vec<NodeId>) -> Vec<NodeId> {
    let stride = all.len().div_ceil(MOST_LOOKED_AT).max(1);
    all.into_iter().step_by(stride).collect()
}

struct Maker<'a> {
    scene: &'a Scene<'a>,
    snapshot: &'a Snapshot,
    usage: &'a Usage,
    models: Models<'a>,
}

impl Maker<'_> {
    /// What could be asked about a file, with its path; `None` where no line
    /// of the target asks for it.
    fn candidate(&self, id: NodeId) -> Option<(Candidate, String)> {
        let path = self.snapshot.path(id);
        if lists::is_read_by_builder(self.snapshot, &path) {
            return Some((self.left_out_but_read(id, &path)?, path));
        }
        let (taker, instruction) = self.asking(&path, id)?;
        let right = Outcome::of(self.snapshot, id);
        let mut found = self.models.mistakes(id, &path, right, taker);
        found.retain(|(outcome, _)| *outcome != right);
        let mistakes: Vec<Mistake> = found
            .into_iter()
            .map(|(outcome, belief)| Mistake::new(self.answer(outcome), belief))
            .collect();
        let claims: Vec<&str> = mistakes.iter().map(|mistake| mistake.belief.claim).collect();
        let key = format!("{right:?} {}", claims.join(" "));
        let candidate = Candidate {
            key,
            about: Some(instruction.span),
            prompt: prompt(&path, taker),
            right: self.answer(right),
            mistakes,
            neighbours: self.neighbours(right, &path),
            proof: vec![instruction.span],
            lead: Lead::Ask,
            note: None,
            hint: HINT,
            why: self.why(right, id),
        };
        Some((candidate, path))
    }

    /// The first instruction of the target that names the file or a folder above it.
    fn asking(&self, path: &str, id: NodeId) -> Option<(&Taker, &Instruction)> {
        let takes = self.usage.takers_of(self.snapshot, id);
        for place in self.usage.asked_by(path) {
            let taker = &self.usage.takers[place.index()];
            let is_sure = !self.snapshot[id].sent || takes.contains(&place);
            let mut all = self.scene.file.instructions.iter();
            let instruction = all.find(|it| it.lines.first == taker.line);
            if let Some(instruction) = instruction.filter(|_| taker.in_target && is_sure) {
                return Some((taker, instruction));
            }
        }
        None
    }

    /// Why there is nothing to ask about the files that the target asks for: whether
    /// one of them is taken out, every way to read the list tells the same of each.
    fn all_alike(&self, takes_out: bool) -> String {
        match (&self.snapshot.ignore.name, takes_out) {
            (None, _) => {
                "this folder has no `.dockerignore`, so no file is left out that a `COPY` asks for"
                    .to_owned()
            }
            (Some(name), false) => {
                let name = shown(name);
                format!("no line of {name} takes out a file which the target asks for")
            }
            (Some(name), true) => {
                let name = shown(name);
                format!(
                    "every way to read {name} takes out the same files that the target asks for"
                )
            }
        }
    }

    fn pattern(&self, place: PatternPlace) -> (String, String) {
        let pattern = self.snapshot.ignore.file.pattern(place);
        let line = pattern.map(|pattern| pattern.line.to_string()).unwrap_or_default();
        let text = pattern.map(|pattern| shown(&mask_text(&pattern.text)));
        (line, text.unwrap_or_default())
    }

    /// What the ignore file is called.
    fn list(&self) -> String {
        self.snapshot.ignore.name.as_deref().map_or_else(|| "the list".to_owned(), shown)
    }

    fn answer(&self, outcome: Outcome) -> Answer {
        let by = |start: &str, place, end: &str| {
            let (line, pattern) = self.pattern(place);
            let list = self.list();
            Text::from(format!("{start}: line {line} of {list}, ")).code(pattern).plain(end)
        };
        let text = match outcome {
            Outcome::Sent(None) => Text::from("It is sent: no line leaves it out"),
            Outcome::Sent(Some(place)) => by("It is sent", place, ", brings it back"),
            Outcome::LeftOut(place) => by("It is not sent", place, ", leaves it out"),
            Outcome::Named(line) => {
                Text::from(format!("It is sent: line {line} of the Dockerfile names it"))
            }
            Outcome::ReadAlone(place) => {
                by("Only the builder reads it", place, ", keeps it from being copied")
            }
            Outcome::Missing(place) => by("The build fails", place, ", keeps it from the builder"),
            Outcome::NeededAndTaken => {
                Text::from("It is sent and taken: the builder needs it anyway")
            }
            Outcome::Hidden => Text::from("It is not sent: hidden files stay behind"),
            Outcome::Secret => Text::from("It is not sent: files with passwords stay behind"),
            Outcome::History => {
                Text::from("It is not sent: what belongs to version control stays behind")
            }
        };
        Answer { key: text.words(), text }
    }

    /// Other lines of the ignore file, and the other verdict.
    fn neighbours(&self, right: Outcome, path: &str) -> Vec<Mistake> {
        let mut list = Vec::new();
        if right != Outcome::Sent(None) {
            list.push(Mistake::new(self.answer(Outcome::Sent(None)), &beliefs::NO_LINE_MATCHES));
        }
        let patterns = &self.snapshot.ignore.file.patterns;
        for (place, pattern) in (0..).map(PatternPlace).zip(patterns) {
            if !pattern.brings_back {
                let answer = self.answer(Outcome::LeftOut(place));
                let belief = match matches(&pattern.text, path) {
                    true => &beliefs::PATTERN_IS_NOT_THE_LAST,
                    false => &beliefs::PATTERN_DOES_NOT_MATCH,
                };
                list.push(Mistake::new(answer, belief));
            }
        }
        list
    }

    fn why(&self, right: Outcome, id: NodeId) -> Text {
        let name = match &self.snapshot.ignore.name {
            Some(name) => shown(name),
            None => return Text::from("There is no ignore file, so nothing is left out."),
        };
        let place = match right {
            Outcome::Sent(Some(place)) | Outcome::LeftOut(place) => place,
            _ => {
                return Text::from("No line of ")
                    .code(name)
                    .plain(" matches its path, and a line of the Dockerfile asks for it.");
            }
        };
        let (line, pattern) = self.pattern(place);
        let parent = self.snapshot[id].parent;
        let by_folder = self.snapshot[parent].decision.decided_by == Some(place);
        let what = if by_folder { "the folder that it lies in" } else { "its path" };
        Text::from(format!("Decided by line {line} of "))
            .code(name)
            .plain(", ")
            .code(pattern)
            .plain(format!(": it is the last one there that matches {what}."))
    }
}

/// Whether a pattern, alone, matches the path or a folder above it.
fn matches(pattern: &str, path: &str) -> bool {
    let alone = IgnoreFile::of_patterns(&[pattern.to_owned()]).unwrap_or_default();
    alone.judge_path(path).is_ok_and(|decision| decision.ignored)
}

fn prompt(path: &str, taker: &Taker) -> Text {
    let is_alone = taker.sources.len() == 1 && taker.sources[0].shown() == path;
    let more = if is_alone { ". Is it sent?" } else { " among others. Is it sent?" };
    Text::from("This line asks for ").code(shown(&mask_text(path))).plain(more)
}
