//! Everything that the screen shows; changed by [`update`](super::update()) alone.

use ratatui::layout::Size;

use crate::source::LineNumber;

use super::file_pane::FilePane;
use super::guide::{Context, Guide, Highlights};
use super::keymap::Where;
use super::theme::{Brightness, Palette, Theme};
use super::{Effect, Place, Settings, Start, ThemeChoice};

/// What the guide shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum View {
    /// The lesson.
    #[default]
    Lesson,
    /// The explanation of the selected instruction.
    Explain,
}

impl View {
    /// All, in the order of the tabs; the n-th has the number n, counted from 1.
    pub const ALL: [View; 2] = [View::Lesson, View::Explain];

    /// The words on its tab.
    pub fn title(self) -> &'static str {
        match self {
            View::Lesson => "Lesson",
            View::Explain => "Explain",
        }
    }
}

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
    pub now: std::time::Duration,
    /// Whether the program has the mouse.
    pub mouse: bool,
    /// The reader's settings.
    pub settings: Settings,
}

impl Model {
    /// The first state, for a terminal of this size. Reads nothing: where
    /// `start` names a file, its bytes come as a first [`Message::File`](super::Message::File).
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
            status: None,
            theme: Theme::new(first_palette(start.settings.theme)),
            highlights: Highlights::default(),
            mask_secrets: true,
            now: std::time::Duration::ZERO,
            mouse: start.settings.mouse,
            settings: start.settings.clone(),
        };
        model.settle();
        model
    }

    /// Lays everything out for the present state: called after every change,
    /// so that drawing has nothing to compute that lasts.
    pub(super) fn settle(&mut self) {
        let frame = super::view::Frame::of(self);
        self.file.fit(frame.file.as_size());
        let (guide, context) = self.guide_and_context();
        guide.fit(frame.guide.as_size(), &context);
        self.highlights = self.guide.highlights();
    }

    /// The guide to be changed, beside what it may read.
    pub(super) fn guide_and_context(&mut self) -> (&mut Guide, Context<'_>) {
        let context = Context {
            file: self.file.dockerfile(),
            is_sample: self.file.is_sample(),
            selected: self.file.selected(),
            view: self.view,
            has_keys: self.focus == Pane::Guide,
            mask_secrets: self.mask_secrets,
            now: self.now,
            theme: &self.theme,
        };
        (&mut self.guide, context)
    }

    /// What the guide may read while it draws.
    pub fn context(&self) -> Context<'_> {
        Context {
            file: self.file.dockerfile(),
            is_sample: self.file.is_sample(),
            selected: self.file.selected(),
            view: self.view,
            has_keys: self.focus == Pane::Guide,
            mask_secrets: self.mask_secrets,
            now: self.now,
            theme: &self.theme,
        }
    }

    /// Which key places are in force, the most special first.
    pub fn places(&self) -> Vec<Where> {
        if self.guide.typing() {
            return vec![Where::Typing];
        }
        let mut places = self.guide.places(&self.context());
        if self.focus == Pane::File {
            places.push(Where::File);
        }
        places.extend([Where::Pane, Where::Everywhere]);
        places
    }

    /// Where the reader is, for the next start.
    pub fn place(&self) -> Place {
        let (lesson, step) = self.guide.place();
        Place { lesson, step, view: self.view, line: self.selected_line() }
    }

    /// The first line of the selected instruction.
    pub fn selected_line(&self) -> Option<LineNumber> {
        let id = self.file.selected()?;
        let instruction = self.file.dockerfile().instructions.get(id.0 as usize)?;
        Some(instruction.lines.first)
    }

    /// What to do when the first frame is on the screen.
    pub(super) fn start_slow_things(&self) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(path) = self.file.path() {
            effects.push(Effect::Watch(path.to_owned()));
        }
        effects
    }

    /// Takes the terminal's answer, where the reader left the choice to it.
    pub(super) fn set_brightness(&mut self, brightness: Brightness) {
        let detects = self.settings.theme == ThemeChoice::Detect;
        if detects && self.theme.palette != Palette::Monochrome {
            self.theme = Theme::new(match brightness {
                Brightness::Dark => Palette::Dark,
                Brightness::Light => Palette::Light,
            });
        }
    }
}

fn first_palette(choice: ThemeChoice) -> Palette {
    match choice {
        ThemeChoice::Detect | ThemeChoice::Dark => Palette::Dark,
        ThemeChoice::Light => Palette::Light,
        ThemeChoice::Monochrome => Palette::Monochrome,
    }
}
