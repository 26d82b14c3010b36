//! The thread that works out what follows from long files.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::analysis::Analysis;
use crate::build::Options;
use crate::dockerfile::Dockerfile;
use crate::host::beside_the_screen;
use crate::knowledge::Knowledge;

/// A file and what the build is asked for.
type Question = (Arc<Dockerfile>, Options, Knowledge);

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

    /// Asks; the answer comes from the thread.
    pub(super) fn ask(&self, file: Arc<Dockerfile>, options: Options, knowledge: Knowledge) {
        let _ = self.questions.send((file, options, knowledge));
    }
}

fn follow(asked: &Receiver<Question>, answer: impl Fn(Arc<Analysis>)) {
    while let Ok(first) = asked.recv() {
        let (file, options, knowledge) = asked.try_iter().last().unwrap_or(first);
        answer(Arc::new(Analysis::knowing(file, options, knowledge)));
    }
}
