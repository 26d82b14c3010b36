//! What stands in a file and has a page of its own: images, commands, packages, variables.

use super::scene::Scene;
use super::survey::{Index, Named, Survey, unquoted};
use super::{variable, words};
use crate::arrange::Arrange as _;
use crate::dockerfile::{Arguments, Dockerfile, InstructionId, Keyword, Pair};
use crate::knowledge::{self, Knowledge, Part, without_tag};
use crate::shell::{self, MarkKind, ShellWord};
use crate::source::Span;

/// Something that has a page of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Thing {
    /// An image, by its name without tag and digest.
    Image(String),
    /// A program, without folders.
    Command(String),
    /// A package.
    Package {
        /// Of what: `os`, `pip`, `npm` …
        kind: String,
        /// Its name without a version.
        name: String,
    },
    /// A variable.
    Variable(String),
}

/// The things of one instruction, each with where it stands, in the order of the text.
/// A thing can stand inside another: a variable in the name of an image.
pub fn things_of(file: &Dockerfile, index: &Index, id: InstructionId) -> Vec<(Span, Thing)> {
    let survey = Survey::new(file, index);
    let Some(instruction) = survey.instruction(id.0) else { return Vec::new() };
    let mut found = Finder::default();
    found.instruction(&Scene::new(&survey, id.0, instruction));
    found.things.arrange_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    found.things.dedup();
    found.things
}

/// The things of the whole file. Takes time in line with its length.
pub fn things(file: &Dockerfile, index: &Index) -> Vec<(Span, Thing)> {
    let ids = (0..file.instructions.len()).map(|place| InstructionId(place as u32));
    ids.flat_map(|id| things_of(file, index, id)).collect()
}

#[derive(Default)]
struct Finder {
    things: Vec<(Span, Thing)>,
}

impl Finder {
    fn add(&mut self, span: Span, thing: Thing) {
        if !span.is_empty() {
            self.things.push((span, thing));
        }
    }

    fn instruction(&mut self, scene: &Scene<'_>) {
        let instruction = scene.instruction;
        for used in variable::within(scene, instruction.span) {
            if let Some(name) = variable::name_span(scene, used) {
                self.add(used.span, Thing::Variable(scene.raw(name).to_owned()));
            }
        }
        match &instruction.arguments {
            Arguments::From(from) => {
                if let Some(word) = &from.image {
                    let named = scene
                        .stage()
                        .map(|stage| scene.survey.resolve_from(scene.word(word), stage));
                    self.image(word.span, scene.word(word), named);
                }
            }
            Arguments::Pairs(pairs)
                if matches!(instruction.keyword, Some(Keyword::Env | Keyword::Arg)) =>
            {
                pairs.iter().for_each(|pair| self.pair(scene, pair));
            }
            Arguments::Onbuild(Some(inner)) => {
                self.instruction(&Scene::new(scene.survey, scene.index, inner));
            }
            _ => {
                self.source(scene);
                self.script(scene);
            }
        }
    }

    fn pair(&mut self, scene: &Scene<'_>, pair: &Pair) {
        let name = unquoted(scene.word(&pair.key));
        self.add(pair.key.span, Thing::Variable(name.to_owned()));
    }

    /// The image of a FROM or of `COPY --from`; a stage has no page.
    fn image(&mut self, span: Span, reference: &str, named: Option<Named<'_>>) {
        let name = without_tag(reference);
        let is_image = matches!(named, Some(Named::Outside) | None);
        if is_image && name != "scratch" && !name.is_empty() && !name.contains('$') {
            self.add(span, Thing::Image(name.to_owned()));
        }
    }

    fn source(&mut self, scene: &Scene<'_>) {
        let is_copy = matches!(scene.instruction.keyword, Some(Keyword::Copy));
        let Some(flag) = scene.flag("from").filter(|_| is_copy) else { return };
        let (Some(span), Some(name)) = (flag.value, scene.flag_value(flag)) else { return };
        let named = scene.stage().map(|stage| scene.survey.resolve_copy(name, stage));
        self.image(span, name, named);
    }

    fn script(&mut self, scene: &Scene<'_>) {
        let script = words::script(scene);
        for command in &script.commands {
            for words in command.wrappers.iter().chain([&command.words]) {
                self.words(scene.survey.knowledge(), words);
            }
        }
        for mark in script.marks.iter().filter(|mark| mark.kind == MarkKind::Assignment) {
            let name = mark.text.split(['=', '+', '[']).next().unwrap_or_default();
            let span = Span::new(mark.span.start, mark.span.start + name.len() as u32);
            if scene.raw(span) == name {
                self.add(span, Thing::Variable(name.to_owned()));
            }
        }
    }

    fn words(&mut self, knowledge: &Knowledge, words: &[ShellWord]) {
        let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        for (word, part) in words.iter().zip(knowledge.anatomy(&texts)) {
            match part {
                // CMD may hold nothing but flags for the ENTRYPOINT.
                Part::Program(_) if !word.text.starts_with('-') => {
                    let name = shell::program_name(&word.text).to_owned();
                    self.add(word.span, Thing::Command(name));
                }
                Part::Package(kind) => {
                    let name = knowledge::without_version(kind, &word.text).to_owned();
                    self.add(word.span, Thing::Package { kind: kind.to_owned(), name });
                }
                _ => {}
            }
        }
    }
}
