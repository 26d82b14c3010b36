//! Everything that the screen shows; changed by [`update`](super::update()) alone.

use std::path::Path;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use ratatui::layout::Size;

use crate::analysis::Analysis;
use crate::build::{Build, Options};
use crate::cache::Change;
use crate::context::Snapshot;
use crate::doc::Highlighter;
use crate::dockerfile::Dockerfile;
use crate::explain::mask::is_secret_name;
use crate::host::{Background, background_by_environment};
use crate::knowledge::Knowledge;
use crate::lesson::LessonFiles;
use crate::progress::Timestamp;
use crate::quiz::Field;
use crate::source::{LineNumber, Span};

use super::check_settings::{CheckSettings, SettingsOnDisk};
use super::choices::Choices;
use super::commands::PaletteState;
use super::effects::Practice;
use super::file_pane::{FilePane, Presence};
use super::guide::{Context, Guide, Highlights};
use super::keymap::Where;
use super::outlook::{BetterOrder, CacheQuestion, Forecaster, Key, Outlook};
use super::surroundings::{Folder, Surroundings};
use super::theme::{Palette, Theme};
use super::{Effect, Place, Settings, Start, ThemeChoice, View};

/// One of the two panes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// The left one.
    #[default]
    Guide,
    /// The right one.
    File,
}

/// What lies over the panes and takes all keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Overlay {
    /// All keys, scrolled down by this many rows.
    Help {
        /// Rows above the upper edge.
        scroll: usize,
    },
    /// The commands, filtered by what is typed.
    Palette(PaletteState),
    /// A build argument is being typed, as `NAME=value`.
    Argument(Field),
    /// A search is being typed.
    Search {
        /// What is typed.
        field: Field,
        /// The line at the top when the search began: it looks from there on.
        from: LineNumber,
    },
}

/// Words in the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The words; may hold hostile characters, the view makes them safe.
    pub text: String,
    /// Whether something went wrong.
    pub is_trouble: bool,
}

/// Everything that the screen shows.
#[derive(Debug)]
pub struct Model {
    /// The terminal's size.
    pub size: Size,
    /// The right pane.
    pub file: FilePane,
    /// The left pane.
    pub guide: Guide,
    /// What the guide shows.
    pub view: View,
    /// Which pane has the keys; where there is room for one, the one that is shown.
    pub focus: Pane,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// What is said until the next key.
    pub status: Option<Status>,
    /// The looks.
    pub theme: Theme,
    /// What the guide marks in the file.
    pub highlights: Highlights,
    /// Whether values that look like secrets are masked.
    pub mask_secrets: bool,
    /// Time since the program started, as the loop last said.
    pub now: Duration,
    /// The moment at which the program started.
    began: Timestamp,
    /// Whether the program has the mouse.
    pub mouse: bool,
    /// The reader's settings.
    pub settings: Settings,
    /// Colours for code in other languages than Dockerfile. Cold until the
    /// first frame is on the screen and something asks for them.
    pub highlighter: Arc<Highlighter>,
    /// What the command line asks of the build; [`Model::choices`] go before it.
    pub(super) options: Options,
    /// What is known of images, commands, packages and names.
    pub(super) knowledge: Knowledge,
    /// What the reader chose of the build.
    pub choices: Choices,
    /// What follows from the file that is shown; `None` while it is not worked out.
    pub analysis: Option<Arc<Analysis>>,
    /// What held of a long text that is shown no more: to be dropped when the frame is out,
    /// for that takes longer than to draw it.
    pub(super) outdated: Option<Build>,
    /// Grows with each choice.
    pub(super) choice: u64,
    /// The text and the choices for which an analysis was asked for last.
    pub(super) asked: Option<(u64, u64)>,
    /// The text and the choices whose analysis the guide knows of.
    pub(super) told: Option<(u64, u64)>,
    /// The folder around the reader's file.
    pub(super) folder: Folder,
    /// The first of the guide's marks, as it was brought into view last.
    pub(super) marks_shown: Option<Span>,
    /// The files of the lesson that are watched.
    pub(super) lesson_watched: Option<LessonFiles>,
    /// Which checks run.
    pub(super) check_settings: SettingsOnDisk,
    /// What the next build would do, as far as the Cache view asked for it.
    pub(super) outlook: Option<Arc<Outlook>>,
    /// What was asked for last.
    pub(super) outlook_asked: Option<(Key, Vec<Change>)>,
    /// A better order of the file, as far as it was asked for.
    pub(super) order: Option<Arc<BetterOrder>>,
    /// What it was asked for last.
    pub(super) order_asked: Option<Key>,
    /// Answers for files and folders of usual size.
    pub(super) forecaster: Forecaster,
    /// The files that the lesson lists beside its sample, while that is shown,
    /// with a number that stands for them.
    example: Option<(Arc<Snapshot>, u64)>,
    /// Whether the highlighter may be warmed.
    pub(super) warming: Warming,
}

/// How far warming the highlighter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Warming {
    /// The first frame is not on the screen yet.
    TooEarly,
    /// As soon as something has code in another language.
    WhenWanted,
    /// A thread does it, or has done it.
    Begun,
}

impl Model {
    /// The first state, for a terminal of this size. Reads nothing.
    pub fn new(start: &Start, size: Size) -> Self {
        let guide = Guide::new(start);
        let place = start.place.clone().unwrap_or_default();
        let view = start.view.unwrap_or(place.view);
        let mut model = Self {
            size,
            file: FilePane::new(start, &guide),
            guide,
            view,
            focus: Pane::Guide,
            overlay: None,
            status: start.notice.clone().map(|text| Status { text, is_trouble: true }),
            theme: Theme::new(first_palette(start)),
            highlights: Highlights::default(),
            mask_secrets: true,
            now: Duration::ZERO,
            began: start.clock,
            mouse: start.settings.mouse,
            settings: start.settings.clone(),
            highlighter: Arc::default(),
            options: start.options.clone(),
            knowledge: start.knowledge.clone(),
            choices: first_choices(start, &place),
            analysis: None,
            outdated: None,
            choice: 0,
            asked: None,
            told: None,
            folder: Folder { is_named: start.context.is_some(), ..Folder::default() },
            marks_shown: None,
            lesson_watched: None,
            check_settings: SettingsOnDisk::default(),
            outlook: None,
            outlook_asked: None,
            order: None,
            order_asked: None,
            forecaster: Forecaster::default(),
            example: None,
            warming: Warming::TooEarly,
        };
        model.settle();
        model
    }

    /// Lays everything out for the present state: called after every change,
    /// so that drawing has nothing to compute that lasts.
    pub(super) fn settle(&mut self) {
        let frame = super::view::Frame::of(self);
        let mut size = frame.file.as_size();
        size.width = size.width.saturating_sub(self.view.margin());
        self.file.fit(size, self.mask_secrets);
        let (guide, context) = self.guide_and_context();
        guide.fit(frame.guide.as_size(), &context);
        self.highlights = self.guide.highlights();
    }

    /// The guide to be changed, beside what it may read.
    pub(super) fn guide_and_context(&mut self) -> (&mut Guide, Context<'_>) {
        self.example = self.example_in_force();
        let is_side_by_side = super::view::Frame::of(self).is_side_by_side();
        let Self { guide, file, .. } = self;
        let context = Context {
            knowledge: &self.knowledge,
            file: file.dockerfile(),
            is_sample: file.is_sample(),
            is_practice: file.is_practice(),
            has_own: file.has_own(),
            selected: file.selected(),
            view: self.view,
            has_keys: self.focus == Pane::Guide,
            is_side_by_side,
            mask_secrets: self.mask_secrets,
            now: self.now,
            clock: self.began.after(self.now),
            theme: &self.theme,
            highlighter: &self.highlighter,
            generation: file.generation(),
            choices: &self.choices,
            analysis: current(&self.analysis, file),
            surroundings: surroundings(&self.folder, &self.example, file),
            awaits_contents: self.example.is_none() && self.folder.awaits_contents(),
            outlook: self.outlook.as_deref(),
            order: self.order.as_ref().map(|order| &order.advised),
            answers: self.example.as_ref().map_or(self.folder.answers, |it| it.1),
            own_path: own_path(file),
            checks: checks(&self.check_settings, file),
        };
        (guide, context)
    }

    /// What the guide may read while it draws.
    pub fn context(&self) -> Context<'_> {
        Context {
            file: self.file.dockerfile(),
            knowledge: &self.knowledge,
            is_sample: self.file.is_sample(),
            is_practice: self.file.is_practice(),
            has_own: self.file.has_own(),
            selected: self.file.selected(),
            view: self.view,
            has_keys: self.focus == Pane::Guide,
            is_side_by_side: super::view::Frame::of(self).is_side_by_side(),
            mask_secrets: self.mask_secrets,
            now: self.now,
            clock: self.began.after(self.now),
            theme: &self.theme,
            highlighter: &self.highlighter,
            generation: self.file.generation(),
            choices: &self.choices,
            analysis: current(&self.analysis, &self.file),
            surroundings: surroundings(&self.folder, &self.example, &self.file),
            awaits_contents: self.example.is_none() && self.folder.awaits_contents(),
            outlook: self.outlook.as_deref(),
            order: self.order.as_ref().map(|order| &order.advised),
            answers: self.example.as_ref().map_or(self.folder.answers, |it| it.1),
            own_path: own_path(&self.file),
            checks: checks(&self.check_settings, &self.file),
        }
    }

    /// The files of the lesson, where its sample, or a copy of it, is shown.
    fn example_in_force(&self) -> Option<(Arc<Snapshot>, u64)> {
        let is_example = self.file.is_practice() || self.shows_lesson_sample();
        self.guide.example().filter(|_| is_example)
    }

    /// Which key places are in force, the most special first.
    pub fn places(&self) -> Vec<Where> {
        match &self.overlay {
            Some(Overlay::Help { .. }) => vec![Where::Overlay, Where::Pane, Where::Always],
            Some(Overlay::Palette(_)) => {
                vec![Where::Palette, Where::Prompt, Where::Typing, Where::Always]
            }
            Some(Overlay::Search { .. } | Overlay::Argument(_)) => {
                vec![Where::Prompt, Where::Typing, Where::Always]
            }
            None => self.places_of_panes(),
        }
    }

    /// The same as if no overlay were open.
    pub(super) fn places_of_panes(&self) -> Vec<Where> {
        let mut places = self.guide.places(&self.context());
        if self.focus == Pane::Guide && self.guide.typing() {
            places.extend([Where::Typing, Where::Always]);
            return places;
        }
        if self.focus == Pane::File {
            places.retain(|place| !place.belongs_to_question());
            places.push(Where::File);
        } else {
            places.retain(|place| !place.belongs_to_file());
        }
        places.extend([Where::Pane, Where::Everywhere, Where::Always]);
        places
    }

    /// Whether letters go into an answer.
    pub(super) fn guide_types(&self) -> bool {
        self.focus == Pane::Guide && self.overlay.is_none() && self.guide.typing()
    }

    /// Whether a letter begins an answer, whatever it is bound to.
    pub(super) fn guide_takes_letter(&self, letter: char) -> bool {
        self.focus == Pane::Guide
            && self.overlay.is_none()
            && self.guide.takes_letter(letter, &self.context())
    }

    /// Whether the lesson's sample stands in the file pane as it came.
    pub(super) fn shows_lesson_sample(&self) -> bool {
        let shown = self.file.dockerfile().source.text();
        self.file.is_sample() && !self.file.is_practice() && self.guide.sample().1 == shown
    }

    /// The wish to do something about the reader's copy of the lesson's
    /// sample; `None` where what is shown does not go with it.
    pub(super) fn practise(&self, how: Practice) -> Option<Effect> {
        let fits = match how {
            Practice::Find => self.shows_lesson_sample() && !self.file.has_own(),
            Practice::Edit(_) => self.shows_lesson_sample(),
            Practice::Renew => self.file.is_practice(),
        };
        let lesson = self.guide.place().0.unwrap_or_default();
        let (name, text) = self.guide.sample();
        fits.then_some(Effect::Practise { lesson, name, text, how })
    }

    /// Where the reader is, for the next start.
    pub fn place(&self) -> Place {
        let (lesson, step) = self.guide.place();
        Place {
            lesson,
            step,
            path: self.guide.path(),
            view: self.view,
            line: self.file.selected_lines().map(|lines| lines.first),
            choices: self.choices.clone(),
            typed: self.guide.typed(),
        }
    }

    /// Whether the value of a build argument is masked on the screen.
    pub(super) fn hides(&self, argument: &str) -> bool {
        self.mask_secrets && is_secret_name(argument)
    }

    /// What [`Effect::Analyse`] works out: the file that is shown, and what the build is asked for.
    pub fn question(&self) -> (Arc<Dockerfile>, Options) {
        (self.file.shared(), self.build_options())
    }

    /// What [`Effect::Forecast`] works out: what the Cache view asks. `None`
    /// while the file is worked out or the folder is looked through.
    pub fn cache_question(&self) -> Option<CacheQuestion> {
        let analysis = self.context().analysis?;
        let folder = match (&self.example, self.has_folder(), &self.folder.found) {
            (Some((snapshot, _)), ..) => Some(Arc::clone(snapshot)),
            (None, true, found) => found.as_ref()?.as_ref().ok().cloned(),
            (None, false, _) => None,
        };
        Some(CacheQuestion {
            key: super::update::outlook_key(self),
            file: Arc::clone(&analysis.file),
            options: analysis.options.clone(),
            folder,
            changes: self.guide.changes(),
        })
    }

    /// Whether a folder goes with the text that is shown.
    pub(super) fn has_folder(&self) -> bool {
        has_folder(&self.folder, &self.file)
    }

    /// What the build is asked for.
    pub(super) fn build_options(&self) -> Options {
        self.choices.options(&self.options)
    }

    /// Takes the terminal's answer, where the reader left the choice to it.
    pub(super) fn set_background(&mut self, background: Background) {
        if self.settings.theme == ThemeChoice::Detect {
            self.theme = Theme::new(match background {
                Background::Dark => Palette::Dark,
                Background::Light => Palette::Light,
            });
        }
    }
}

/// The analysis, unless it is that of a text that stood in the pane before.
fn current<'a>(analysis: &'a Option<Arc<Analysis>>, file: &FilePane) -> Option<&'a Analysis> {
    let analysis = analysis.as_deref()?;
    std::ptr::eq(analysis.file.as_ref(), file.dockerfile()).then_some(analysis)
}

/// What is known of the folder of the text that is shown.
fn surroundings<'a>(
    folder: &'a Folder,
    example: &'a Option<(Arc<Snapshot>, u64)>,
    file: &FilePane,
) -> Surroundings<'a> {
    if let Some((snapshot, _)) = example {
        return Surroundings::Example(snapshot);
    }
    if has_folder(folder, file) { folder.surroundings() } else { Surroundings::NoFolder }
}

/// The reader's own file, where it is shown as it is on disk.
fn own_path(file: &FilePane) -> Option<&Path> {
    let is_own = !file.is_sample() && *file.presence() == Presence::Present;
    file.path().filter(|_| is_own)
}

/// Which checks run; for a sample the usual ones, and a number that stands for them.
fn checks<'a>(on_disk: &'a SettingsOnDisk, file: &FilePane) -> (&'a CheckSettings, u64) {
    static USUAL: LazyLock<CheckSettings> = LazyLock::new(CheckSettings::default);
    if file.is_sample() { (&USUAL, u64::MAX) } else { (&on_disk.found, on_disk.answers) }
}

/// A sample has none, wherever the reader is.
fn has_folder(folder: &Folder, file: &FilePane) -> bool {
    !file.is_sample() && (folder.is_named || file.path().is_some())
}

/// What the command line says of target and arguments; where it says nothing,
/// what the reader chose in this file before.
fn first_choices(start: &Start, place: &Place) -> Choices {
    let Options { target, arguments, .. } = &start.options;
    if target.is_none() && arguments.is_empty() {
        return place.choices.clone();
    }
    Choices { target: target.clone(), arguments: arguments.clone() }
}

/// The palette before the terminal was asked.
fn first_palette(start: &Start) -> Palette {
    match start.settings.theme {
        ThemeChoice::Detect => match background_by_environment(&start.environment) {
            Some(Background::Light) => Palette::Light,
            Some(Background::Dark) | None => Palette::Dark,
        },
        ThemeChoice::Dark => Palette::Dark,
        ThemeChoice::Light => Palette::Light,
        ThemeChoice::Monochrome => Palette::Monochrome,
    }
}
