//! What starts in a container of the target: who, where, what, on which
//! ports, with which environment, how it stops, and how its health is known.
//!
//! Each answer is a [`Fact`]: a value with the instructions that decide it, or
//! *unknown* with the reason. What rests on the table of images says so in its note.

mod at_line;
mod first_process;
mod health;

pub use at_line::{State, at_line};
pub use first_process::{FirstProcess, Signals};
pub use health::{Health, Probe, Timeline, shown};

use crate::analysis::Analysis;
use crate::build::Standing;
use crate::build::environment::Variable;
use crate::build::final_image::FinalImage;
use crate::dockerfile::StageId;
use crate::fact::Fact;
use crate::source::Span;

/// What a container of the target is started with.
#[derive(Clone, Debug)]
pub struct Runtime {
    /// The stage it is made from.
    pub stage: StageId,
    /// The stages that it is made of, the lowest first.
    pub stages: Vec<StageId>,
    /// The image at the bottom: a complete reference, or `scratch`.
    pub base: Fact<String>,
    /// Who runs.
    pub user: Fact<User>,
    /// Where.
    pub directory: Fact<String>,
    /// ENTRYPOINT; empty when there is none.
    pub entrypoint: Fact<Vec<String>>,
    /// CMD; empty when there is none.
    pub cmd: Fact<Vec<String>>,
    /// The command line: ENTRYPOINT with CMD behind it.
    pub argv: Fact<Vec<String>>,
    /// What process 1 is.
    pub first_process: Fact<FirstProcess>,
    /// The signal that `docker stop` sends; `SIGTERM` when none is set.
    pub stop_signal: Fact<String>,
    /// The ports that are declared: `8000/tcp`. Nothing listens or is published by that.
    pub ports: Fact<Vec<String>>,
    /// The folders that become volumes.
    pub volumes: Fact<Vec<String>>,
    /// The labels, by name.
    pub labels: Fact<Vec<(String, String)>>,
    /// How Docker asks whether the container works; `None` when it does not ask.
    pub health: Fact<Option<Health>>,
    /// What the file alone declares, for members that are unknown because of the base image.
    pub declared: Declared,
    /// The variables that the file sets, in the image's order.
    pub environment: Vec<(String, Fact<String>)>,
    /// Why there may be more variables; `None` when these are all.
    pub more_variables: Option<String>,
}

/// What the file's own instructions declare, each with the instructions.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// The ports.
    pub ports: (Vec<String>, Vec<Span>),
    /// The volumes.
    pub volumes: (Vec<String>, Vec<Span>),
    /// The labels by name.
    pub labels: (Vec<(String, String)>, Vec<Span>),
}

/// The user of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// As set, with its group: `app:staff`. Empty when nothing sets one.
    pub written: String,
    /// The user's part.
    pub name: String,
    /// Its number, where it is written as one or is root's.
    pub number: Option<u32>,
}

impl User {
    fn read(written: &str) -> Self {
        let name = written.split(':').next().unwrap_or_default();
        let name = if name.is_empty() { "root" } else { name };
        let number = if name == "root" { Some(0) } else { name.parse().ok() };
        Self { written: written.to_owned(), name: name.to_owned(), number }
    }

    /// Whether it has all rights. The image's own files could give another name
    /// the number 0 too; that is not looked for.
    pub fn is_root(&self) -> bool {
        self.number == Some(0)
    }

    /// Whether it is set as a number, as `runAsNonRoot` of Kubernetes asks for.
    pub fn is_numeric(&self) -> bool {
        self.written.split(':').next().is_some_and(|name| name.parse::<u32>().is_ok())
    }
}

impl Runtime {
    /// What a container of the target is started with.
    ///
    /// # Errors
    /// Why there is none: the build does not start. Where BuildKit refuses the file, that is
    /// the reason, whatever the rest of the file would stop at.
    pub fn of(analysis: &Analysis) -> Result<Self, String> {
        let build = &analysis.build;
        if let Some(failure) = build.failure.as_ref().and(analysis.stop()) {
            return Err(format!("the build does not start: {}", failure.text));
        }
        let stage = build.built_stage().ok_or("the file has no stage")?;
        let image = build.image_of(stage).ok_or("the file has no stage")?;
        let reader = Reader { image };
        let config = &reader.image.config;
        let entrypoint = reader.fact("Entrypoint", config.entrypoint.to_vec());
        let cmd = reader.fact("Cmd", config.cmd.to_vec());
        let argv =
            entrypoint.clone().and(cmd.clone(), |entrypoint, cmd| [entrypoint, cmd].concat());
        let first_process = first_process::of(&entrypoint, &argv);
        Ok(Self {
            stage,
            stages: reader.image.stages().collect(),
            base: Fact::known(reader.image.base().to_owned(), in_order(reader.image.froms())),
            user: reader.fact("User", config.user.to_string()).map(|it| User::read(&it)),
            directory: reader.directory(),
            entrypoint,
            cmd,
            argv,
            first_process,
            stop_signal: reader.stop_signal(),
            ports: reader.fact("ExposedPorts", config.exposed_ports.keys().cloned().collect()),
            volumes: reader.fact("Volumes", config.volumes.keys().cloned().collect()),
            labels: reader.labels(),
            health: reader.health(),
            declared: reader.declared(),
            environment: reader.environment(),
            more_variables: reader.more_variables(),
        })
    }
}

fn in_order(mut proof: Vec<Span>) -> Vec<Span> {
    proof.sort_unstable();
    proof.dedup();
    proof
}

/// Turns members of the configuration into facts.
struct Reader<'a> {
    image: FinalImage<'a>,
}

impl Reader<'_> {
    fn fact<T>(&self, member: &'static str, value: T) -> Fact<T> {
        match self.image.standing(member) {
            Standing::Unknown => Fact::unknown(self.reason()),
            standing => {
                let fact = Fact::known(value, in_order(self.image.deciders(member)));
                match self.image.origin().filter(|_| standing == Standing::Assumed) {
                    Some(origin) => fact.noted(origin.note()),
                    None => fact,
                }
            }
        }
    }

    fn reason(&self) -> String {
        let usual = "it rests on a variable that the file does not set";
        self.image.unknown_base().unwrap_or(usual).to_owned()
    }

    fn directory(&self) -> Fact<String> {
        let directory = self.image.config.working_dir.to_string();
        let directory = if directory.is_empty() { "/".to_owned() } else { directory };
        self.fact("WorkingDir", directory)
    }

    fn stop_signal(&self) -> Fact<String> {
        let signal = self.image.config.stop_signal.to_string();
        let signal = if signal.is_empty() { "SIGTERM".to_owned() } else { signal };
        self.fact("StopSignal", signal)
    }

    fn labels(&self) -> Fact<Vec<(String, String)>> {
        let labels = self.image.config.labels.iter();
        let labels = labels.map(|(name, value)| (name.clone(), value.clone())).collect();
        self.fact("Labels", labels)
    }

    fn health(&self) -> Fact<Option<Health>> {
        let check = self.image.config.healthcheck.as_deref();
        self.fact("Healthcheck", check.and_then(Health::of))
    }

    fn declared(&self) -> Declared {
        let config = &self.image.config;
        let own = |member| {
            let spans =
                if self.image.knows_own(member) { self.image.deciders(member) } else { Vec::new() };
            in_order(spans)
        };
        let [ports, volumes, labels] = ["ExposedPorts", "Volumes", "Labels"].map(own);
        let label = |(name, value): (&String, &String)| (name.clone(), value.clone());
        Declared {
            ports: (config.exposed_ports.keys().cloned().collect(), ports),
            volumes: (config.volumes.keys().cloned().collect(), volumes),
            labels: (config.labels.iter().map(label).collect(), labels),
        }
    }

    fn environment(&self) -> Vec<(String, Fact<String>)> {
        let fact = |variable: &Variable| {
            let value = if variable.unknown {
                Fact::unknown("its value rests on a variable that the file does not set")
            } else {
                let proof = self.image.setter(variable).into_iter().collect();
                Fact::known(variable.value.clone(), proof)
            };
            (variable.name.clone(), value)
        };
        self.image.environment().map(fact).collect()
    }

    fn more_variables(&self) -> Option<String> {
        let base = self.image.unknown_base()?;
        let names = self.image.base_variables();
        Some(match self.image.origin() {
            Some(origin) if !names.is_empty() => {
                format!(
                    "the base image sets {} too: {}; their values are not known",
                    names.join(", "),
                    origin.note()
                )
            }
            _ => format!("there may be others, {base}"),
        })
    }
}
