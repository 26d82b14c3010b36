//! Indexes over a file: instructions by kind, stages by name, who uses a stage, problems.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use super::inherit::Declaration;
use crate::dockerfile::{
    Arguments, Dockerfile, Flag, From, Instruction, Keyword, Problem, Stage, StageId, Word,
};
use crate::source::Span;

/// Indexes over a file, each made when it is first asked for.
pub(super) struct Survey<'a> {
    pub(super) file: &'a Dockerfile,
    keywords: OnceCell<HashMap<Keyword, Vec<u32>>>,
    names: OnceCell<HashMap<&'a str, Vec<u32>>>,
    pub(super) environment: OnceCell<HashMap<&'a str, Vec<Declaration<'a>>>>,
    pub(super) arguments: OnceCell<HashMap<&'a str, Vec<Declaration<'a>>>>,
    uses: OnceCell<Vec<StageUse>>,
    problems: OnceCell<HashMap<u32, Vec<&'a Problem>>>,
    used_in_stages: OnceCell<HashSet<&'a str>>,
}

/// A place that uses a stage.
#[derive(Clone, Copy)]
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

impl<'a> Survey<'a> {
    pub(super) fn new(file: &'a Dockerfile) -> Self {
        Self {
            file,
            keywords: OnceCell::new(),
            names: OnceCell::new(),
            environment: OnceCell::new(),
            arguments: OnceCell::new(),
            uses: OnceCell::new(),
            problems: OnceCell::new(),
            used_in_stages: OnceCell::new(),
        }
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
    pub(super) fn all(&self, keyword: Keyword) -> &[u32] {
        let map = self.keywords.get_or_init(|| {
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
    pub(super) fn in_stage(&self, stage: &Stage, keyword: Keyword) -> &[u32] {
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

    fn stages_named(&self, name: &str) -> &[u32] {
        let names = self.names.get_or_init(|| {
            let mut names: HashMap<&'a str, Vec<u32>> = HashMap::new();
            for stage in &self.file.stages {
                if let Some(name) = &stage.name {
                    names.entry(name).or_default().push(stage.id.0);
                }
            }
            names
        });
        names.get(name).map_or(&[], Vec::as_slice)
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
    pub(super) fn uses(&self, stage: StageId) -> &[StageUse] {
        let uses = self.uses.get_or_init(|| {
            let mut uses = Vec::new();
            for instruction in &self.file.instructions {
                self.uses_in(instruction, &mut uses);
            }
            uses.sort_by_key(|at| at.stage);
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
        let names = self.used_in_stages.get_or_init(|| {
            let inside = self.file.instructions.iter().filter(|instruction| {
                instruction.stage.is_some() && instruction.keyword != Some(Keyword::From)
            });
            let variables = inside.flat_map(|instruction| &instruction.variables);
            variables.map(|variable| self.file.source.slice(variable.name)).collect()
        });
        names.contains(name)
    }

    /// The problems of the instruction at this place.
    pub(super) fn problems(&self, index: u32) -> &[&'a Problem] {
        let map = self.problems.get_or_init(|| {
            let mut map: HashMap<u32, Vec<&'a Problem>> = HashMap::new();
            for problem in &self.file.problems {
                if let Some(id) = problem.instruction {
                    map.entry(id.0).or_default().push(problem);
                }
            }
            map
        });
        map.get(&index).map_or(&[], Vec::as_slice)
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
