//! What explanations ask of a file as a whole: instructions by kind, stages by name,
//! who declares a variable, who uses a stage, which problem belongs where.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::inherit::DeclaredAt;
use super::uses::UseAt;
use crate::arrange::Arrange as _;
use crate::doc::Text;
use crate::dockerfile::{
    Arguments, Dockerfile, Flag, From, Instruction, Keyword, Problem, Stage, StageId, Word,
};
use crate::knowledge::Knowledge;
use crate::source::Span;

/// Places in one text, each list made when it is first asked for and then kept. With it,
/// explaining one instruction costs the same in a file of any length. Holds nothing of the
/// file but numbers and phrases, so that it can be kept beside the file; make a new one for another text. It also
/// brings what is known of commands, packages and names.
#[derive(Debug, Default)]
pub struct Index {
    knowledge: Knowledge,
    keywords: OnceCell<HashMap<Keyword, Vec<u32>>>,
    /// Stages with a name, by name and then by number.
    names: OnceCell<Vec<u32>>,
    pub(super) environment: OnceCell<Vec<DeclaredAt>>,
    pub(super) arguments: OnceCell<Vec<DeclaredAt>>,
    uses: OnceCell<Vec<StageUse>>,
    /// Problems of instructions, by instruction and then as the file has them.
    problems: OnceCell<Vec<u32>>,
    /// Variables that stages use, each once.
    used_in_stages: OnceCell<HashSet<Box<str>>>,
    /// Every reference to what an ENV or ARG of the file declares.
    pub(super) variable_uses: OnceCell<Vec<UseAt>>,
    /// What an instruction does with each of its references, by its place.
    pub(super) phrases: RefCell<HashMap<u32, Arc<[Text]>>>,
}

/// A file with its index.
#[derive(Clone, Copy)]
pub(super) struct Survey<'a> {
    pub(super) file: &'a Dockerfile,
    pub(super) index: &'a Index,
}

/// A place that uses a stage.
#[derive(Clone, Copy, Debug)]
pub(super) struct StageUse {
    pub(super) stage: StageId,
    pub(super) keyword: Keyword,
    pub(super) span: Span,
}

/// What a name in `--from` or FROM refers to.
#[derive(Clone, Copy)]
pub(super) enum Named<'a> {
    /// A stage that stands before.
    Stage(&'a Stage),
    /// The stage that the name stands in, or a later one: BuildKit refuses it.
    NotYet(&'a Stage),
    /// A number for which there is no stage.
    NoSuchNumber,
    /// No stage: an image or a named context.
    Outside,
}

impl Index {
    /// An index for explanations by these tables; the default one has ours alone.
    pub fn knowing(knowledge: &Knowledge) -> Self {
        Self { knowledge: knowledge.clone(), ..Self::default() }
    }
}

impl<'a> Survey<'a> {
    pub(super) fn new(file: &'a Dockerfile, index: &'a Index) -> Self {
        Self { file, index }
    }

    /// What is known of commands, packages and names.
    pub(super) fn knowledge(&self) -> &'a Knowledge {
        &self.index.knowledge
    }

    /// A word as BuildKit takes it.
    pub(super) fn word(&self, word: &'a Word) -> &'a str {
        word.value(&self.file.source)
    }

    /// A flag as BuildKit takes it: `--name=value`.
    pub(super) fn clean(&self, flag: &'a Flag) -> &'a str {
        flag.clean.as_deref().unwrap_or_else(|| self.file.source.slice(flag.span))
    }

    pub(super) fn instruction(&self, index: u32) -> Option<&'a Instruction> {
        self.file.instructions.get(index as usize)
    }

    pub(super) fn stage(&self, id: StageId) -> Option<&'a Stage> {
        self.file.stages.get(id.0 as usize)
    }

    /// The instructions of a kind, as places in the file, in order.
    pub(super) fn all(&self, keyword: Keyword) -> &'a [u32] {
        let map = self.index.keywords.get_or_init(|| {
            let mut map: HashMap<Keyword, Vec<u32>> = HashMap::new();
            for (index, instruction) in self.file.instructions.iter().enumerate() {
                if let Some(keyword) = instruction.keyword {
                    map.entry(keyword).or_default().push(index as u32);
                }
            }
            map
        });
        map.get(&keyword).map_or(&[], Vec::as_slice)
    }

    /// The instructions of a kind in a stage, as places in the file.
    pub(super) fn in_stage(&self, stage: &Stage, keyword: Keyword) -> &'a [u32] {
        let all = self.all(keyword);
        let first = all.partition_point(|index| *index < stage.instructions.start);
        let end = all.partition_point(|index| *index < stage.instructions.end);
        &all[first..end.max(first)]
    }

    /// The last instruction of a kind in the stage before `index`.
    pub(super) fn last_before(
        &self,
        stage: &Stage,
        keyword: Keyword,
        index: u32,
    ) -> Option<(u32, &'a Instruction)> {
        let list = self.in_stage(stage, keyword);
        let found = list[..list.partition_point(|at| *at < index)].last()?;
        Some((*found, self.instruction(*found)?))
    }

    /// The FROM of a stage.
    pub(super) fn start_of(&self, stage: &Stage) -> Option<&'a From> {
        match &self.instruction(stage.from.0)?.arguments {
            Arguments::From(from) => Some(from),
            _ => None,
        }
    }

    /// The image word of a stage's FROM.
    pub(super) fn image_of(&self, stage: &Stage) -> Option<&'a Word> {
        self.start_of(stage)?.image.as_ref()
    }

    /// The stage that a stage starts from.
    pub(super) fn base_of(&self, stage: &Stage) -> Option<&'a Stage> {
        match self.resolve_from(self.word(self.image_of(stage)?), stage.id) {
            Named::Stage(base) => Some(base),
            _ => None,
        }
    }

    /// The first stage of this name before `at`.
    pub(super) fn same_name_before(&self, name: &str, at: StageId) -> Option<&'a Stage> {
        let first = *self.stages_named(name).first()?;
        self.stage(StageId(first)).filter(|stage| stage.id < at)
    }

    fn stages_named(&self, name: &str) -> &'a [u32] {
        let name_of = |id: &u32| self.stage(StageId(*id)).and_then(|stage| stage.name.as_deref());
        let names = self.index.names.get_or_init(|| {
            let named = self.file.stages.iter().filter(|stage| stage.name.is_some());
            let mut ids: Vec<u32> = named.map(|stage| stage.id.0).collect();
            ids.arrange_by_key(name_of);
            ids
        });
        let first = names.partition_point(|id| name_of(id) < Some(name));
        let end = names.partition_point(|id| name_of(id) <= Some(name));
        &names[first..end]
    }

    /// What FROM's image means in the stage `at`: BuildKit compares it as written with
    /// the lower-case names of the stages before.
    pub(super) fn resolve_from(&self, name: &str, at: StageId) -> Named<'a> {
        let named = self.stages_named(name);
        let before = named[..named.partition_point(|stage| *stage < at.0)].last();
        match before.and_then(|stage| self.stage(StageId(*stage))) {
            Some(stage) => Named::Stage(stage),
            None => Named::Outside,
        }
    }

    /// What a `--from` of COPY means in the stage `at`: a number, or a name in any case.
    pub(super) fn resolve_copy(&self, name: &str, at: StageId) -> Named<'a> {
        match name.parse::<u32>() {
            Ok(number) => match self.stage(StageId(number)) {
                Some(stage) if stage.id < at => Named::Stage(stage),
                Some(stage) => Named::NotYet(stage),
                None => Named::NoSuchNumber,
            },
            Err(_) => self.resolve_mount(name, at),
        }
    }

    /// What a `from` of a mount means in the stage `at`: a name in any case, never a number.
    pub(super) fn resolve_mount(&self, name: &str, at: StageId) -> Named<'a> {
        let named = self.stages_named(&name.to_lowercase()).last();
        match named.and_then(|stage| self.stage(StageId(*stage))) {
            Some(stage) if stage.id < at => Named::Stage(stage),
            Some(stage) => Named::NotYet(stage),
            None => Named::Outside,
        }
    }

    /// Every place that uses a stage, in the file's order.
    pub(super) fn uses(&self, stage: StageId) -> &'a [StageUse] {
        let uses = self.index.uses.get_or_init(|| {
            let mut uses = Vec::new();
            for instruction in &self.file.instructions {
                self.uses_in(instruction, &mut uses);
            }
            uses.arrange_by_key(|at| at.stage);
            uses
        });
        let first = uses.partition_point(|at| at.stage < stage);
        let end = uses.partition_point(|at| at.stage <= stage);
        &uses[first..end]
    }

    fn uses_in(&self, instruction: &'a Instruction, uses: &mut Vec<StageUse>) {
        let (Some(keyword), Some(stage)) = (instruction.keyword, instruction.stage) else { return };
        let mut push = |named: Named<'_>, span: Span| {
            if let Named::Stage(found) = named {
                uses.push(StageUse { stage: found.id, keyword, span });
            }
        };
        match &instruction.arguments {
            Arguments::From(from) => {
                if let Some(image) = &from.image {
                    push(self.resolve_from(self.word(image), stage), image.span);
                }
            }
            _ if keyword == Keyword::Copy => {
                for flag in &instruction.flags {
                    let name = self.clean(flag).strip_prefix("--from=");
                    if let (Some(name), Some(span)) = (name, flag.value) {
                        push(self.resolve_copy(name, stage), span);
                    }
                }
            }
            _ => {
                for option in instruction.flags.iter().flat_map(|flag| &flag.options) {
                    let key = self.file.source.slice(option.key);
                    if let (true, Some(span)) = (key.eq_ignore_ascii_case("from"), option.value) {
                        push(self.resolve_mount(self.file.source.slice(span), stage), span);
                    }
                }
            }
        }
    }

    /// Whether an instruction of a stage, other than FROM, refers to a variable of this name.
    pub(super) fn is_used_in_a_stage(&self, name: &str) -> bool {
        let names = self.index.used_in_stages.get_or_init(|| {
            let inside = self.file.instructions.iter().filter(|instruction| {
                instruction.stage.is_some() && instruction.keyword != Some(Keyword::From)
            });
            let variables = inside.flat_map(|instruction| &instruction.variables);
            variables.map(|variable| self.file.source.slice(variable.name).into()).collect()
        });
        names.contains(name)
    }

    /// The problems of the instruction at this place.
    pub(super) fn problems(&self, index: u32) -> impl Iterator<Item = &'a Problem> {
        let file = self.file;
        let problem = |place: &u32| file.problems.get(*place as usize);
        let owner = |place: &u32| problem(place)?.instruction.map(|id| id.0);
        let problems = self.index.problems.get_or_init(|| {
            let mut places: Vec<u32> = (0..file.problems.len() as u32).collect();
            places.retain(|place| owner(place).is_some());
            places.arrange_by_key(owner);
            places
        });
        let first = problems.partition_point(|place| owner(place) < Some(index));
        let end = problems.partition_point(|place| owner(place) <= Some(index));
        problems[first..end].iter().filter_map(problem)
    }

    /// Whether the stage is the last one, which a build without `--target` makes.
    pub(super) fn is_last(&self, stage: &Stage) -> bool {
        stage.id.0 as usize + 1 == self.file.stages.len()
    }
}

/// A value without the quotes around it.
pub(super) fn unquoted(value: &str) -> &str {
    for quote in ['"', '\''] {
        if let Some(inner) = value.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)) {
            return inner;
        }
    }
    value
}

/// A path below a directory, cleaned of `.`, `..` and double slashes; an absolute path stands for itself.
pub(super) fn joined(directory: &str, path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    let base = if path.starts_with('/') { "" } else { directory };
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}
