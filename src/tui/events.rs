//! The loop: messages in, effects performed, frames drawn when nothing waits.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::host::{
    ContextFolder, Enter, FileKey, FileNews, FileWatch, Keeper, KeeperNews, Origin, StoredPlace,
    ask_background, background_by_environment, beside_the_screen, dockerfiles_near, editor_command,
    existing_scratch_copy, now, read_added, read_file, renew_scratch_copy, save_scenario,
    scratch_copy,
};
use crate::lesson::LessonFiles;
use crate::progress::Record;
use crate::source::{LineNumber, Source};

use super::analyst::Analyst;
use super::effects::{Capture, Effect, Practice};
use super::input::{HandedOver, Incoming, Input, follow_signals, stop};
use super::outlook::ForecastThread;
use super::scanner::Scanner;
use super::terminal::{self, Screen};
use super::{
    CheckSettings, Depth, Ending, Message, Model, Place, Start, ThemeChoice, clipboard, update,
};

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
        if let Some(outdated) = model.outdated.take() {
            beside_the_screen("outdated", move || drop(outdated));
        }
        std::mem::take(&mut self.after_frame)
            .into_iter()
            .try_for_each(|effect| self.perform(effect, model))
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
        self.perform_all(effects, model)
    }

    fn perform_all(&mut self, effects: Vec<Effect>, model: &Model) -> anyhow::Result<()> {
        for effect in effects {
            if effect.is_for_a_thread() {
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

    fn start_slow_things(&mut self, model: &Model) {
        if let Some(path) = model.file.path() {
            let known = self.start.file.source.text().as_bytes();
            self.watch = self.watch(path.to_owned(), known, Message::File);
            // From here on the model alone keeps the text: a large one need not be held twice.
            self.start.file.source = Arc::new(Source::new("", Vec::new()));
        }
        let queue = self.queue.clone();
        // Without a home folder the keeper says at the first answer that nothing is kept.
        let keeper = Keeper::start(self.start.directories.clone(), move |news| {
            let _ = queue.send(match news {
                KeeperNews::Progress(progress) => Incoming::Message(Message::Progress(progress)),
                KeeperNews::CannotKeep { message, hint } => {
                    Incoming::Keeping(format!("Answers are not kept: {message} ({hint})"))
                }
                KeeperNews::KeptAgain => Incoming::Keeping("Answers are saved again.".to_owned()),
            });
        });
        self.keeper = Some(keeper);
        if self.start.file.origin == Origin::Sample {
            self.look_for_dockerfiles();
        }
    }

    /// Tells a reader who started in a folder without a Dockerfile where one lies.
    fn look_for_dockerfiles(&self) {
        let queue = self.queue.clone();
        beside_the_screen("near", move || {
            if let Some(path) = dockerfiles_near(Path::new(".")).first() {
                let path = path.to_string_lossy();
                let words = format!("Your own file? Quit with q, then: layerwise {path}");
                let _ = queue.send(Incoming::Message(Message::Done(words)));
            }
        });
    }

    /// Without a thread the course alone is listed.
    fn read_lessons(&self) {
        let queue = self.queue.clone();
        let places = self.start.lesson_places.clone();
        beside_the_screen("lessons", move || {
            let packs = Box::new(places.read());
            let _ = queue.send(Incoming::Message(Message::Lessons(packs)));
        });
    }

    /// Each file of the lesson has a watch, which reads the whole lesson again: what it tells
    /// at first is what is shown already, and makes no difference. What cannot be watched is
    /// shown as it was read.
    fn watch_lesson(&mut self, files: Option<LessonFiles>) {
        self.lesson_watches.clear();
        let Some(LessonFiles { origin, file, parts }) = files else { return };
        // What was read last must be told last, whichever watch it was.
        let turn = Arc::new(Mutex::new(()));
        for path in std::iter::once(file.clone()).chain(parts) {
            let (queue, file, turn) = (self.queue.clone(), file.clone(), Arc::clone(&turn));
            let is_lesson = path == file;
            // No text that a lesson can have, so that what is there, or gone, is told at first.
            let watch = FileWatch::start(path, Some(b"\0"), move |news| {
                let _turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
                let read = read_added(origin, &file).map(|(added, _)| Box::new(added));
                // A file that is gone and back is told again; now it may be half written.
                if is_lesson && matches!(news, FileNews::Gone) && read.is_ok() {
                    return;
                }
                let saved = read.map_err(|error| error.to_string());
                let _ = queue.send(Incoming::Message(Message::LessonSaved(saved)));
            });
            self.lesson_watches.extend(watch.ok());
        }
    }

    /// Takes some milliseconds, in which keys work as ever. Without a thread, code stays plain.
    fn load_colours(&self, model: &Model) {
        let queue = self.queue.clone();
        let highlighter = Arc::clone(&model.highlighter);
        beside_the_screen("colours", move || {
            highlighter.warm();
            let _ = queue.send(Incoming::Message(Message::Colours));
        });
    }

    fn analyse(&mut self, model: &Model) {
        let queue = self.queue.clone();
        let analyst = self.analyst.get_or_insert_with(|| {
            Analyst::start(move |analysis| {
                let _ = queue.send(Incoming::Message(Message::Analysed(analysis)));
            })
        });
        let (file, options) = model.question();
        analyst.ask(file, options, model.knowledge.clone());
    }

    fn forecast(&mut self, model: &Model) {
        let queue = self.queue.clone();
        let forecaster = self.forecaster.get_or_insert_with(|| {
            ForecastThread::start(move |outlook| {
                let _ = queue.send(Incoming::Message(Message::Forecast(outlook)));
            })
        });
        if let Some(question) = model.cache_question() {
            forecaster.ask(question);
        }
    }

    /// Takes up to some seconds for a long file. Without a thread the view says that it waits.
    fn advise(&self, model: &Model) {
        let Some(question) = model.cache_question() else { return };
        let queue = self.queue.clone();
        beside_the_screen("adviser", move || {
            let order = Arc::new(question.better_order());
            let _ = queue.send(Incoming::Message(Message::Advised(order)));
        });
    }

    fn read_check_settings(&mut self, model: &Model) {
        let Some(path) = model.file.path() else { return };
        let settings = CheckSettings::read(path);
        let known = self.settings_watch.as_ref().map(|(path, _)| path);
        if known != settings.path.as_ref() {
            self.settings_watch = settings.path.clone().and_then(|path| {
                Some((path.clone(), self.watch_quietly(path, || Message::CheckSettingsChanged)?))
            });
        }
        let _ = self.queue.send(Incoming::Message(Message::CheckSettings(Box::new(settings))));
    }

    fn save_scenario(&self, text: &str) {
        let Some(directories) = &self.start.directories else {
            return self.tell("There is no home folder to keep a scenario in.".to_owned());
        };
        match save_scenario(directories, text) {
            Ok(path) => {
                let file = path.file_name().unwrap_or_default().to_string_lossy();
                let folder = path.parent().unwrap_or(&path);
                let home = self.start.environment.get("HOME").unwrap_or_default();
                let shown = match folder.strip_prefix(home) {
                    Ok(below) if !home.is_empty() => format!("~/{}", below.display()),
                    _ => folder.display().to_string(),
                };
                let words = format!("Saved as {file} in {shown}.");
                let _ = self.queue.send(Incoming::Message(Message::Done(words)));
            }
            Err(error) => self.tell(format!("{error}; {}.", error.hint())),
        }
    }

    fn scan(&mut self, depth: Depth, model: &Model) {
        if self.scanner.is_none() {
            self.scanner = self.start_scanner(model);
        }
        let digests_for = match depth {
            Depth::Names => None,
            Depth::Contents => model.analysis.clone(),
        };
        if let Some(scanner) = &self.scanner {
            scanner.ask(digests_for);
        }
    }

    fn start_scanner(&mut self, model: &Model) -> Option<Scanner> {
        let dockerfile = model.file.path();
        let beside = dockerfile.and_then(Path::parent).map(Path::to_owned);
        let root = self.start.context.clone().or(beside)?;
        let folder = ContextFolder::new(root, dockerfile, Enter::WhatMayBeSent);
        self.ignore_watches = folder
            .ignore_files()
            .into_iter()
            .filter_map(|path| self.watch_quietly(path, || Message::IgnoreFileChanged))
            .collect();
        let queue = self.queue.clone();
        Some(Scanner::start(folder, move |found| {
            let _ = queue.send(Incoming::Message(Message::Scanned(found)));
        }))
    }

    /// What cannot be watched is read when it is wanted next.
    fn watch_quietly(&self, path: PathBuf, message: fn() -> Message) -> Option<FileWatch> {
        let known = read_file(&path).ok();
        let queue = self.queue.clone();
        let watch = FileWatch::start(path, known.as_deref(), move |_| {
            let _ = queue.send(Incoming::Message(message()));
        });
        watch.ok()
    }

    fn watch(
        &self,
        path: PathBuf,
        known: &[u8],
        message: fn(FileNews) -> Message,
    ) -> Option<FileWatch> {
        let queue = self.queue.clone();
        let watch = FileWatch::start(path, Some(known), move |news| {
            let _ = queue.send(Incoming::Message(message(news)));
        });
        let error = match watch {
            Ok(watch) => return Some(watch),
            Err(error) => error,
        };
        self.tell(format!("The file is not watched: {error}."));
        None
    }

    /// Shows the reader's copy of a sample, made before and edited after as `how` says.
    fn practise(
        &mut self,
        lesson: &str,
        name: String,
        text: &str,
        how: Practice,
        model: &Model,
    ) -> anyhow::Result<()> {
        let Some(directories) = &self.start.directories else {
            if how != Practice::Find {
                self.tell("There is no home folder to keep a copy of the sample in.".to_owned());
            }
            return Ok(());
        };
        let copy = match how {
            Practice::Find => Ok(existing_scratch_copy(directories, lesson)),
            Practice::Edit(_) => scratch_copy(directories, lesson, text).map(Some),
            Practice::Renew => renew_scratch_copy(directories, lesson, text).map(Some),
        };
        let path = match copy {
            Ok(Some(path)) => path,
            Ok(None) => return Ok(()),
            Err(error) => {
                self.tell(format!("{error}; {}.", error.hint()));
                return Ok(());
            }
        };
        let bytes = match read_file(&path) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.tell(error.to_string());
                return Ok(());
            }
        };
        self.practice_watch = self.watch(path.clone(), &bytes, Message::PracticeFile);
        let practice = Message::Practice { path: path.clone(), name, bytes };
        let _ = self.queue.send(Incoming::Message(practice));
        match how {
            Practice::Edit(line) => self.edit(&path, line, model),
            Practice::Find | Practice::Renew => Ok(()),
        }
    }

    fn suspend(&mut self, model: &Model) -> anyhow::Result<()> {
        terminal::leave();
        stop();
        self.come_back(model)
    }

    /// Takes the terminal again, whoever changed it meanwhile.
    fn come_back(&mut self, model: &Model) -> anyhow::Result<()> {
        self.screen.enter(capture(model.mouse))?;
        Ok(self.screen.forget()?)
    }

    fn edit(&mut self, path: &Path, line: LineNumber, model: &Model) -> anyhow::Result<()> {
        let command = match editor_command(&self.start.environment, path, line) {
            Ok(command) => command,
            Err(error) => {
                self.tell(format!("{error}; {}.", error.hint()));
                return Ok(());
            }
        };
        terminal::leave();
        self.handed_over.store(true, Ordering::Relaxed);
        let ended = command.run();
        self.handed_over.store(false, Ordering::Relaxed);
        self.come_back(model)?;
        match ended {
            Err(error) => self.tell(format!("{error}; {}.", error.hint())),
            Ok(status) if !status.success() => {
                self.tell(format!("The editor ended with {status}."));
            }
            Ok(_) => {}
        }
        Ok(())
    }

    fn copy(&mut self, text: &str) -> anyhow::Result<()> {
        let in_tmux = self.start.environment.get("TMUX").is_some();
        match clipboard::sequence(text, in_tmux) {
            Some(sequence) => self.screen.send(&sequence)?,
            None => self.tell("That is too long for the terminal's clipboard.".to_owned()),
        }
        Ok(())
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
        };
        keeper.place(FileKey::clone(&self.start.file.key), stored);
    }
}
