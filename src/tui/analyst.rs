//! The thread that works out what follows from long files.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use crate::analysis::Analysis;
use crate::build::{Build, Options};
use crate::dockerfile::Dockerfile;
use crate::host::beside_the_screen;
use crate::knowledge::Knowledge;

/// A file and what the build is asked for.
type Question = (Arc<Dockerfile>, Options, Knowledge);

/// What the thread is to do.
enum Work {
    Answer(Question),
    /// To give a long build back takes as long as a frame. Here it disturbs nobody: memory is
    /// given back to the thread that it came from.
    Forget(Box<Build>),
}

/// Answers one question after the other; of those that wait, only the last.
pub(super) struct Analyst {
    works: Sender<Work>,
}

impl Analyst {
    /// Starts the thread, which ends when this is dropped. Where there can be
    /// no thread, nothing is answered, and the views say that they wait.
    pub(super) fn start(answer: impl Fn(Arc<Analysis>) + Send + 'static) -> Self {
        let (works, asked) = channel();
        let work = move || follow(&asked, answer);
        beside_the_screen("analyst", work);
        Self { works }
    }

    /// Asks; the answer comes from the thread.
    pub(super) fn ask(&self, file: Arc<Dockerfile>, options: Options, knowledge: Knowledge) {
        let _ = self.works.send(Work::Answer((file, options, knowledge)));
    }

    /// Drops a build when nothing else is to do.
    pub(super) fn forget(&self, build: Box<Build>) {
        let _ = self.works.send(Work::Forget(build));
    }
}

fn follow(asked: &Receiver<Work>, answer: impl Fn(Arc<Analysis>)) {
    while let Ok(first) = asked.recv() {
        let (mut question, mut outdated) = (None, Vec::new());
        for work in std::iter::once(first).chain(asked.try_iter()) {
            match work {
                Work::Answer(last) => question = Some(last),
                Work::Forget(build) => outdated.push(build),
            }
        }
        if let Some((file, options, knowledge)) = question {
            answer(Arc::new(Analysis::knowing(file, options, knowledge)));
        }
    }
}
