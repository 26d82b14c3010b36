//! What the next build would do, worked out for the Cache view.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::build::Options;
use crate::cache::{Advised, Change, Daemon, Forecast, Ready, State, advise, asked, ready};
use crate::context::Snapshot;
use crate::dockerfile::Dockerfile;
use crate::host::beside_the_screen;

/// What a forecast is made from: the text, the choices, and what was found in the folder.
pub(super) type Key = (u64, u64, u64);

/// What is asked.
#[derive(Clone, Debug)]
pub struct CacheQuestion {
    pub(super) key: Key,
    pub(super) file: Arc<Dockerfile>,
    pub(super) options: Options,
    /// The files around it; `None` where there is no folder.
    pub(super) folder: Option<Arc<Snapshot>>,
    pub(super) changes: Vec<Change>,
}

/// The answer.
#[derive(Clone, Debug)]
pub struct Outlook {
    pub(super) key: Key,
    /// The changes that it is about.
    pub changes: Vec<Change>,
    /// What the build after them does, once the file as it is was built.
    pub forecast: Forecast,
    /// The changes that could be tried.
    pub ready: Arc<[Ready]>,
    /// What else the build could be asked.
    pub asked: Arc<[Ready]>,
}

/// A better order of the file, or why there is none.
#[derive(Clone, Debug)]
pub struct BetterOrder {
    pub(super) key: Key,
    /// What was found.
    pub advised: Advised,
}

impl CacheQuestion {
    /// Looks for a better order of the file. Tries many files out, so that it takes a while.
    pub fn better_order(&self) -> BetterOrder {
        BetterOrder { key: self.key, advised: advise(&self.state()) }
    }

    /// The file and its folder before the changes.
    fn state(&self) -> State {
        let text = self.file.source.text();
        let options = self.options.clone();
        match &self.folder {
            Some(snapshot) => State::of_snapshot(snapshot, text, options),
            None => State::without_context(text, options),
        }
    }
}

impl Outlook {
    /// Whether it answers this question.
    pub(super) fn answers(&self, key: Key, changes: &[Change]) -> bool {
        self.key == key && self.changes == changes
    }
}

/// Answers questions; of the file that it was asked about last it keeps what
/// all its answers have in common.
#[derive(Debug, Default)]
pub struct Forecaster {
    built: Option<(Key, Built)>,
}

/// The file and its folder after a build.
#[derive(Debug)]
struct Built {
    state: State,
    daemon: Daemon,
    ready: Arc<[Ready]>,
    asked: Arc<[Ready]>,
}

impl Built {
    fn of(question: &CacheQuestion) -> Self {
        let state = question.state();
        let mut daemon = Daemon::default();
        daemon.build(&state.inputs());
        let (ready, asked) = (ready(&state).into(), asked(&state).into());
        Self { state, daemon, ready, asked }
    }
}

impl Forecaster {
    /// Takes time in line with the number of steps and of files.
    pub fn answer(&mut self, question: CacheQuestion) -> Outlook {
        let is_known = self.built.as_ref().is_some_and(|(key, _)| *key == question.key);
        if !is_known {
            self.built = None;
        }
        let (_, built) = self.built.get_or_insert_with(|| (question.key, Built::of(&question)));
        let mut state = built.state.clone();
        let forecast = if question.changes.iter().any(Change::is_felt_by_the_daemon) {
            let mut daemon = built.daemon.clone();
            for change in &question.changes {
                change.happen(&mut state, &mut daemon, None);
            }
            daemon.predict(&state.inputs())
        } else {
            for change in &question.changes {
                state.apply(change, None);
            }
            built.daemon.predict(&state.inputs())
        };
        let CacheQuestion { key, changes, .. } = question;
        let (ready, asked) = (Arc::clone(&built.ready), Arc::clone(&built.asked));
        Outlook { key, changes, forecast, ready, asked }
    }
}

/// The thread that answers for long files and large folders.
pub(super) struct ForecastThread {
    questions: Sender<CacheQuestion>,
}

impl ForecastThread {
    /// Starts the thread, which ends when this is dropped. Where there can be
    /// no thread, nothing is answered, and the view says that it waits.
    pub(super) fn start(answer: impl Fn(Arc<Outlook>) + Send + 'static) -> Self {
        let (questions, asked) = channel();
        let work = move || follow(&asked, answer);
        beside_the_screen("forecaster", work);
        Self { questions }
    }

    /// Asks; the answer comes from the thread.
    pub(super) fn ask(&self, question: CacheQuestion) {
        let _ = self.questions.send(question);
    }
}

fn follow(asked: &Receiver<CacheQuestion>, answer: impl Fn(Arc<Outlook>)) {
    let mut forecaster = Forecaster::default();
    while let Ok(first) = asked.recv() {
        let question = asked.try_iter().last().unwrap_or(first);
        answer(Arc::new(forecaster.answer(question)));
    }
}
