//! `ask`: questions that are made from the reader's own file.
//!
//! A lesson names a [`Generator`] and its settings. What the question says is
//! worked out from the file, by [`crate`]'s module `quiz`.

use super::builder::Builder;
use super::directive::{Directive, Value};
use super::place::Place;
use super::settings;
use super::trace::TracedAsk;
use super::yaml::Yaml;
use super::{Item, Lesson, Question, Sample};

/// What a generator asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Generator {
    /// The value of a variable at a line, or in the container.
    VarValue,
    /// Who runs an instruction.
    UserAtLine,
    /// Who runs in the container.
    UserAtRuntime,
    /// In which directory an instruction runs.
    CwdAtLine,
    /// The command line that a container starts.
    Argv,
    /// The program that a container starts as process 1.
    Pid1,
    /// Which stages are built for a target.
    StagesBuilt,
    /// Which instructions add a layer.
    AddsLayer,
    /// Which files of the context are sent.
    Sent,
    /// Who owns what a COPY brings in.
    OwnerOfCopy,
    /// Which steps run again after a file was edited.
    CacheAfterEdit,
    /// Which steps run again after a file was touched.
    CacheAfterTouch,
    /// Which steps run again after a build argument changed.
    CacheAfterArg,
    /// The order of lines in which an edit runs least again.
    CacheOrder,
    /// Whether the layer of a line is part of the image.
    InFinalImage,
    /// The line that decides something of the image.
    PointAtLine,
    /// What a line does, in the reader's own words.
    ExplainLine,
}

impl Generator {
    /// All of them, in the order in which the format's description lists them.
    pub const ALL: [Generator; 17] = [
        Generator::VarValue,
        Generator::UserAtLine,
        Generator::UserAtRuntime,
        Generator::CwdAtLine,
        Generator::Argv,
        Generator::Pid1,
        Generator::StagesBuilt,
        Generator::AddsLayer,
        Generator::Sent,
        Generator::OwnerOfCopy,
        Generator::CacheAfterEdit,
        Generator::CacheAfterTouch,
        Generator::CacheAfterArg,
        Generator::CacheOrder,
        Generator::InFinalImage,
        Generator::PointAtLine,
        Generator::ExplainLine,
    ];

    /// Its name in lessons.
    pub fn name(self) -> &'static str {
        match self {
            Generator::VarValue => "var-value",
            Generator::UserAtLine => "user-at-line",
            Generator::UserAtRuntime => "user-at-runtime",
            Generator::CwdAtLine => "cwd-at-line",
            Generator::Argv => "argv",
            Generator::Pid1 => "pid1",
            Generator::StagesBuilt => "stages-built",
            Generator::AddsLayer => "adds-layer",
            Generator::Sent => "sent",
            Generator::OwnerOfCopy => "owner-of-copy",
            Generator::CacheAfterEdit => "cache-after-edit",
            Generator::CacheAfterTouch => "cache-after-touch",
            Generator::CacheAfterArg => "cache-after-arg",
            Generator::CacheOrder => "cache-order",
            Generator::InFinalImage => "in-final-image",
            Generator::PointAtLine => "point-at-line",
            Generator::ExplainLine => "explain-line",
        }
    }

    /// The generator of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|generator| generator.name() == name)
    }

    /// The skill that its questions train; a value at run time is another
    /// skill than one during the build.
    pub fn skill(self, when: Moment) -> &'static str {
        match self {
            Generator::VarValue if when == Moment::Run => "variables.runtime",
            Generator::VarValue => "variables.value",
            Generator::UserAtLine | Generator::UserAtRuntime => "user.who",
            Generator::CwdAtLine => "run.directory",
            Generator::Argv => "start.argv",
            Generator::Pid1 => "start.pid1",
            Generator::StagesBuilt => "stages.target",
            Generator::AddsLayer => "basics.layers",
            Generator::Sent => "context.ignore",
            Generator::OwnerOfCopy => "user.owner",
            Generator::CacheAfterEdit => "cache.rules",
            Generator::CacheAfterTouch => "cache.copy",
            Generator::CacheAfterArg => "cache.arguments",
            Generator::CacheOrder => "cache.order",
            Generator::InFinalImage => "stages.contents",
            Generator::PointAtLine => "stages.graph",
            Generator::ExplainLine => "explain.document",
        }
    }

    /// The settings that it takes beside `n`.
    pub fn settings(self) -> &'static [&'static str] {
        match self {
            Generator::VarValue => &["name", "when"],
            Generator::StagesBuilt => &["target"],
            Generator::Sent
            | Generator::CacheAfterEdit
            | Generator::CacheAfterTouch
            | Generator::CacheOrder => &["path"],
            Generator::CacheAfterArg => &["name"],
            _ => &[],
        }
    }
}

/// The moment that a question about a variable means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moment {
    /// While the image is built.
    #[default]
    Build,
    /// In a container of the finished image.
    Run,
}

/// A question made from the reader's file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What makes it.
    pub generator: Generator,
    /// The variable or build argument that it is about; any when not given.
    pub name: Option<String>,
    /// The moment that it means.
    pub when: Moment,
    /// The target that it is about; the reader's when not given.
    pub target: Option<String>,
    /// The path that it is about, or a pattern of paths; any when not given.
    pub path: Option<String>,
    /// How many questions at most; at least 1.
    pub count: u32,
    /// The number of its first question, from 1: a lesson may use a generator several times.
    pub first: u32,
    /// What the ids of its questions begin with: `<lesson>-<generator>`.
    pub stem: String,
}

impl Ask {
    /// One question of a generator, without settings, for whatever lesson.
    pub fn plain(generator: Generator) -> Self {
        Self {
            generator,
            name: None,
            when: Moment::default(),
            target: None,
            path: None,
            count: 1,
            first: 1,
            stem: generator.name().to_owned(),
        }
    }

    /// The ids that its questions have or would have, in order.
    pub fn ids(&self) -> impl Iterator<Item = String> {
        (self.first..self.first.saturating_add(self.count))
            .map(|number| format!("{}-{number}", self.stem))
    }
}

/// Makes the questions of an `ask` from a Dockerfile. The module `quiz` does;
/// it comes after this one, so that the checker and the preview are given one.
pub trait Asker {
    /// The questions about a file that stands alone, at least one.
    ///
    /// # Errors
    /// Why there is none, as a sentence without its full stop.
    fn questions(&self, ask: &Ask, file: &Sample) -> Result<Vec<Question>, String>;
}

/// More questions than this from one `ask` are no step of a lesson any more.
const MOST: u32 = 9;

impl Builder<'_> {
    /// `ask: cache-after-edit` or `ask: {gen: cache-after-edit, n: 1}`.
    pub(super) fn ask(&mut self, directive: Directive, value: &Place) {
        let is_map =
            matches!(&directive.value, Value::Tree(node) if matches!(node.value, Yaml::Map(_)));
        if !is_map {
            let Some((name, place)) = self.words(directive, value) else { return };
            if let Some(generator) = self.generator(&name, &place) {
                self.push_ask(Ask::plain(generator), place);
            }
            return;
        }
        let mut settings = self.settings(directive, value);
        let Some(name) = settings.text("gen", self.problems) else {
            let hint = "such as ask: {gen: cache-after-edit}";
            return self.problems.error_with_hint(&settings.place, "this ask has no gen", hint);
        };
        let Some(generator) = self.generator(&name.text, &name.place) else { return };
        let mut ask = Ask::plain(generator);
        let count = settings.number("n", self.problems);
        ask.count = count.unwrap_or(1).clamp(1, MOST);
        let text = |it: Option<settings::Text>| it.map(|it| it.text);
        ask.name = text(settings.text("name", self.problems));
        ask.target = text(settings.text("target", self.problems));
        ask.path = text(settings.text("path", self.problems));
        if let Some(when) = settings.text("when", self.problems) {
            ask.when = match when.text.as_str() {
                "run" => Moment::Run,
                "build" => Moment::Build,
                _ => {
                    self.problems.unknown(&when.place, "moment", &when.text, &["build", "run"]);
                    Moment::Build
                }
            };
        }
        let mut known = vec!["gen", "n"];
        known.extend(generator.settings());
        settings.report_unknown(&known, self.problems);
        self.push_ask(ask, name.place);
    }

    fn generator(&mut self, name: &str, place: &Place) -> Option<Generator> {
        let generator = Generator::named(name);
        if generator.is_none() {
            let known = Generator::ALL.map(Generator::name);
            self.problems.unknown(place, "generator of questions", name, &known);
        }
        generator
    }

    fn push_ask(&mut self, mut ask: Ask, place: Place) {
        let earlier = self.trace.asks.iter().map(|traced| &traced.ask);
        let same = earlier.filter(|other| other.generator == ask.generator);
        ask.first = 1 + same.map(|other| other.count).sum::<u32>();
        let conditions = self.open_conditions();
        self.trace.asks.push(TracedAsk { ask: ask.clone(), place, conditions });
        self.push(Item::Ask(ask));
    }
}

/// Gives every `ask` of a lesson its stem, now that the lesson's id is known.
pub(super) fn name_asks(lesson: &mut Lesson) {
    let mut left: Vec<&mut Item> = Vec::new();
    for step in &mut lesson.steps {
        left.extend(&mut step.items);
    }
    while let Some(item) = left.pop() {
        match item {
            Item::Ask(ask) => ask.stem = format!("{}-{}", lesson.id, ask.generator.name()),
            Item::Conditional { then, otherwise, .. } => {
                left.extend(then);
                left.extend(otherwise);
            }
            _ => {}
        }
    }
}
