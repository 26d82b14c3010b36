//! Screens: the model drawn into cells, as symbols and as styles.

mod answering;
mod asked;
mod authors;
mod cache;
mod checks;
mod choices;
mod context;
mod course;
mod explain;
mod file_pane;
mod folder;
mod grid;
mod guide;
mod home;
mod hostile_packs;
mod keys;
mod lists;
mod looks;
mod never_panics;
mod packs;
mod pointing;
mod promises;
mod questions;
mod review;
mod runtime;
mod stages;

use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::context::{Entry, EntryKind, Ignore, Snapshot, Tree};
use layerwise::host::{FileHash, FileKey, FileNews, Opened, Origin};
use layerwise::lesson::{AddedLesson, LessonOrigin, NoFolder};
use layerwise::progress::{Record, RecordKind, Timestamp};
use layerwise::quiz::{Given, Outcome};
use layerwise::source::Source;
use layerwise::tui::{
    CheckSettings, Effect, Forecaster, Message, Model, Settings, Start, StartLesson, ThemeChoice,
    View, draw, update,
};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::{Rect, Size};

/// A lesson of our own, so that no screen changes with the course.
const LESSON: &str = "\
---
layerwise: 1
id: test
title: A test of the screen
---
# A test of the screen

Look at the *marked* line. It copies everything.

<!-- focus: COPY -->

## The second step

<!-- quiz: {id: q1} -->
### Which line copies files?

> Look at the words.

- [x] `COPY . .`
    > It does.
- [ ] `FROM python`
    > It begins a stage.

<details><summary>Why</summary>

COPY takes files from the context.

</details>
";

/// A Dockerfile with a bit of everything that is shown.
pub const GOOD: &str = "\
# syntax=docker/dockerfile:1
FROM python:3.12-slim AS base
ENV PYTHONUNBUFFERED=1 API_TOKEN=abcdef123456
COPY . .
RUN apt-get update && \\
    apt-get install -y --no-install-recommends build-essential libpq-dev curl git ca-certificates && \\
    rm -rf /var/lib/apt/lists/*

# What the image starts.
FROM base AS final
COPY --from=base /app /app
CMD [\"python\", \"app.py\"]
";

/// A start at a lesson of this text, with no files beside it.
pub fn lesson_of(name: &str, text: &str) -> StartLesson {
    let added = AddedLesson::read(LessonOrigin::File, name, text, &NoFolder);
    StartLesson::Added(Box::new(added))
}

/// A file that gives most kinds of questions.
pub const ASKED_ABOUT: &str = "\
FROM python:3.13-slim AS base
RUN useradd app
USER app

FROM base AS tools
USER root
RUN apt-get update

FROM base
WORKDIR /srv
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
USER web
CMD [\"serve\"]
";

/// What lies beside it.
pub fn folder_beside() -> Message {
    let mut tree = Tree::default();
    for name in ["app.py", "requirements.txt"] {
        tree.insert(name, Entry { kind: EntryKind::File, mode: 0o644, size: 1, digest: None });
    }
    Message::Scanned(Ok(Arc::new(Snapshot::of_tree("folder", &tree, Ignore::default()))))
}

/// The program without a terminal: keys in, screens and effects out.
pub struct Play {
    pub model: Model,
    pub effects: Vec<Effect>,
    /// Whether long files are worked out, as by the program's thread.
    pub has_thread: bool,
    /// What a scan of the folder finds; `None` while it never ends.
    pub folder: Option<Arc<Snapshot>>,
    /// What is found where the settings of the checks are looked for.
    pub check_settings: CheckSettings,
}

impl Play {
    /// A file at a size, with the test lesson in view.
    pub fn new(text: &str, columns: u16, rows: u16) -> Self {
        Self::with(text.as_bytes(), columns, rows, ThemeChoice::Dark)
    }

    pub fn with(bytes: &[u8], columns: u16, rows: u16, theme: ThemeChoice) -> Self {
        let mut start = start(bytes);
        start.settings.theme = theme;
        Self::started(&start, columns, rows)
    }

    pub fn started(start: &Start, columns: u16, rows: u16) -> Self {
        let model = Model::new(start, Size::new(columns, rows));
        let mut play = Self {
            model,
            effects: Vec::new(),
            has_thread: true,
            folder: None,
            check_settings: CheckSettings::default(),
        };
        play.send(Message::Ready);
        play
    }

    pub fn send(&mut self, message: Message) -> &mut Self {
        let effects = update(&mut self.model, message);
        let analyses = effects.contains(&Effect::Analyse);
        let forecasts = effects.contains(&Effect::Forecast);
        let advises = effects.contains(&Effect::Advise);
        let scans = effects.iter().any(|effect| matches!(effect, Effect::Scan(_)));
        let effects_ask_for_settings = effects.contains(&Effect::ReadCheckSettings);
        self.effects.extend(effects);
        if effects_ask_for_settings {
            let settings = Box::new(self.check_settings.clone());
            self.send(Message::CheckSettings(settings));
        }
        if let Some(folder) = self.folder.clone().filter(|_| scans) {
            self.send(Message::Scanned(Ok(folder)));
        }
        if advises && self.has_thread {
            let order = self.model.cache_question().unwrap().better_order();
            self.send(Message::Advised(Arc::new(order)));
        }
        if forecasts && self.has_thread {
            let question = self.model.cache_question().unwrap();
            let outlook = Forecaster::default().answer(question);
            self.send(Message::Forecast(Arc::new(outlook)));
        }
        if analyses && self.has_thread {
            let (file, options) = self.model.question();
            let analysis = Analysis::of(file, options);
            return self.send(Message::Analysed(Arc::new(analysis)));
        }
        self
    }

    /// Presses keys, parted by blanks: `j`, `Tab`, `Ctrl-d`, `Space`.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for name in keys.split(' ').filter(|name| !name.is_empty()) {
            self.send(Message::Key(key(name)));
        }
        self
    }

    /// Types a text letter by letter.
    pub fn type_text(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            self.send(Message::Key(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE)));
        }
        self
    }

    /// Saves another text.
    pub fn save(&mut self, text: &str) -> &mut Self {
        self.send(Message::File(FileNews::Read(text.as_bytes().to_vec())))
    }

    pub fn click(&mut self, column: u16, row: u16) -> &mut Self {
        self.mouse(MouseEventKind::Down(MouseButton::Left), column, row)
    }

    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        let modifiers = KeyModifiers::NONE;
        self.send(Message::Mouse(MouseEvent { kind, column, row, modifiers }))
    }

    pub fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.send(Message::Resize { columns, rows })
    }

    pub fn buffer(&self) -> Buffer {
        let Size { width, height } = self.model.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
        draw(&self.model, &mut buffer);
        buffer
    }

    /// The symbols, row by row, without blanks at the ends.
    pub fn screen(&self) -> String {
        grid::symbols(&self.buffer())
    }

    /// The rows of the file pane, without its gutter's right margin; side by side only.
    pub fn file(&self) -> Vec<String> {
        let screen = self.screen();
        let rows = screen.lines().skip(3);
        rows.filter_map(|row| row.split_once('│').map(|(_, file)| file.to_owned())).collect()
    }

    /// The last row.
    pub fn footer(&self) -> String {
        self.screen().lines().last().unwrap_or_default().to_owned()
    }
}

/// A start with this file, which has a path, and the test lesson.
pub fn start(bytes: &[u8]) -> Start {
    let opened = Opened {
        source: Arc::new(Source::new("Dockerfile", bytes.to_vec())),
        origin: Origin::File("Dockerfile".into()),
        hash: FileHash::of(bytes),
        key: FileKey::built_in("test"),
        bytes: bytes.len() as u64,
    };
    let lesson = lesson_of("test.md", LESSON);
    let settings = Settings { theme: ThemeChoice::Dark, ..Settings::default() };
    Start { lesson, settings, view: Some(View::Lesson), ..Start::new(opened) }
}

/// A key by its name.
pub fn key(name: &str) -> KeyEvent {
    let (modifiers, name) = match name.strip_prefix("Ctrl-") {
        Some(rest) => (KeyModifiers::CONTROL, rest),
        None => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "Space" => KeyCode::Char(' '),
        "Tab" => KeyCode::Tab,
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "PageUp" => KeyCode::PageUp,
        "PageDown" => KeyCode::PageDown,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Backspace" => KeyCode::Backspace,
        "F2" => KeyCode::F(2),
        other => {
            let mut letters = other.chars();
            let letter = letters.next().unwrap();
            assert!(letters.next().is_none(), "no key is called {other}");
            KeyCode::Char(letter)
        }
    };
    KeyEvent::new(code, modifiers)
}

/// 2026-11-20, 12:00 UTC.
const NOON: u64 = 1_795_176_000_000;

/// The first answer to a question of a lesson, as the log holds it.
fn answer(at: u64, (lesson, question, skill): (&str, &str, &str), correct: bool) -> Record {
    let outcome = Outcome {
        lesson: lesson.to_owned(),
        question: question.to_owned(),
        skill: Some(skill.to_owned()),
        hash: "h".to_owned(),
        seed: 1,
        file: None,
        given: Given::Truth(true),
        correct,
        try_number: 1,
        closed: true,
        hints: 0,
        confidence: None,
        had: false,
    };
    Record { at: Timestamp(at), kind: RecordKind::Answer(outcome) }
}
