//! What the checks look at: a file with everything that follows from it,
//! worked out once.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::around::Around;
use super::buildkit;
use super::model::Draft;
use super::script::{Call, Script};
use super::stages::{self, StageView};
use crate::analysis::Analysis;
use crate::build::reference::Reference;
use crate::build::{After, Ignoring, Options, Scope};
use crate::dockerfile::{
    Arguments, Command, Dockerfile, From, Instruction, Keyword, Pair, ProblemKind, StageId,
    Transfer,
};
use crate::knowledge::images::Presence;
use crate::runtime::Runtime;
use crate::source::Span;

/// How many stages that build on each other are followed; real files have under ten.
const LONGEST_CHAIN: usize = 100;
/// How many COPYs before an instruction are looked at.
const MOST_COPIES: usize = 300;

/// A file with everything that follows from it.
pub struct Subject<'a> {
    /// The file.
    pub file: &'a Dockerfile,
    /// What a build of the chosen target does.
    pub target: &'a Analysis,
    /// What a build of every stage does; that of the target, where the target needs them all.
    pub every: Cow<'a, Analysis>,
    /// What lies around the file.
    pub around: &'a Around,
    /// The stages in the file's order.
    pub stages: Vec<StageView>,
    /// The RUNs in the file's order.
    pub runs: Vec<RunView<'a>>,
    /// What a container of the target is started with; `None` where the build does not start.
    pub runtime: Option<Runtime>,
    /// Whether somebody chose the target.
    pub is_targeted: bool,
    /// The first instruction that cannot be read and may begin a stage.
    pub unread: Option<Span>,
    /// For each instruction, the state that it finds: a place in the build's states.
    states: Vec<Option<usize>>,
    /// What COPY and ADD put somewhere: the place among the instructions, where, and which.
    placed: Vec<(usize, String, &'a Instruction)>,
    /// What the target's command line runs, once somebody asked.
    pub(super) start_calls: OnceCell<Vec<Call>>,
}

/// An image that a FROM names in full.
#[derive(Clone, Debug)]
pub struct OutsideImage<'a> {
    /// As written.
    pub written: &'a str,
    /// Where.
    pub span: Span,
    /// Its tag.
    pub tag: Option<&'a str>,
    /// Where that is.
    pub tag_span: Option<Span>,
    /// Its digest.
    pub digest: Option<&'a str>,
    /// The same, completed.
    pub reference: Option<Reference>,
    /// The stage that starts from it.
    pub stage: StageId,
    /// Whether the target needs the stage.
    pub is_needed: bool,
}

/// A RUN.
pub struct RunView<'a> {
    /// The instruction.
    pub instruction: &'a Instruction,
    /// Its place among all.
    pub index: usize,
    /// Its arguments.
    pub command: &'a Command,
    /// Its stage.
    pub stage: StageId,
    /// Its commands.
    pub script: Script,
    /// What is mounted as a cache or as memory: the folders.
    pub mounted: Vec<String>,
}

/// What a build of every stage does. Most files have no other stages than the target needs:
/// then that is known already.
fn every_stage(target: &Analysis, ignoring: Option<Ignoring>) -> Cow<'_, Analysis> {
    let options = &target.options;
    let is_same = ignoring.is_none()
        && options.ignoring.is_none()
        && options.target.is_none()
        && target.refusal.is_none()
        && target.build.reaches_every_stage();
    if is_same {
        return Cow::Borrowed(target);
    }
    let options = Options { target: None, scope: Scope::EveryStage, ignoring, ..options.clone() };
    Cow::Owned(target.again(options))
}

impl<'a> Subject<'a> {
    /// Works everything out. Takes time in line with the file's length.
    pub fn new(target: &'a Analysis, around: &'a Around) -> Self {
        let file = &*target.file;
        let every = every_stage(target, around.ignore_file().and_then(buildkit::ignoring));
        let stages = stages::stages(target, &every.build);
        let states = stages::states(file, &every.build);
        let mut subject = Self {
            file,
            target,
            every,
            around,
            stages,
            runs: Vec::new(),
            runtime: Runtime::of(target).ok(),
            is_targeted: target.options.target.is_some(),
            unread: super::unread::unread(file),
            states,
            placed: Vec::new(),
            start_calls: OnceCell::new(),
        };
        subject.runs = subject.read_runs();
        let transfers = subject.transfers();
        let placed =
            transfers.filter_map(|(index, it, _)| Some((index, subject.destination(it)?, it)));
        subject.placed = placed.collect();
        subject
    }

    fn read_runs(&self) -> Vec<RunView<'a>> {
        let file = self.file;
        let with_place = file.instructions.iter().enumerate();
        with_place
            .filter_map(|(index, instruction)| {
                let Arguments::Command(command) = &instruction.arguments else { return None };
                let stage = instruction.stage?;
                let is_shell = self.stage(stage).is_some_and(|stage| !stage.is_windows)
                    && !self.shell(index).is_some_and(is_foreign);
                if instruction.keyword != Some(Keyword::Run) || instruction.refused {
                    return None;
                }
                let script = if is_shell {
                    Script::of(file, instruction, command)
                } else {
                    Script::default()
                };
                let mounted = self.mounted(instruction);
                Some(RunView { instruction, index, command, stage, script, mounted })
            })
            .collect()
    }

    /// The folders of mounts of the types cache and tmpfs.
    fn mounted(&self, instruction: &Instruction) -> Vec<String> {
        let slice = |span: Span| self.file.source.slice(span);
        let of_flag = |flag: &crate::dockerfile::Flag| {
            let value = |key: &[&str]| {
                let option = flag.options.iter().find(|it| key.contains(&slice(it.key)));
                option.and_then(|option| option.value).map(slice)
            };
            let kind = value(&["type"])?;
            let target = value(&["target", "dst", "destination"])?;
            matches!(kind, "cache" | "tmpfs").then(|| target.trim_end_matches('/').to_owned())
        };
        instruction.flags.iter().filter_map(of_flag).collect()
    }

    /// The state that an instruction finds, where its stage could be worked out.
    pub fn before(&self, index: usize) -> Option<&After> {
        self.every.build.after.get((*self.states.get(index)?)?)
    }

    /// The shell that an instruction finds; `None` for the default.
    fn shell(&self, index: usize) -> Option<&[String]> {
        let shell = self.before(index).map(|after| after.shell.as_slice())?;
        (!shell.is_empty()).then_some(shell)
    }

    /// The words of the shell that reads shell form at an instruction.
    pub fn shell_words(&self, index: usize) -> Vec<String> {
        match self.shell(index) {
            Some(words) => words.to_vec(),
            None => vec!["/bin/sh".to_owned(), "-c".to_owned()],
        }
    }

    /// The value of a variable at an instruction, where it is known.
    pub fn variable(&self, index: usize, name: &str) -> Option<&str> {
        let variable = self.before(index)?.state.environment.get(name)?;
        (!variable.unknown).then_some(variable.value.as_str())
    }

    /// Who runs at an instruction; `None` where that is not known, empty for root by default.
    pub fn user(&self, index: usize) -> Option<&str> {
        let user = &self.before(index)?.state.user;
        (!user.unknown).then(|| user.value.split(':').next().unwrap_or_default())
    }

    /// A stage.
    pub fn stage(&self, id: StageId) -> Option<&StageView> {
        self.stages.get(id.0 as usize)
    }

    /// The stages that a stage is made of, itself first.
    pub fn chain(&self, id: StageId) -> Vec<StageId> {
        let below = |id: &StageId| self.stage(*id)?.base.filter(|base| base < id);
        std::iter::successors(Some(id), below).take(LONGEST_CHAIN).collect()
    }

    /// The stage that is built.
    pub fn target_stage(&self) -> Option<&StageView> {
        self.stage(self.target.build.built_stage()?)
    }

    /// Whether the target is made of this stage.
    pub fn is_shipped(&self, id: StageId) -> bool {
        self.stage(id).is_some_and(|stage| stage.in_target)
    }

    /// The instructions of the stages that the target is made of.
    pub fn shipped(&self) -> impl Iterator<Item = (usize, &'a Instruction)> + '_ {
        self.instructions().filter(|(_, it)| it.stage.is_some_and(|id| self.is_shipped(id)))
    }

    /// Whether any of these words stands anywhere in the file. To ask this first spares most
    /// files the question which instruction says it.
    pub fn says_any(&self, words: &[&str]) -> bool {
        let text = self.file.source.text();
        words.iter().any(|word| says(text, word))
    }

    /// Whether an instruction of the stages that the target is made of says any of these words.
    pub fn shipped_says_any(&self, words: &[&str]) -> bool {
        let text = self.file.source.text();
        // Most words stand nowhere in the file: only the others are looked for line by line.
        let said: Vec<&str> = words.iter().copied().filter(|word| says(text, word)).collect();
        !said.is_empty()
            && self.shipped().any(|(_, it)| said.iter().any(|word| says(self.text(it.span), word)))
    }

    /// All instructions that BuildKit takes, with their places.
    pub fn instructions(&self) -> impl Iterator<Item = (usize, &'a Instruction)> + '_ {
        self.file.instructions.iter().enumerate().filter(|(_, it)| !it.refused)
    }

    /// The instructions of one kind.
    pub fn of(&self, keyword: Keyword) -> impl Iterator<Item = (usize, &'a Instruction)> + '_ {
        self.instructions().filter(move |(_, it)| it.keyword == Some(keyword))
    }

    /// The traps of one kind that the parser found, told in its words.
    pub fn problems(&self, kind: ProblemKind) -> impl Iterator<Item = Draft> + '_ {
        let own = self.file.problems.iter().filter(move |problem| problem.kind == kind);
        own.map(|problem| {
            Draft::at(problem.span, format!("{} {}", problem.message, problem.reason))
        })
    }

    /// COPY and ADD with what they move.
    pub fn transfers(&self) -> impl Iterator<Item = (usize, &'a Instruction, &'a Transfer)> + '_ {
        self.instructions().filter_map(|(index, it)| match &it.arguments {
            Arguments::Transfer(transfer) => Some((index, it, transfer)),
            _ => None,
        })
    }

    /// ENV, ARG or LABEL with their pairs.
    pub fn pairs(
        &self,
        keyword: Keyword,
    ) -> impl Iterator<Item = (usize, &'a Instruction, &'a [Pair])> + '_ {
        self.of(keyword).filter_map(|(index, it)| match &it.arguments {
            Arguments::Pairs(pairs) => Some((index, it, &**pairs)),
            _ => None,
        })
    }

    /// FROMs.
    pub fn froms(&self) -> impl Iterator<Item = (&'a Instruction, &'a From)> + '_ {
        self.of(Keyword::From).filter_map(|(_, it)| match &it.arguments {
            Arguments::From(from) => Some((it, &**from)),
            _ => None,
        })
    }

    /// CMD and ENTRYPOINT with their commands.
    pub fn starts(&self) -> impl Iterator<Item = (usize, &'a Instruction, &'a Command)> + '_ {
        self.instructions().filter_map(|(index, it)| match (&it.arguments, it.keyword) {
            (Arguments::Command(command), Some(Keyword::Cmd | Keyword::Entrypoint)) => {
                Some((index, it, command))
            }
            _ => None,
        })
    }

    /// The text of a place.
    pub fn text(&self, span: Span) -> &'a str {
        self.file.source.slice(span)
    }

    /// The value of a flag such as `--from`, as BuildKit sees it.
    pub fn flag(&self, instruction: &'a Instruction, name: &str) -> Option<(&'a str, Span)> {
        instruction.flags.iter().find_map(|flag| {
            if !self.text(flag.name).eq_ignore_ascii_case(name) {
                return None;
            }
            let clean = flag.clean.as_deref().and_then(|clean| clean.split_once('='));
            let value = clean.map(|(_, value)| value).or(flag.value.map(|span| self.text(span)));
            Some((value.unwrap_or_default(), flag.span))
        })
    }

    /// The place of a flag's value, as written.
    pub fn flag_value(&self, instruction: &Instruction, name: &str) -> Option<Span> {
        let mut flags = instruction.flags.iter();
        flags.find(|flag| self.text(flag.name).eq_ignore_ascii_case(name))?.value
    }

    /// The images from outside that FROMs name in full: no stages, no
    /// variables, not the empty image.
    pub fn outside_images(&self) -> impl Iterator<Item = OutsideImage<'a>> + '_ {
        self.froms().filter_map(|(instruction, from)| {
            let image = from.image.as_ref()?;
            let written = image.value(&self.file.source);
            let stage = self.stage(instruction.stage?)?;
            if stage.base.is_some() || written.contains('$') || written == "scratch" {
                return None;
            }
            let slice = |span: Option<Span>| span.map(|span| self.text(span));
            Some(OutsideImage {
                written,
                span: image.span,
                tag: slice(from.reference.tag),
                tag_span: from.reference.tag,
                digest: slice(from.reference.digest),
                reference: Reference::parse(written).ok(),
                stage: stage.id,
                is_needed: stage.is_needed,
            })
        })
    }

    /// Where a COPY or ADD of a stage puts things; `None` where the file cannot tell.
    pub fn destination(&self, instruction: &Instruction) -> Option<String> {
        let line = instruction.lines.first.get();
        let steps = &self.every.build.steps;
        let first = steps.partition_point(|step| step.line < line);
        let own = steps[first..].iter().take_while(|step| step.line == line);
        let mut known = own.filter(|step| !step.destination_unknown);
        let copies = known.find_map(|step| step.copies.as_ref())?;
        copies.first().map(|copied| crate::build::paths::clean(&copied.dest))
    }

    /// What COPY and ADD of these stages put somewhere before an instruction,
    /// the nearest first: the place, and the instruction. Only the nearest few
    /// hundred are looked at.
    pub fn copied(
        &self,
        stages: &[StageId],
        before: usize,
    ) -> impl Iterator<Item = (&str, &'a Instruction)> + '_ {
        let stages = stages.to_vec();
        let end = self.placed.partition_point(|(index, _, _)| *index < before);
        let own = self.placed[..end].iter().rev().take(MOST_COPIES);
        let of_stages =
            own.filter(move |(_, _, it)| it.stage.is_some_and(|stage| stages.contains(&stage)));
        of_stages.map(|(_, place, it)| (place.as_str(), *it))
    }

    /// The line of a place, from 1.
    pub fn line(&self, span: Span) -> u32 {
        self.file.source.line_at(span.start).get()
    }

    /// Whether the image at the bottom of a stage has a tool, by the table; a
    /// package of that name that some RUN of the stages installs counts too.
    pub fn has_tool(&self, stage: StageId, tool: &str) -> Presence {
        let chain = self.chain(stage);
        let installs = |run: &RunView<'_>| {
            run.script.calls.iter().filter_map(super::packages::install).any(|install| {
                install.packages.iter().any(|word| super::packages::name_of(&word.text) == tool)
            })
        };
        if self.runs.iter().any(|run| chain.contains(&run.stage) && installs(run)) {
            return Presence::Present;
        }
        let image = self.stage(stage).and_then(|stage| stage.image.as_ref());
        image.map_or(Presence::NotSaid, |image| image.variant.presence(tool))
    }
}

impl RunView<'_> {
    /// Whether a folder is a cache mount or in memory.
    pub fn is_mounted(&self, folder: &str) -> bool {
        self.mounted.iter().any(|mounted| {
            folder == mounted || folder.strip_prefix(mounted).is_some_and(|it| it.starts_with('/'))
        })
    }
}

/// A shell whose language is not that of `sh`.
fn is_foreign(words: &[String]) -> bool {
    let program = words.first().map_or("", |word| word.rsplit(['/', '\\']).next().unwrap_or(""));
    let program = program.to_ascii_lowercase();
    let program = program.strip_suffix(".exe").unwrap_or(&program);
    matches!(
        program,
        "powershell" | "pwsh" | "cmd" | "python" | "python3" | "fish" | "node" | "perl"
    )
}

/// Whether a word stands in a text. For the few kilobytes of a Dockerfile this is several times
/// quicker than `contains`, which prepares itself for each word anew.
fn says(text: &str, word: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some()
}
