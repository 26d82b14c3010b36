//! What an instruction inherits from the rest of the file, as far as the syntax decides it:
//! stages by name, the directory, the shell, the user, and who declares a variable.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::dockerfile::{
    Arguments, Command, Dockerfile, Flag, Form, From, Instruction, Keyword, Pair, Problem, Stage,
    StageId, Word,
};
use crate::source::Span;

/// How many stages or relative paths are followed back before we say that it is too far.
const FARTHEST: usize = 64;

/// Indexes over a file, each made when it is first asked for.
pub(super) struct Survey<'a> {
    pub(super) file: &'a Dockerfile,
    keywords: OnceCell<HashMap<Keyword, Vec<u32>>>,
    names: OnceCell<HashMap<&'a str, Vec<u32>>>,
    variables: OnceCell<HashMap<&'a str, Vec<Declaration<'a>>>>,
    uses: OnceCell<Vec<StageUse>>,
    problems: OnceCell<HashMap<u32, Vec<&'a Problem>>>,
}

/// An ENV or ARG that names a variable.
#[derive(Clone, Copy)]
pub(super) struct Declaration<'a> {
    pub(super) index: u32,
    pub(super) keyword: Keyword,
    pub(super) pair: &'a Pair,
    pub(super) instruction: &'a Instruction,
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

/// A state that is known, or not known for a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inherited<T> {
    /// The file decides it; the places that do.
    Known(T, Vec<Span>),
    /// The base image decides it.
    Base,
    /// A variable decides it.
    Variable(Span),
    /// The stage starts from nothing, so the default holds.
    Scratch,
    /// It is farther away than we follow.
    TooFar,
}

impl<'a> Survey<'a> {
    pub(super) fn new(file: &'a Dockerfile) -> Self {
        Self {
            file,
            keywords: OnceCell::new(),
            names: OnceCell::new(),
            variables: OnceCell::new(),
            uses: OnceCell::new(),
            problems: OnceCell::new(),
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
    pub(super) fn uses(&self, stage: StageId) -> impl Iterator<Item = &StageUse> {
        self.uses
            .get_or_init(|| {
                let mut uses = Vec::new();
                for instruction in &self.file.instructions {
                    self.uses_in(instruction, &mut uses);
                }
                uses.sort_by_key(|at| at.stage);
                uses
            })
            .iter()
            .skip_while(move |at| at.stage < stage)
            .take_while(move |at| at.stage == stage)
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

    /// Follows a stage and what it starts from, back to its base image. `look` answers for one
    /// stage, given the place in the file before which it counts.
    fn follow<T>(
        &self,
        stage: Option<StageId>,
        before: u32,
        mut look: impl FnMut(&'a Stage, u32) -> Option<Inherited<T>>,
    ) -> Inherited<T> {
        let mut current = stage.and_then(|id| self.stage(id));
        let mut before = before;
        for _ in 0..FARTHEST {
            let Some(stage) = current else { return Inherited::Base };
            if let Some(found) = look(stage, before) {
                return found;
            }
            let Some(base) = self.base_of(stage) else {
                let image = self.image_of(stage).map_or("", |image| self.word(image));
                return if image == "scratch" { Inherited::Scratch } else { Inherited::Base };
            };
            before = base.instructions.end;
            current = Some(base);
        }
        Inherited::TooFar
    }

    /// The directory in which the instruction at this place works.
    pub(super) fn directory(&self, stage: Option<StageId>, before: u32) -> Inherited<String> {
        let mut relative: Vec<(&'a str, Span)> = Vec::new();
        let found = self.follow(stage, before, |stage, mut before| {
            while let Some((index, instruction)) = self.last_before(stage, Keyword::Workdir, before)
            {
                before = index;
                let Arguments::Text(Some(word)) = &instruction.arguments else { continue };
                let path = unquoted(self.word(word));
                if path.contains('$') {
                    return Some(Inherited::Variable(instruction.span));
                }
                relative.push((path, instruction.span));
                if path.starts_with('/') {
                    return Some(Inherited::Known((), Vec::new()));
                }
                if relative.len() > FARTHEST {
                    return Some(Inherited::TooFar);
                }
            }
            None
        });
        match found {
            Inherited::Known(..) | Inherited::Scratch => {
                let steps = relative.iter().rev();
                let path =
                    steps.clone().fold("/".to_owned(), |path, (part, _)| joined(&path, part));
                Inherited::Known(path, steps.map(|(_, span)| *span).collect())
            }
            Inherited::Base => Inherited::Base,
            Inherited::Variable(span) => Inherited::Variable(span),
            Inherited::TooFar => Inherited::TooFar,
        }
    }

    /// The words of the SHELL that reads shell form at this place.
    pub(super) fn shell(&self, stage: Option<StageId>, before: u32) -> Inherited<Vec<&'a str>> {
        self.follow(stage, before, |stage, before| {
            let (_, instruction) = self.last_before(stage, Keyword::Shell, before)?;
            let Arguments::Command(Command { form: Form::Json, words, .. }) =
                &instruction.arguments
            else {
                return None;
            };
            let words = words.iter().map(|word| self.word(word)).collect();
            Some(Inherited::Known(words, vec![instruction.span]))
        })
    }

    /// The user that a RUN at this place runs as.
    pub(super) fn user(&self, stage: Option<StageId>, before: u32) -> Inherited<&'a str> {
        self.follow(stage, before, |stage, before| {
            let (_, instruction) = self.last_before(stage, Keyword::User, before)?;
            let Arguments::Text(Some(word)) = &instruction.arguments else { return None };
            if self.word(word).contains('$') {
                return Some(Inherited::Variable(instruction.span));
            }
            Some(Inherited::Known(unquoted(self.word(word)), vec![instruction.span]))
        })
    }

    /// The last instruction of a kind that holds at this place, in the stage or in what it starts from.
    pub(super) fn nearest(
        &self,
        keyword: Keyword,
        stage: Option<StageId>,
        before: u32,
    ) -> Option<&'a Instruction> {
        let found = self.follow(stage, before, |stage, before| {
            let (_, instruction) = self.last_before(stage, keyword, before)?;
            Some(Inherited::Known(instruction, Vec::new()))
        });
        match found {
            Inherited::Known(instruction, _) => Some(instruction),
            _ => None,
        }
    }

    /// Every ENV and ARG that names this variable, in the file's order.
    pub(super) fn declarations(&self, name: &str) -> &[Declaration<'a>] {
        let map = self.variables.get_or_init(|| {
            let mut map: HashMap<&'a str, Vec<Declaration<'a>>> = HashMap::new();
            for (index, instruction) in self.file.instructions.iter().enumerate() {
                let (Some(keyword @ (Keyword::Env | Keyword::Arg)), Arguments::Pairs(pairs)) =
                    (instruction.keyword, &instruction.arguments)
                else {
                    continue;
                };
                for pair in pairs {
                    let declaration =
                        Declaration { index: index as u32, keyword, pair, instruction };
                    map.entry(unquoted(self.word(&pair.key))).or_default().push(declaration);
                }
            }
            map
        });
        map.get(name).map_or(&[], Vec::as_slice)
    }

    /// The declaration of a variable that holds at this place of a stage.
    pub(super) fn declared_in_stage(
        &self,
        name: &str,
        stage: Option<StageId>,
        before: u32,
    ) -> Inherited<Declaration<'a>> {
        let all = self.declarations(name);
        self.follow(stage, before, |stage, before| {
            let end = all.partition_point(|at| at.index < before);
            let last = all[..end].last().filter(|at| at.index >= stage.instructions.start)?;
            Some(Inherited::Known(*last, vec![last.instruction.span]))
        })
    }

    /// The global ARG of this name, above the first FROM and before this place.
    pub(super) fn declared_globally(&self, name: &str, before: u32) -> Option<Declaration<'a>> {
        let all = self.declarations(name);
        let global = |at: &&Declaration<'a>| {
            at.instruction.stage.is_none() && at.keyword == Keyword::Arg && at.index < before
        };
        all.iter().take_while(|at| at.instruction.stage.is_none()).filter(global).last().copied()
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
