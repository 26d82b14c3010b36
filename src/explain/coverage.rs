//! How much of a file the tables know, by kind.

use std::collections::{BTreeMap, HashSet};

use super::scene::Scene;
use super::survey::{Index, Survey};
use super::{command, uses};
use crate::build::reference::Reference;
use crate::dockerfile::{Arguments, Dockerfile, Keyword, Pair};
use crate::knowledge::{self, Knowledge, Part, without_tag};
use crate::shell::{self, MarkKind, ShellWord};
use crate::source::safe_line;

/// The kinds of things that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// Instructions.
    Instruction,
    /// Flags of instructions.
    InstructionFlag,
    /// Programs that commands run.
    Command,
    /// Their flags.
    CommandFlag,
    /// Packages of distributions.
    OsPackage,
    /// Packages of languages.
    LanguagePackage,
    /// Variables that ENV and ARG set.
    Variable,
    /// Images of FROM that are no stages.
    BaseImage,
}

impl Counted {
    /// Every kind, in the order in which they are shown.
    pub const ALL: [Counted; 8] = [
        Counted::Instruction,
        Counted::InstructionFlag,
        Counted::Command,
        Counted::CommandFlag,
        Counted::OsPackage,
        Counted::LanguagePackage,
        Counted::Variable,
        Counted::BaseImage,
    ];

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Counted::Instruction => "instructions",
            Counted::InstructionFlag => "flags of instructions",
            Counted::Command => "commands",
            Counted::CommandFlag => "flags of commands",
            Counted::OsPackage => "packages of distributions",
            Counted::LanguagePackage => "packages of languages",
            Counted::Variable => "variables",
            Counted::BaseImage => "base images",
        }
    }
}

/// How often something was met, and how often the tables knew it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// How often it was met.
    pub met: usize,
    /// How often the tables have an explanation of its own.
    pub known: usize,
    /// How often of these no table knows it, and how this file uses it says what it is for.
    pub by_use: usize,
    /// How often of these only the habit of naming says it, by a word of the name.
    pub by_name: usize,
    /// What they do not know, each with how often; safe to show.
    pub unknown: BTreeMap<String, usize>,
}

/// What the tables know of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing.
    Not,
    /// What the habit of naming says.
    ByName,
    /// What this file does with it.
    ByUse,
    /// It has an explanation.
    Itself,
}

impl From<bool> for Known {
    fn from(is_known: bool) -> Self {
        if is_known { Known::Itself } else { Known::Not }
    }
}

/// Counts of one or more files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// By kind.
    pub counts: BTreeMap<Counted, Count>,
}

impl Coverage {
    /// Counts what a file holds that these tables know. Takes time in line with the file's length.
    pub fn of(file: &Dockerfile, knowledge: &Knowledge) -> Self {
        let index = Index::knowing(knowledge);
        let survey = Survey::new(file, &index);
        let mut coverage = Coverage::default();
        for (place, instruction) in file.instructions.iter().enumerate() {
            let scene = Scene::new(&survey, place as u32, instruction);
            coverage.instruction(&scene);
        }
        coverage
    }

    /// Adds the counts of other files.
    pub fn add(&mut self, other: Coverage) {
        for (kind, count) in other.counts {
            let own = self.counts.entry(kind).or_default();
            own.met += count.met;
            own.known += count.known;
            own.by_use += count.by_use;
            own.by_name += count.by_name;
            for (name, times) in count.unknown {
                *own.unknown.entry(name).or_default() += times;
            }
        }
    }

    fn count(&mut self, kind: Counted, known: impl Into<Known>, name: &str) {
        let count = self.counts.entry(kind).or_default();
        count.met += 1;
        match known.into() {
            Known::Not => *count.unknown.entry(safe_line(name).into_owned()).or_default() += 1,
            Known::ByName => {
                count.known += 1;
                count.by_name += 1;
            }
            Known::ByUse => {
                count.known += 1;
                count.by_use += 1;
            }
            Known::Itself => count.known += 1,
        }
    }

    fn instruction(&mut self, scene: &Scene<'_>) {
        let instruction = scene.instruction;
        let keyword = instruction.keyword.map_or("", Keyword::name);
        let known = knowledge::instructions().get(keyword).is_some();
        self.count(Counted::Instruction, known, scene.raw(instruction.keyword_span));
        for flag in &instruction.flags {
            let name = scene.raw(flag.name);
            let known = knowledge::flags().get(keyword, name).is_some();
            self.count(Counted::InstructionFlag, known, &format!("{keyword} --{name}"));
        }
        match &instruction.arguments {
            Arguments::From(from) => {
                if let Some(word) = &from.image {
                    self.base(scene, scene.word(word));
                }
            }
            Arguments::Pairs(pairs)
                if matches!(instruction.keyword, Some(Keyword::Env | Keyword::Arg)) =>
            {
                pairs.iter().for_each(|pair| self.variable(scene, pair));
            }
            Arguments::Onbuild(Some(inner)) => {
                self.instruction(&Scene::new(scene.survey, scene.index, inner));
            }
            _ => self.commands(scene),
        }
    }

    /// Images that a variable names wholly are left out: nothing can be known of them.
    fn base(&mut self, scene: &Scene<'_>, image: &str) {
        let is_stage = scene.stage().is_some_and(|stage| {
            matches!(scene.survey.resolve_from(image, stage), super::survey::Named::Stage(_))
        });
        if is_stage || image.starts_with('$') {
            return;
        }
        let known = base_is_known(scene.survey.knowledge(), image);
        self.count(Counted::BaseImage, known, image);
    }

    fn variable(&mut self, scene: &Scene<'_>, pair: &Pair) {
        let name = scene.word(&pair.key);
        let known = match scene.survey.knowledge().variable(name) {
            Some(meaning) if !meaning.by_name => Known::Itself,
            _ if uses::is_used(scene, pair) => Known::ByUse,
            Some(_) => Known::ByName,
            None => Known::Not,
        };
        self.count(Counted::Variable, known, name);
    }

    fn commands(&mut self, scene: &Scene<'_>) {
        let script = shell::script_of(scene.file, scene.instruction, command::dialect(scene));
        let functions: HashSet<&str> = script
            .marks
            .iter()
            .filter(|mark| mark.kind == MarkKind::Name)
            .map(|mark| mark.text.as_str())
            .collect();
        for command in &script.commands {
            for words in command.wrappers.iter().chain([&command.words]) {
                let is_function =
                    words.first().is_some_and(|word| functions.contains(word.text.as_str()));
                // CMD may hold nothing but flags for the ENTRYPOINT.
                let has_program = words.first().is_some_and(|word| !word.text.starts_with('-'));
                if has_program && !is_function {
                    self.words(scene.survey.knowledge(), words);
                }
            }
        }
    }

    fn words(&mut self, knowledge: &Knowledge, words: &[ShellWord]) {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        let program = texts.first().map_or("", |word| shell::program_name(word));
        for (word, part) in texts.iter().zip(knowledge.anatomy(&texts)) {
            match part {
                Part::Program(known) => self.count(Counted::Command, known.is_some(), word),
                Part::Flag(meanings) => {
                    let name = word.split('=').next().unwrap_or(word);
                    let known = !meanings.is_empty();
                    self.count(Counted::CommandFlag, known, &format!("{program} {name}"));
                }
                Part::Package(kind) => {
                    let name = knowledge::without_version(kind, word);
                    let counted = match kind {
                        "os" => Counted::OsPackage,
                        _ => Counted::LanguagePackage,
                    };
                    let known = knowledge.package(kind, word).is_some();
                    self.count(counted, known, &format!("{kind} {name}"));
                }
                _ => {}
            }
        }
    }
}

/// Whether the tables say what an image is; its tag may hold variables.
pub(super) fn base_is_known(knowledge: &Knowledge, image: &str) -> Known {
    let is_known = |image: Reference| knowledge.find_image(&image.with_tag()).is_some();
    let name = knowledge::images::familiar_name(without_tag(image));
    if image == "scratch"
        || knowledge.image(&name).is_some()
        || Reference::parse(image).is_ok_and(is_known)
    {
        return Known::Itself;
    }
    match knowledge.image_sentences(image).is_empty() {
        true => Known::Not,
        false => Known::ByName,
    }
}
