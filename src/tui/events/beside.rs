//! What happens beside the screen: threads that work things out, and watches of files.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::host::{
    ContextFolder, Enter, FileNews, FileWatch, Keeper, KeeperNews, Origin, beside_the_screen,
    dockerfiles_near, read_added, read_file, save_scenario,
};
use crate::lesson::LessonFiles;
use crate::source::Source;

use super::super::analyst::Analyst;
use super::super::input::Incoming;
use super::super::outlook::ForecastThread;
use super::super::scanner::{Answer, Scanner};
use super::super::{CheckSettings, Depth, Message, Model};
use super::Session;

impl Session {
    pub(super) fn start_slow_things(&mut self, model: &Model) {
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
    pub(super) fn look_for_dockerfiles(&self) {
        let queue = self.queue.clone();
        beside_the_screen("near", move || {
            let near = dockerfiles_near(Path::new("."));
            if let Some(path) = near.first() {
                let path = path.to_string_lossy();
                let mut words = format!("Your own file? Quit with q, then: layerwise {path}");
                if near.len() > 1 {
                    words += " (one of several here)";
                }
                let _ = queue.send(Incoming::Message(Message::Done(words)));
            }
        });
    }

    /// Without a thread the course alone is listed.
    pub(super) fn read_lessons(&self) {
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
    pub(super) fn watch_lesson(&mut self, files: Option<LessonFiles>) {
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
    pub(super) fn load_colours(&self, model: &Model) {
        let queue = self.queue.clone();
        let highlighter = Arc::clone(&model.highlighter);
        beside_the_screen("colours", move || {
            highlighter.warm();
            let _ = queue.send(Incoming::Message(Message::Colours));
        });
    }

    pub(super) fn analyse(&mut self, model: &Model) {
        let queue = self.queue.clone();
        let analyst = self.analyst.get_or_insert_with(|| {
            Analyst::start(move |analysis| {
                let _ = queue.send(Incoming::Message(Message::Analysed(analysis)));
            })
        });
        let (file, options) = model.question();
        analyst.ask(file, options, model.knowledge.clone(), self.outdated.take());
    }

    pub(super) fn forecast(&mut self, model: &Model) {
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
    pub(super) fn advise(&self, model: &Model) {
        let Some(question) = model.cache_question() else { return };
        let queue = self.queue.clone();
        beside_the_screen("adviser", move || {
            let order = Arc::new(question.better_order());
            let _ = queue.send(Incoming::Message(Message::Advised(order)));
        });
    }

    pub(super) fn read_check_settings(&mut self, model: &Model) {
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

    pub(super) fn save_scenario(&self, text: &str) {
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

    pub(super) fn scan(&mut self, depth: Depth, model: &Model) {
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

    pub(super) fn start_scanner(&mut self, model: &Model) -> Option<Scanner> {
        let dockerfile = model.file.path();
        let (named, enter) = (self.start.context.as_deref(), Enter::WhatMayBeSent);
        let folder = match dockerfile {
            Some(dockerfile) => ContextFolder::of_dockerfile(named, dockerfile, enter),
            None => ContextFolder::new(named?, None, enter),
        };
        self.ignore_watches = folder
            .ignore_files()
            .into_iter()
            .filter_map(|path| self.watch_quietly(path, || Message::IgnoreFileChanged))
            .collect();
        let queue = self.queue.clone();
        Some(Scanner::start(folder, move |answer| {
            let message = match answer {
                Answer::Whole(found) => Message::Scanned(found),
                Answer::Names(found) => Message::Listed(found),
            };
            let _ = queue.send(Incoming::Message(message));
        }))
    }

    /// What cannot be watched is read when it is wanted next.
    pub(super) fn watch_quietly(
        &self,
        path: PathBuf,
        message: fn() -> Message,
    ) -> Option<FileWatch> {
        let known = read_file(&path).ok();
        let queue = self.queue.clone();
        let watch = FileWatch::start(path, known.as_deref(), move |_| {
            let _ = queue.send(Incoming::Message(message()));
        });
        watch.ok()
    }

    pub(super) fn watch(
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
}
