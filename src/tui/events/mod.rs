//! The loop: messages in, effects performed, frames drawn when nothing waits.

mod beside;
mod outside;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use crate::build::Build;
use crate::host::{
    FileKey, FileWatch, Keeper, StoredPlace, ask_background, background_by_environment,
    beside_the_screen, now,
};
use crate::progress::Record;
use crate::source::LineNumber;

use super::analyst::Analyst;
use super::effects::{Capture, Effect};
use super::input::{HandedOver, Incoming, Input, follow_signals};
use super::outlook::ForecastThread;
use super::scanner::Scanner;
use super::terminal::{self, Screen};
use super::{Ending, Message, Model, Place, Start, ThemeChoice, update};

/// How long to wait for the terminal's answer about its background.
const BACKGROUND_LIMIT: Duration = Duration::from_millis(100);

/// Shows the screen until the reader quits.
///
/// # Errors
/// When the terminal cannot be taken or written to. It is restored first.
pub fn run(start: Start) -> anyhow::Result<Ending> {
    terminal::restore_on_panic();
    let began = Instant::now();
    let (queue, incoming) = channel();
    let handed_over = HandedOver::new(AtomicBool::new(false));
    // Before the terminal is taken, so that no signal finds it taken and unguarded.
    follow_signals(queue.clone(), Arc::clone(&handed_over))?;
    let mut screen = Screen::take(capture(start.settings.mouse))?;
    let mut model = Model::new(&start, screen.size()?);
    screen.draw(&model)?;
    ask_for_background(&start, &mut model);
    let input = Input::start(queue.clone())?;
    let mut session = Session {
        start,
        screen,
        input,
        queue,
        handed_over,
        watch: None,
        practice_watch: None,
        keeper: None,
        analyst: None,
        forecaster: None,
        scanner: None,
        ignore_watches: Vec::new(),
        lesson_watches: Vec::new(),
        settings_watch: None,
        after_frame: Vec::new(),
        outdated: None,
        ending: None,
    };
    let effects = update(&mut model, Message::Ready);
    session.perform_all(effects, &model)?;
    let ending = session.follow(&mut model, &incoming, began);
    // The terminal is given back before anything slow: the keeper waits for the disk.
    let Session { screen, keeper, .. } = session;
    drop(screen);
    drop(keeper);
    ending
}

/// Asks while nobody else reads from the terminal.
fn ask_for_background(start: &Start, model: &mut Model) {
    let is_known = background_by_environment(&start.environment).is_some();
    if start.settings.theme != ThemeChoice::Detect || is_known {
        return;
    }
    if let Some(background) = ask_background(BACKGROUND_LIMIT) {
        update(model, Message::Background(background));
    }
}

fn capture(is_taken: bool) -> Capture {
    if is_taken { Capture::Taken } else { Capture::Freed }
}

/// What performing effects needs.
struct Session {
    start: Start,
    screen: Screen,
    input: Input,
    queue: Sender<Incoming>,
    handed_over: HandedOver,
    watch: Option<FileWatch>,
    /// For the copy of a sample.
    practice_watch: Option<FileWatch>,
    keeper: Option<Keeper>,
    analyst: Option<Analyst>,
    forecaster: Option<ForecastThread>,
    scanner: Option<Scanner>,
    /// For the files that decide over what is sent.
    ignore_watches: Vec<FileWatch>,
    /// For the files of a lesson from elsewhere.
    lesson_watches: Vec<FileWatch>,
    /// For the settings of the checks, and where they are.
    settings_watch: Option<(PathBuf, FileWatch)>,
    /// Threads to start when the next frame is on the screen.
    after_frame: Vec<Effect>,
    /// What followed from the text before the present one.
    outdated: Option<Build>,
    ending: Option<Ending>,
}

impl Session {
    fn follow(
        &mut self,
        model: &mut Model,
        incoming: &Receiver<Incoming>,
        began: Instant,
    ) -> anyhow::Result<Ending> {
        loop {
            self.draw(model)?;
            // The sender in `self` keeps the queue open, so this never fails.
            let mut next = incoming.recv().ok();
            while let Some(happened) = next {
                model.now = began.elapsed();
                self.take(happened, model)?;
                if let Some(ending) = self.ending {
                    return Ok(ending);
                }
                next = incoming.try_recv().ok();
            }
        }
    }

    /// Draws for the size that the terminal has now, whatever was told of it.
    fn draw(&mut self, model: &mut Model) -> anyhow::Result<()> {
        let size = self.screen.size()?;
        if size != model.size {
            let effects = update(model, Message::Resize { columns: size.width, rows: size.height });
            self.perform_all(effects, model)?;
        }
        self.screen.draw(model)?;
        let effects = std::mem::take(&mut self.after_frame);
        effects.into_iter().try_for_each(|effect| self.perform(effect, model))?;
        // Where nobody has a use for it.
        if let Some(outdated) = self.outdated.take() {
            beside_the_screen("outdated", move || drop(outdated));
        }
        Ok(())
    }

    fn take(&mut self, happened: Incoming, model: &mut Model) -> anyhow::Result<()> {
        match happened {
            Incoming::Message(message) => self.update(model, message)?,
            Incoming::Input(burst) => {
                for message in burst {
                    self.update(model, message)?;
                    if self.ending.is_some() {
                        return Ok(());
                    }
                }
                self.input.go_on();
            }
            Incoming::Keeping(words) => self.update(model, Message::Trouble(words))?,
            Incoming::Suspend => self.suspend(model)?,
            Incoming::Continued => self.come_back(model)?,
            Incoming::InputEnded => self.ending = Some(Ending::Quit),
            Incoming::End(signal) => self.ending = Some(Ending::Signal(signal)),
        }
        if self.ending.is_some() {
            self.remember(&model.place());
        }
        Ok(())
    }

    fn update(&mut self, model: &mut Model, message: Message) -> anyhow::Result<()> {
        let effects = update(model, message);
        if let Some(outdated) = model.outdated.take() {
            self.outdated = Some(outdated);
        }
        self.perform_all(effects, model)
    }

    fn perform_all(&mut self, effects: Vec<Effect>, model: &Model) -> anyhow::Result<()> {
        for effect in effects {
            // What follows from a save is worked out while the frame is drawn.
            let follows = effect == Effect::Analyse && self.outdated.is_some();
            if effect.is_for_a_thread() && !follows {
                self.after_frame.push(effect);
            } else {
                self.perform(effect, model)?;
            }
        }
        Ok(())
    }

    fn perform(&mut self, effect: Effect, model: &Model) -> anyhow::Result<()> {
        match effect {
            Effect::Quit => self.ending = Some(Ending::Quit),
            Effect::Suspend => self.suspend(model)?,
            Effect::StartSlowThings => self.start_slow_things(model),
            Effect::ReadLessons => self.read_lessons(),
            Effect::WatchLesson(files) => self.watch_lesson(files),
            Effect::LoadColours => self.load_colours(model),
            Effect::Analyse => self.analyse(model),
            Effect::Forecast => self.forecast(model),
            Effect::Advise => self.advise(model),
            Effect::ReadCheckSettings => self.read_check_settings(model),
            Effect::Mend(mend) => {
                let _ = self.queue.send(Incoming::Message(mend.perform()));
            }
            Effect::SaveScenario(text) => self.save_scenario(&text),
            Effect::Scan(depth) => self.scan(depth, model),
            Effect::Edit { path, line } => self.edit(&path, line, model)?,
            Effect::Practise { lesson, name, text, how } => {
                self.practise(&lesson, name, &text, how, model)?;
            }
            Effect::Copy(text) => self.copy(&text)?,
            Effect::Mouse(mouse) => self.screen.capture(mouse)?,
            Effect::Remember(place) => self.remember(&place),
            Effect::Record(kind) => {
                if let Some(keeper) = &self.keeper {
                    keeper.record(Record { at: now(), kind });
                }
            }
        }
        Ok(())
    }

    fn tell(&self, words: String) {
        // The loop holds the receiver as long as this lives.
        let _ = self.queue.send(Incoming::Message(Message::Trouble(words)));
    }

    fn remember(&self, place: &Place) {
        let Some(keeper) = &self.keeper else { return };
        let stored = StoredPlace {
            lesson: place.lesson.clone(),
            step: place.step,
            path: place.path.clone(),
            view: place.view.key().to_owned(),
            line: place.line.map(LineNumber::get),
            at: now(),
            target: place.choices.target.clone(),
            arguments: place.choices.without_secrets().arguments,
            typed: place.typed.clone(),
        };
        keeper.place(FileKey::clone(&self.start.file.key), stored);
    }
}
