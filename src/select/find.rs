//! Which instructions a selector chooses.
//!
//! Everything here is linear in the number of instructions: `:before` and
//! `:after` look at the first and the last match of each stage, not at pairs.

use crate::arrange::Arrange as _;
use crate::checks;
use crate::dockerfile::{Arguments, Instruction, Keyword, Pair};
use crate::source::Source;

use super::matching::{Answer, Budget, passes};
use super::pattern::{Pattern, Step};
use super::reach::Reach;
use super::stages::{Belongs, Stages};
use super::world::World;

/// How many stages that build on each other `:effective` follows; real files have under ten.
const LONGEST_CHAIN: usize = 100;

/// An instruction that is chosen, surely or perhaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// Place in the file's instructions.
    pub(super) index: usize,
    /// Whether the file alone decides it.
    pub(super) sure: bool,
}

/// What a selector chooses, in the file's order.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    pub(super) list: Vec<Hit>,
    /// Why some are not sure, or why there may be more.
    pub(super) reason: Option<String>,
}

impl Hits {
    pub(super) fn sure(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.list.iter().filter(|hit| hit.sure).map(|hit| hit.index)
    }

    /// All of them, the doubtful ones included.
    pub(super) fn possible(&self) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.list.iter().map(|hit| hit.index)
    }

    pub(super) fn reason(&self) -> String {
        self.reason.clone().unwrap_or_else(|| "the file does not tell".to_owned())
    }

    /// Keeps what passes; what may pass stays as not sure.
    fn keep(&mut self, mut answer: impl FnMut(usize) -> Answer) {
        let reason = &mut self.reason;
        self.list.retain_mut(|hit| match answer(hit.index) {
            Answer::Yes => true,
            Answer::No => false,
            Answer::Unknown(why) => {
                hit.sure = false;
                reason.get_or_insert(why);
                true
            }
        });
    }

    /// Keeps up to and with the first sure one; doubtful ones before it make it doubtful.
    fn keep_nth(&mut self, place: usize) {
        let doubt = self.list.iter().any(|hit| !hit.sure);
        if !doubt {
            let nth = self.list.get(place - 1).copied();
            self.list.clear();
            self.list.extend(nth);
            return;
        }
        // The n-th of all is the earliest that it can be, the n-th of the sure ones the latest.
        let earliest = place - 1;
        let latest = self
            .list
            .iter()
            .enumerate()
            .filter(|(_, hit)| hit.sure)
            .nth(place - 1)
            .map_or(self.list.len(), |(at, _)| at + 1);
        self.list = self.list.get(earliest..latest).unwrap_or_default().to_vec();
        if self.list.len() > 1 || latest != earliest + 1 {
            self.list.iter_mut().for_each(|hit| hit.sure = false);
        }
    }
}

/// What one of the selectors chooses.
pub(super) fn find(patterns: &[Pattern], world: &World<'_>) -> Hits {
    let mut all = Hits::default();
    for pattern in patterns {
        let hits = find_one(pattern, world);
        all.list.extend(hits.list);
        all.reason = all.reason.or(hits.reason);
    }
    // Sure ones first, so that they win over doubtful ones of the same place.
    all.list.arrange_by_key(|hit| (hit.index, !hit.sure));
    all.list.dedup_by_key(|hit| hit.index);
    all
}

/// What a selector without commas chooses.
pub(super) fn find_one(pattern: &Pattern, world: &World<'_>) -> Hits {
    let stages = Stages::of(world);
    let inherits = pattern.steps.iter().any(|step| matches!(step, Step::Effective));
    let chosen = pattern.stage.as_ref().map(|filter| stages.select(filter, world));
    let wanted = chosen.clone().map(|mut wanted| {
        if inherits {
            add_ancestors(&mut wanted, &stages);
        }
        wanted
    });
    let mut hits = candidates(pattern, wanted.as_deref(), world);
    for step in &pattern.steps {
        apply(step, &mut hits, chosen.as_deref(), &stages, world);
    }
    hits
}

fn candidates(pattern: &Pattern, wanted: Option<&[Belongs]>, world: &World<'_>) -> Hits {
    let mut hits = Hits::default();
    for (index, instruction) in world.file.instructions.iter().enumerate() {
        if pattern.keyword.is_some() && instruction.keyword != pattern.keyword {
            continue;
        }
        let stage = instruction.stage.map(|stage| stage.0 as usize);
        let belongs = match (wanted, stage) {
            (None, _) => Belongs::Yes,
            (Some(_), None) => Belongs::No,
            (Some(wanted), Some(stage)) => wanted.get(stage).copied().unwrap_or(Belongs::No),
        };
        match belongs {
            Belongs::No => {}
            Belongs::Yes => hits.list.push(Hit { index, sure: true }),
            Belongs::Unknown => {
                hits.list.push(Hit { index, sure: false });
                hits.reason.get_or_insert_with(|| {
                    "the stage's base is named by a variable, whose value is set when the image is built"
                        .to_owned()
                });
            }
        }
    }
    hits
}

/// Stages that a chosen one builds on are looked at too.
fn add_ancestors(wanted: &mut [Belongs], stages: &Stages) {
    for stage in (0..wanted.len()).rev() {
        if let (Belongs::Yes | Belongs::Unknown, Some(parent)) =
            (wanted[stage], stages.parent(stage))
            && wanted[parent] != Belongs::Yes
        {
            wanted[parent] = wanted[stage];
        }
    }
}

fn apply(
    step: &Step,
    hits: &mut Hits,
    chosen: Option<&[Belongs]>,
    stages: &Stages,
    world: &World<'_>,
) {
    let file = world.file;
    match step {
        Step::Filter(filter) => {
            let budget = Budget::new();
            hits.keep(|index| passes(file, stages, &file.instructions[index], filter, &budget));
        }
        Step::First => hits.keep_nth(1),
        Step::Nth(place) => hits.keep_nth(*place),
        Step::Last => {
            hits.list.reverse();
            hits.keep_nth(1);
            hits.list.reverse();
        }
        Step::Not(inner) => {
            let inner = find(inner, world);
            hits.keep(|index| match inner.list.binary_search_by_key(&index, |hit| hit.index) {
                Err(_) => Answer::Yes,
                Ok(at) if inner.list[at].sure => Answer::No,
                Ok(_) => Answer::Unknown(inner.reason()),
            });
        }
        Step::Before(inner) => relative(hits, &find(inner, world), stages, world, Reach::later),
        Step::After(inner) => relative(hits, &find(inner, world), stages, world, Reach::earlier),
        Step::Effective => {
            let effective = effective(chosen, stages, world);
            hits.keep(|index| if effective.contains(&index) { Answer::Yes } else { Answer::No });
        }
        Step::Rule(rule) => keep_found(rule, hits, world),
    }
}

/// Keeps the instructions in which a check finds something.
fn keep_found(rule: &str, hits: &mut Hits, world: &World<'_>) {
    let rules = checks::called(rule);
    let Some(analysis) = world.analysis else {
        return hits.keep(|_| {
            Answer::Unknown("what a build of the file does was not worked out".to_owned())
        });
    };
    if rules.is_empty() {
        let rule: String = rule.chars().take(40).collect();
        return hits.keep(|_| Answer::Unknown(format!("no check is called {rule}")));
    }
    let findings = checks::find(&rules, analysis);
    let in_order = |is_sure: bool| {
        let own = findings.iter().filter(move |it| it.depends_on.is_none() == is_sure);
        let mut starts: Vec<u32> = own.map(|finding| finding.span.start).collect();
        starts.sort_unstable();
        starts
    };
    let (sure, perhaps) = (in_order(true), in_order(false));
    let reason = findings.iter().find_map(|finding| finding.depends_on.clone());
    hits.keep(|index| {
        let span = world.file.instructions[index].span;
        let lies_in = |starts: &[u32]| {
            let first = starts.partition_point(|start| *start < span.start);
            starts.get(first).is_some_and(|start| *start <= span.end)
        };
        match (lies_in(&sure), lies_in(&perhaps)) {
            (true, _) => Answer::Yes,
            (false, true) => Answer::Unknown(reason.clone().unwrap_or_default()),
            (false, false) => Answer::No,
        }
    });
}

/// Keeps what stands on the asked side of one of the others.
fn relative(
    hits: &mut Hits,
    others: &Hits,
    stages: &Stages,
    world: &World<'_>,
    stands: fn(&Reach, &World<'_>, usize) -> bool,
) {
    let sure = Reach::of(others.sure(), stages, world);
    let possible = Reach::of(others.possible(), stages, world);
    hits.keep(|index| {
        if stands(&sure, world, index) {
            Answer::Yes
        } else if stands(&possible, world, index) {
            Answer::Unknown(others.reason())
        } else {
            Answer::No
        }
    });
}

/// The instructions that nothing later of their kind replaces, in the chosen
/// stages; a stage without one of its own takes it from the stage that it builds on.
fn effective(
    chosen: Option<&[Belongs]>,
    stages: &Stages,
    world: &World<'_>,
) -> std::collections::HashSet<usize> {
    let mut found = std::collections::HashSet::new();
    let all = vec![Belongs::Yes; stages.count()];
    let chosen = chosen.unwrap_or(&all);
    let mut replaced = Replaced::default();
    for (stage, belongs) in chosen.iter().enumerate() {
        if *belongs == Belongs::No {
            continue;
        }
        replaced.clear();
        let mut next = Some(stage);
        for _ in 0..LONGEST_CHAIN {
            let Some(stage) = next else { break };
            let range = world.file.stages[stage].instructions.clone();
            let range =
                range.start as usize..(range.end as usize).min(world.file.instructions.len());
            let mut sets_entrypoint = false;
            for index in range.rev() {
                let instruction = &world.file.instructions[index];
                sets_entrypoint |= instruction.keyword == Some(Keyword::Entrypoint);
                if replaced.takes_effect(instruction, &world.file.source) {
                    found.insert(index);
                }
            }
            if sets_entrypoint {
                // An ENTRYPOINT drops the CMD of the stage below.
                replaced.kinds.push(Keyword::Cmd);
            }
            // Without a stage prefix each stage answers for itself.
            next = if std::ptr::eq(chosen, all.as_slice()) { None } else { stages.parent(stage) };
        }
    }
    found
}

/// What later instructions have set already, walking from the end to the start.
#[derive(Default)]
struct Replaced {
    kinds: Vec<Keyword>,
    keys: std::collections::HashSet<(Keyword, String)>,
}

impl Replaced {
    fn clear(&mut self) {
        self.kinds.clear();
        self.keys.clear();
    }

    /// Whether an instruction still has a say, given those behind it.
    fn takes_effect(&mut self, instruction: &Instruction, source: &Source) -> bool {
        let Some(keyword) = instruction.keyword else { return false };
        match keyword {
            Keyword::Cmd
            | Keyword::Entrypoint
            | Keyword::Healthcheck
            | Keyword::Maintainer
            | Keyword::Shell
            | Keyword::Stopsignal
            | Keyword::User
            | Keyword::Workdir => {
                let first = !self.kinds.contains(&keyword);
                if first {
                    self.kinds.push(keyword);
                }
                first
            }
            Keyword::Env | Keyword::Label | Keyword::Arg => match &instruction.arguments {
                Arguments::Pairs(pairs) => self.any_key_is_new(keyword, pairs, source),
                _ => true,
            },
            _ => true,
        }
    }

    fn any_key_is_new(&mut self, keyword: Keyword, pairs: &[Pair], source: &Source) -> bool {
        let mut new = false;
        for pair in pairs.iter().rev() {
            new |= self.keys.insert((keyword, pair.key.value(source).to_owned()));
        }
        new
    }
}
