//! The thread that works out what follows from long files.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::analysis::Analysis;
use crate::build::{Build, Options};
use crate::dockerfile::Dockerfile;
use crate::host::beside_the_screen;
use crate::knowledge::Knowledge;

/// A file, what the build is asked for, and what a former state of the file led to.
type Question = (Arc<Dockerfile>, Options, Knowledge, Option<Build>);

/// Answers one question after the other; of those that wait, only the last.
pub(super) struct Analyst {
    questions: Sender<Question>,
}

impl Analyst {
    /// Starts the thread, which ends when this is dropped. Where there can be
    /// no thread, nothing is answered, and the views say that they wait.
    pub(super) fn start(answer: impl Fn(Arc<Analysis>) + Send + 'static) -> Self {
        let (questions, asked) = channel();
        let work = move || follow(&asked, answer);
        beside_the_screen("analyst", work);
        Self { questions }
    }

    /// Asks; the answer comes from the thread. `former` makes it come sooner, where the file
    /// changed little.
    pub(super) fn ask(
        &self,
        file: Arc<Dockerfile>,
        options: Options,
        knowledge: Knowledge,
        former: Option<Build>,
    ) {
        let _ = self.questions.send((file, options, knowledge, former));
    }
}

fn follow(asked: &Receiver<Question>, answer: impl Fn(Arc<Analysis>)) {
    while let Ok(first) = asked.recv() {
        let (file, options, knowledge, former) = asked.try_iter().fold(first, |before, next| {
            let (file, options, knowledge, former) = next;
            (file, options, knowledge, former.or(before.3))
        });
        answer(Arc::new(Analysis::following(former, file, options, knowledge)));
    }
}
