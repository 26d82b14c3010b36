//! What an instruction inherits from the rest of the file, as far as the syntax decides it:
//! the directory, the shell, the user, and who declares a variable.

use std::ops::Range;

use super::survey::{Survey, joined, unquoted};
use crate::arrange::Arrange as _;
use crate::dockerfile::{Arguments, Command, Form, Instruction, Keyword, Pair, Stage, StageId};
use crate::source::Span;

/// How many stages or relative paths are followed back before we say that it is too far.
const FARTHEST: usize = 64;

/// Where an ENV or ARG names a variable: the place of the instruction in the file, and
/// of the pair in the instruction.
#[derive(Clone, Copy, Debug)]
pub(super) struct DeclaredAt {
    index: u32,
    pair: u32,
}

/// An ENV or ARG that names a variable.
#[derive(Clone, Copy)]
pub(super) struct Declaration<'a> {
    pub(super) index: u32,
    pub(super) keyword: Keyword,
    pub(super) pair: &'a Pair,
    pub(super) instruction: &'a Instruction,
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

    /// Whether the stage goes back to `FROM scratch`.
    pub(super) fn starts_from_nothing(&self, stage: Option<StageId>) -> bool {
        let found = self.follow(stage, u32::MAX, |_, _| None::<Inherited<()>>);
        found == Inherited::Scratch
    }

    /// Whether the stage goes back to an image that exists for Windows alone.
    pub(super) fn is_windows(&self, stage: Option<StageId>) -> bool {
        let mut is_windows = false;
        let _ = self.follow(stage, u32::MAX, |stage, _| {
            let image = self.image_of(stage).map_or("", |image| self.word(image));
            is_windows = image.starts_with("mcr.microsoft.com/windows/")
                || image.contains("windowsservercore")
                || image.contains("nanoserver");
            None::<Inherited<()>>
        });
        is_windows
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

    /// All that ENV (or ARG) declares, by name and then in the file's order.
    fn declarations(&self, keyword: Keyword) -> &'a [DeclaredAt] {
        let list = match keyword {
            Keyword::Env => &self.index.environment,
            _ => &self.index.arguments,
        };
        list.get_or_init(|| {
            let mut list = Vec::new();
            for index in self.all(keyword) {
                let count = self.pairs_at(*index).len() as u32;
                list.extend((0..count).map(|pair| DeclaredAt { index: *index, pair }));
            }
            list.arrange_by_key(|at| self.name_at(at));
            list
        })
    }

    fn pairs_at(&self, index: u32) -> &'a [Pair] {
        match self.instruction(index).map(|instruction| &instruction.arguments) {
            Some(Arguments::Pairs(pairs)) => pairs,
            _ => &[],
        }
    }

    fn name_at(&self, at: &DeclaredAt) -> &'a str {
        let pair = self.pairs_at(at.index).get(at.pair as usize);
        pair.map_or("", |pair| unquoted(self.word(&pair.key)))
    }

    /// What stands at a place of the list, where it declares this name.
    fn declared(&self, keyword: Keyword, name: &str, at: &DeclaredAt) -> Option<Declaration<'a>> {
        let instruction = self.instruction(at.index)?;
        let pair = self.pairs_at(at.index).get(at.pair as usize)?;
        let declaration = Declaration { index: at.index, keyword, pair, instruction };
        (self.name_at(at) == name).then_some(declaration)
    }

    /// The first ENV (or ARG) of a variable in a part of the file.
    pub(super) fn first_declared(
        &self,
        keyword: Keyword,
        name: &str,
        part: Range<u32>,
    ) -> Option<Declaration<'a>> {
        let list = self.declarations(keyword);
        let first = list.partition_point(|at| (self.name_at(at), at.index) < (name, part.start));
        let found = self.declared(keyword, name, list.get(first)?)?;
        Some(found).filter(|at| at.index < part.end)
    }

    /// The last ENV (or ARG) of a variable in a part of the file.
    pub(super) fn last_declared(
        &self,
        keyword: Keyword,
        name: &str,
        part: Range<u32>,
    ) -> Option<Declaration<'a>> {
        let list = self.declarations(keyword);
        let end = list.partition_point(|at| (self.name_at(at), at.index) < (name, part.end));
        let found = self.declared(keyword, name, list[..end].last()?)?;
        Some(found).filter(|at| at.index >= part.start)
    }

    /// The declaration of a variable that holds at this place of a stage: the later one of ENV and ARG.
    pub(super) fn declared_in_stage(
        &self,
        name: &str,
        stage: Option<StageId>,
        before: u32,
    ) -> Inherited<Declaration<'a>> {
        self.follow(stage, before, |stage, before| {
            let part = stage.instructions.start..before;
            let environment = self.last_declared(Keyword::Env, name, part.clone());
            let argument = self.last_declared(Keyword::Arg, name, part);
            let last = environment.into_iter().chain(argument).max_by_key(|at| at.index)?;
            Some(Inherited::Known(last, vec![last.instruction.span]))
        })
    }

    /// The ENV of a variable that a container of the stage has.
    pub(super) fn in_container(
        &self,
        name: &str,
        stage: Option<StageId>,
    ) -> Option<Declaration<'a>> {
        let end = stage.and_then(|id| self.stage(id))?.instructions.end;
        let found = self.follow(stage, end, |stage, before| {
            let part = stage.instructions.start..before;
            let last = self.last_declared(Keyword::Env, name, part)?;
            Some(Inherited::Known(last, Vec::new()))
        });
        match found {
            Inherited::Known(declared, _) => Some(declared),
            _ => None,
        }
    }

    /// The global ARG of this name, above the first FROM and before this place.
    pub(super) fn declared_globally(&self, name: &str, before: u32) -> Option<Declaration<'a>> {
        let first = self.file.stages.first().map_or(u32::MAX, |stage| stage.instructions.start);
        self.last_declared(Keyword::Arg, name, 0..first.min(before))
    }
}
