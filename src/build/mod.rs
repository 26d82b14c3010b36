//! Meaning: what a build of the file does, by BuildKit's rules.
//!
//! [`evaluate`] plans and runs the instructions of a file without building
//! anything: it computes the state at every line, the steps and the image.
//! [`facts`](facts::facts) is the result as the recordings write it down.

mod arguments;
mod assume;
pub mod bases;
mod chmod;
mod command;
mod configure;
mod copy;
mod define;
mod dispatch;
pub mod environment;
pub mod expand;
pub mod facts;
mod file_checks;
pub mod final_image;
mod finish;
mod former;
mod git;
pub mod graph;
pub mod image;
pub mod lint;
mod look;
pub mod mount;
mod mounting;
pub mod outline;
pub mod paths;
mod plan;
pub mod platform;
pub mod ports;
pub mod reference;
mod replay;
mod resolve;
mod rewritten;
mod room;
mod run;
mod shared_map;
pub mod stage;
mod start;
pub mod step;
mod step_name;
mod suggest;
mod trace;
mod words;
mod workdir;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use arguments::declared_arguments;
pub use assume::{Assumption, Origin, Standing, Table};
pub use bases::Bases;
pub use facts::facts;
pub use step_name::StepName;

use self::command::Command;
use self::environment::Environment;
use self::expand::Rules;
use self::former::{Conditions, Former};
use self::lint::{Checks, Lint, Warning};
use self::outline::Need;
use self::platform::Platform;
use self::rewritten::Rewritten;
use self::room::Room;
use self::stage::{Stage, State};
use self::step::Step;
use self::suggest::Suggester;
use crate::arrange::Arrange as _;
use crate::dockerfile::record::{Meaning, record_meaning};
use crate::dockerfile::{Dockerfile, Escape, Keyword};
use crate::source::Span;

/// What a build is asked for.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The stage to build; the last one when not given.
    pub target: Option<String>,
    /// The platform to build for; the builder's when not given.
    pub platform: Option<Platform>,
    /// The values of `--build-arg`.
    pub arguments: BTreeMap<String, String>,
    /// What is known about base images.
    pub bases: Bases,
    /// Where to look up an image that `bases` does not name.
    pub table: Option<Table>,
    /// Which stages are evaluated.
    pub scope: Scope,
    /// What the ignore file leaves out, for the check of what COPY names.
    pub ignoring: Option<Ignoring>,
}

/// Which stages are evaluated.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// What the target needs, as `docker build` does.
    #[default]
    Target,
    /// All, as `docker build --check` does when no target is named.
    EveryStage,
}

/// Says whether the ignore file leaves out a cleaned path that an instruction names.
#[derive(Clone)]
pub struct Ignoring(pub Arc<dyn Fn(&str) -> bool + Send + Sync>);

impl std::fmt::Debug for Ignoring {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Ignoring")
    }
}

/// Why a build does not start, in BuildKit's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Failure {
    /// The text without the "did you mean".
    pub text: String,
    /// What BuildKit suggests.
    pub hint: Option<String>,
    /// The line that BuildKit reports.
    pub line: Option<u32>,
}

impl Failure {
    fn at(text: impl Into<String>, line: u32) -> Self {
        Self { text: text.into(), hint: None, line: Some(line) }
    }

    fn anywhere(text: String) -> Self {
        Self { text, hint: None, line: None }
    }

    /// With a line, unless there is one.
    fn or_at(mut self, line: u32) -> Self {
        self.line.get_or_insert(line);
        self
    }
}

/// The state after an instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct After {
    /// The stage's number.
    pub stage: usize,
    /// The instruction's line; for a trigger, the line of the FROM that fired it.
    pub line: u32,
    /// The instruction's keyword.
    pub keyword: Keyword,
    /// Whether it is a trigger of the base.
    pub is_trigger: bool,
    /// The instruction's place.
    pub span: Span,
    /// Variables, directory and user.
    pub state: State,
    /// The shell of the shell form; empty for the default.
    pub shell: Arc<Vec<String>>,
    /// Whether the shell is known.
    pub shell_is_known: bool,
    /// Whether the shell rests on the table of images.
    pub shell_is_assumed: bool,
    /// The entry of the table that assumed values rest on.
    pub origin: Option<Arc<Origin>>,
}

/// What a build of the file does.
#[derive(Clone, Debug, Default)]
pub struct Build {
    /// Why it does not start.
    pub failure: Option<Failure>,
    /// What the build checks say.
    pub warnings: Vec<Warning>,
    /// What they would say if the base image, which is not known, does not set the variable.
    pub possible_warnings: Vec<Warning>,
    /// The stages of the file, then the images that COPY and mounts name.
    stages: Vec<Stage>,
    /// How many of them are stages of the file.
    file_stages: usize,
    reachable: Vec<bool>,
    reaches_every_stage: bool,
    target: Option<usize>,
    /// Whether something is unknown only because it is too long.
    is_cut_short: bool,
    /// What COPY and mounts take from stages and images, by stage, in the file's order.
    pub needs: Vec<Need>,
    /// The images asked for, with the platforms asked for.
    pub images: BTreeMap<String, Vec<String>>,
    /// The state after each instruction of the stages that are built, in the order of building.
    pub after: Vec<After>,
    /// The steps of the stages that are built, by line.
    pub steps: Vec<Step>,
    /// What every instruction rested on, where the next state of the file may use this build.
    conditions: Option<Conditions>,
    /// What the tree keeps of its instructions, where no trace has it. Held here too, so that a
    /// tree that changes gives back nothing itself: the memory is the build's thread's, and to
    /// give it back can take that thread's whole heap in order.
    _meanings: Vec<Arc<Meaning>>,
}

/// Works out what a build of the file does.
pub fn evaluate(file: &Dockerfile, options: &Options) -> Build {
    finished(Engine::new(file, options), file)
}

/// The same for the next state of a file: what its former build tells is taken from there.
/// The outcome may be the former build of the state after it.
pub fn evaluate_again(file: &Dockerfile, options: &Options, former: Option<Build>) -> Build {
    let engine = Engine::new(file, options);
    finished(Engine { keeps_trace: true, former_build: former, ..engine }, file)
}

fn finished<'a>(mut engine: Engine<'a>, file: &'a Dockerfile) -> Build {
    let failure = engine.run(file).err();
    let warnings = engine.lint.sorted();
    let possible_warnings = engine.lint.sorted_possible();
    let mut steps = engine.steps.into_written();
    let mut conditions = engine.conditions;
    if !steps.is_sorted_by_key(|step| step.line) {
        steps.arrange_by_key(|step| step.line);
        // What is kept of the instructions names other places now.
        conditions = None;
    }
    let needs = outline::needs(&engine.stages, &engine.bodies);
    // The instructions themselves are as long as the file, and what follows from them is here.
    for (stage, commands) in engine.stages.iter_mut().zip(engine.bodies) {
        let settings = commands.into_iter().filter(Command::is_setting);
        let setting = |it: Command<'_>| (it.line, it.keyword, it.recorded.into_owned());
        stage.settings = settings.map(setting).collect();
    }
    let failure = failure.or_else(|| {
        let empty = steps.iter().any(Step::has_no_command);
        empty.then(|| Failure::anywhere("marshal: arguments are required".to_owned()))
    });
    Build {
        failure,
        warnings,
        possible_warnings,
        stages: engine.stages,
        file_stages: engine.froms.len(),
        reachable: engine.reachable,
        reaches_every_stage: engine.reaches_every_stage,
        target: engine.target,
        is_cut_short: engine.room.is_short,
        needs,
        images: engine.images,
        after: engine.after.into_written(),
        steps,
        conditions,
        _meanings: engine.meanings,
    }
}

/// Runs the instructions.
struct Engine<'a> {
    options: &'a Options,
    build_platform: Platform,
    target_platform: Platform,
    rules: Rules,
    lint: Lint,
    suggester: Suggester,
    room: Room,
    froms: Vec<Command<'a>>,
    /// The instructions of the file's stages, behind those of their bases' triggers.
    bodies: Vec<Vec<Command<'a>>>,
    /// The arguments that a FROM can use.
    declared: BTreeSet<String>,
    globals: Environment,
    stages: Vec<Stage>,
    /// The stage that a name means; the last of equal names.
    names: BTreeMap<String, usize>,
    target: Option<usize>,
    reachable: Vec<bool>,
    /// Whether nothing was left aside that the target does not need.
    reaches_every_stage: bool,
    images: BTreeMap<String, Vec<String>>,
    after: Rewritten<After>,
    steps: Rewritten<Step>,
    meanings: Vec<Arc<Meaning>>,
    /// Whether what each instruction does is kept for the next state of the file.
    keeps_trace: bool,
    former_build: Option<Build>,
    /// The former build, where it rested on the same.
    former: Option<Former>,
    /// What every instruction rests on; none where nothing is kept.
    conditions: Option<Conditions>,
}

impl<'a> Engine<'a> {
    fn new(file: &'a Dockerfile, options: &'a Options) -> Self {
        let build_platform = Platform::linux_amd64();
        let escape = if file.escape == Escape::Backtick { '`' } else { '\\' };
        Self {
            options,
            target_platform: options.platform.clone().unwrap_or_else(|| build_platform.clone()),
            build_platform,
            rules: Rules::usual(escape),
            lint: Lint::default(),
            suggester: Suggester::default(),
            room: Room::default(),
            froms: Vec::new(),
            bodies: Vec::new(),
            declared: BTreeSet::new(),
            globals: Environment::default(),
            stages: Vec::new(),
            names: BTreeMap::new(),
            target: None,
            reachable: Vec::new(),
            reaches_every_stage: true,
            images: BTreeMap::new(),
            after: Rewritten::default(),
            steps: Rewritten::default(),
            meanings: Vec::new(),
            keeps_trace: false,
            former_build: None,
            former: None,
            conditions: None,
        }
    }

    fn run(&mut self, file: &'a Dockerfile) -> Result<(), Failure> {
        if file.source.text().is_empty() {
            return Err(Failure::anywhere("the Dockerfile cannot be empty".to_owned()));
        }
        let record = record_meaning(file);
        // BuildKit drops what stands behind a blank in the directive.
        let check = record.directives.check.as_ref();
        let check = check.map(|check| check.value.split(' ').next().unwrap_or_default());
        let given = self.options.arguments.get("BUILDKIT_DOCKERFILE_CHECK").map(String::as_str);
        let checks = Checks::read(given.or(check).unwrap_or_default()).map_err(|error| {
            Failure::anywhere(format!("failed to parse check options: {error}"))
        })?;
        self.lint = Lint::new(checks);
        let refusal = record.error.map(|error| Failure {
            text: error.text,
            hint: error.hint,
            line: error.line.filter(|line| *line > 0),
        });
        let Some(instructions) = record.instructions else {
            return refusal.map_or(Ok(()), Err);
        };
        self.check_file(file, &record.empty_continuation, &instructions);
        if let Some(refusal) = refusal {
            return Err(refusal);
        }
        let is_kept = |it: &&Cow<'_, Arc<Meaning>>| matches!(it, Cow::Borrowed(_));
        // Only where meanings are kept can they be known again; the trace then has them too.
        if !self.keeps_trace {
            let kept = instructions.iter().filter(is_kept);
            self.meanings = kept.cloned().map(Cow::into_owned).collect();
        } else if instructions.iter().any(|it| is_kept(&it)) {
            self.conditions = self.conditions();
            if let Some(former) = self.former_build.take() {
                self.follow(former);
            }
        }
        let declarations = self.split(command::of_file(file, instructions));
        self.check_stage_names();
        self.check_casing();
        self.plan(&declarations)?;
        let target = self.find_target()?;
        self.target = Some(target);
        self.connect()?;
        self.resolve_stages(target)?;
        self.dispatch_stages()?;
        if let Some(text) = self.lint.error() {
            return Err(Failure::anywhere(text));
        }
        self.finish_image(target);
        Ok(())
    }

    /// Parts the instructions of the stages; gives the ARGs above the first FROM.
    fn split(&mut self, commands: impl Iterator<Item = Command<'a>>) -> Vec<Command<'a>> {
        let mut declarations = Vec::new();
        for command in commands {
            match (command.keyword, self.bodies.last_mut()) {
                (Keyword::From, _) => {
                    self.froms.push(command);
                    self.bodies.push(Vec::new());
                }
                (_, Some(body)) => body.push(command),
                (_, None) => declarations.push(command),
            }
        }
        declarations
    }

    fn plan(&mut self, declarations: &[Command<'_>]) -> Result<(), Failure> {
        let last = self.froms.last().and_then(|from| from.typed().name.clone()).unwrap_or_default();
        let target = self.options.target.clone().filter(|target| !target.is_empty());
        let start = self.automatic_arguments(&target.unwrap_or(last));
        self.check_default_bases(&start, declarations);
        self.globals = self.global_arguments(&start, declarations, true)?;
        let pairs = declarations.iter().flat_map(|it| it.typed().pairs.iter().flatten());
        let written = pairs.map(|pair| pair.key.as_str());
        self.declared = written.chain(self.globals.names()).map(str::to_owned).collect();
        self.make_stages()
    }
}
