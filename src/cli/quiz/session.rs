//! Asking a paper: questions to standard output, answers from standard input.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Read};
use std::time::{Duration, Instant};

use super::print::Sheet;
use super::typed::{self, Typed};
use super::{Kept, Subject};
use crate::cli::surroundings::Surroundings;
use crate::dockerfile::Dockerfile;
use crate::host::now;
use crate::lesson::{QuestionKind, skill_called};
use crate::progress::{Record, RecordKind};
use crate::quiz::paper::{Paper, Posed};
use crate::quiz::{Attempt, Draft, HintReply, Standing, Submission, question_seed};

/// A longer line is no answer, in bytes.
const LONGEST_LINE: u64 = 16_384;

/// What became of a paper.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    /// How many were right at the first try, without a hint.
    pub(crate) solid: usize,
    /// How many more were answered to their end.
    pub(crate) seen: usize,
    /// How many were passed over.
    pub(crate) skipped: usize,
    /// Whether the reader ended it before the last question.
    pub(crate) is_cut: bool,
    /// The skills of what was not solid.
    pub(crate) weak: BTreeSet<String>,
}

/// A paper being asked.
pub(crate) struct Session<'a> {
    surroundings: &'a Surroundings,
    kept: Kept,
    file: Option<&'a Dockerfile>,
    file_hash: Option<String>,
    seed: u64,
    start: Instant,
    summary: Summary,
    has_complained: bool,
}

/// What ended a question.
enum End {
    Closed,
    Skipped,
    Quit,
}

impl<'a> Session<'a> {
    /// A session that keeps answers in the log of `kept`.
    pub(super) fn new(
        surroundings: &'a Surroundings,
        kept: Kept,
        subject: Option<&'a Subject>,
        seed: u64,
    ) -> Self {
        Self {
            surroundings,
            kept,
            file: subject.map(|subject| subject.analysis.file.as_ref()),
            file_hash: subject.map(|subject| subject.hash.as_str().to_owned()),
            seed,
            start: Instant::now(),
            summary: Summary::default(),
            has_complained: false,
        }
    }

    fn sheet<'s>(&self, posed: &'s Posed) -> Sheet<'s>
    where
        'a: 's,
    {
        Sheet { posed, file: self.file, width: self.surroundings.width() }
    }

    /// What became of it.
    pub(super) fn into_summary(self) -> Summary {
        self.summary
    }

    /// Asks everything, and says what came of it.
    pub(super) fn run(&mut self, paper: &Paper) -> io::Result<()> {
        let count = paper.questions.len();
        for (number, posed) in (1..).zip(&paper.questions) {
            match self.ask(number, count, posed)? {
                End::Closed => {}
                End::Skipped => self.summary.skipped += 1,
                End::Quit => {
                    self.summary.is_cut = true;
                    break;
                }
            }
        }
        self.surroundings.print_safe(&self.words())
    }

    fn ask(&mut self, number: usize, of: usize, posed: &Posed) -> io::Result<End> {
        let question = &posed.question;
        let mut attempt = Attempt::new(question, question_seed(self.seed, &question.id));
        let order = match &attempt.draft {
            Draft::Order { lines, .. } => lines.clone(),
            _ => Vec::new(),
        };
        let sheet = self.sheet(posed);
        self.print(&sheet.whole(number, of, &attempt))?;
        while attempt.is_open() {
            let Some(line) = self.line()? else { return Ok(End::Quit) };
            match typed::take(&line, &mut attempt, &order) {
                Typed::Quit => return Ok(End::Quit),
                Typed::Skip => return Ok(End::Skipped),
                Typed::Help => self.print(&sheet.help())?,
                Typed::Refused(why) => self.print(&format!("{why}\n"))?,
                Typed::Hint => {
                    let words = match attempt.hint(self.clock()) {
                        HintReply::Shown => sheet.hint(&attempt),
                        HintReply::Wait(_) => {
                            "First read what is said of your answer; a hint comes in some seconds.\n".to_owned()
                        }
                        HintReply::NoMore => "There is no further hint.\n".to_owned(),
                    };
                    self.print(&words)?;
                }
                Typed::Entered(confidence) => {
                    attempt.confidence = confidence.or(attempt.confidence);
                    self.submit(posed, &mut attempt)?;
                }
            }
        }
        self.count(posed, &attempt);
        Ok(End::Closed)
    }

    fn submit(&mut self, posed: &Posed, attempt: &mut Attempt) -> io::Result<()> {
        let sheet = self.sheet(posed);
        let words = match attempt.submit(self.clock()) {
            Submission::Nothing => sheet.help(),
            Submission::Almost => {
                "Almost: only upper and lower case differ. This costs no try.\n".to_owned()
            }
            Submission::Again => "You gave this answer already. This costs no try.\n".to_owned(),
            Submission::Rubric => match &posed.question.kind {
                QuestionKind::Explain { rubric } => sheet.rubric(rubric),
                _ => String::new(),
            },
            Submission::Graded(_) => {
                self.keep(posed, attempt);
                sheet.result(attempt)
            }
        };
        self.print(&words)
    }

    /// Writes the last answer to the log.
    fn keep(&mut self, posed: &Posed, attempt: &Attempt) {
        let Some(outcome) = attempt.outcome(&posed.lesson, self.file_hash.as_deref()) else {
            return;
        };
        let record = Record { at: now(), kind: RecordKind::Answer(outcome) };
        self.kept.progress.take_record(&record);
        let written = self.kept.log.as_ref().map(|log| log.append(&[record]));
        if let Some(Err(error)) = written
            && !std::mem::replace(&mut self.has_complained, true)
        {
            self.surroundings.say(&format!("note: {error}; hint: {}", error.hint()));
        }
    }

    fn count(&mut self, posed: &Posed, attempt: &Attempt) {
        if let Standing::Closed { solid: true, .. } = attempt.standing {
            self.summary.solid += 1;
            return;
        }
        self.summary.seen += 1;
        self.summary.weak.extend(posed.question.skill.clone());
    }

    /// What came of it, and what comes next.
    fn words(&self) -> String {
        let Summary { solid, seen, skipped, is_cut, weak } = &self.summary;
        let mut text = format!(
            "\n{} answered: {solid} right at the first try, {seen} to go over. {skipped} skipped.\n",
            solid + seen
        );
        if *is_cut {
            text += "It ended before the last question; every try that was made counts.\n";
        }
        if !weak.is_empty() {
            let weak: Vec<_> = weak.iter().map(|skill| skill_called(skill)).collect();
            text += &format!("To go over: {}.\n", weak.join(", "));
        }
        let now = now();
        let due = self.kept.progress.skills.values().map(|memory| memory.days_left(now)).min();
        if let (Some(days), Some(_)) = (due, &self.kept.log) {
            text += &match days {
                0 => "Skills are due today: layerwise review\n".to_owned(),
                1 => "The next review is due tomorrow: layerwise review\n".to_owned(),
                days => format!("The next review is due in {days} days: layerwise review\n"),
            };
        }
        text
    }

    fn print(&self, text: &str) -> io::Result<()> {
        self.surroundings.print_safe(text)
    }

    /// The next line of input; `None` at its end.
    fn line(&self) -> io::Result<Option<String>> {
        if self.surroundings.input_is_terminal {
            self.surroundings.print("> ")?;
        }
        let mut line = Vec::new();
        let read = io::stdin().lock().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        let is_whole = line.ends_with(b"\n") || read < LONGEST_LINE as usize;
        Ok((read > 0 && is_whole).then(|| String::from_utf8_lossy(&line).into_owned()))
    }

    /// The time for waits between hints. Nobody reads along in a pipe, so that
    /// it goes fast there.
    fn clock(&self) -> Duration {
        let elapsed = self.start.elapsed();
        if self.surroundings.input_is_terminal { elapsed } else { elapsed * 1_000_000 }
    }
}
