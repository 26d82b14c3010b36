//! One question being answered, from the first look to the explanation.

use std::time::Duration;

use crate::lesson::{Arrangement, Question, QuestionKind};
use crate::quiz::{Confidence, Draft, Given, Input, Key, Outcome, Verdict, shuffled};

/// How long the hint key waits after a wrong answer: long enough to read the
/// feedback, which is the better hint.
pub const HINT_WAIT: Duration = Duration::from_secs(5);

/// One question being answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The question's id.
    pub question: String,
    /// The skill that it trains.
    pub skill: Option<String>,
    /// The question's content hash.
    pub hash: String,
    /// The seed that shuffled the options.
    pub seed: u64,
    /// For each shown place, from 0, the place in the lesson. An order
    /// question keeps its order in the draft instead.
    pub shown: Vec<usize>,
    /// What is entered.
    pub draft: Draft,
    /// The shown place of the cursor, from 0.
    pub cursor: usize,
    /// All that was answered so far with what grading said.
    pub answers: Vec<(Given, Verdict)>,
    /// Whether it can still be answered.
    pub standing: Standing,
    /// How sure the reader says to be.
    pub confidence: Option<Confidence>,
    /// How many hints are shown.
    pub hints: usize,
    /// The question was changed after the answer that is shown.
    pub outdated: bool,
    /// It was answered in an earlier session, and not in this one.
    pub from_earlier: bool,
    /// How many of its tries earlier sessions used.
    pub tries_before: u32,
    /// How many tries went before this round, in rounds that came to their end.
    rounds_before: u32,
    key: Key,
    none: Option<usize>,
    tries: u32,
    hint_count: usize,
    hint_from: Duration,
}

/// What is known of a question from earlier sessions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Earlier<'a> {
    /// The content hash of what was answered.
    pub hash: &'a str,
    /// It was answered rightly.
    pub right: bool,
    /// It came to its end: right, or the last try was used.
    pub closed: bool,
    /// Right on the first try and without a hint.
    pub solid: bool,
    /// How many tries are used where it did not come to its end.
    pub tries: u32,
}

/// Whether a question can still be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It waits for an answer.
    Open,
    /// It is answered, and the explanation is shown.
    Closed {
        /// Whether the last answer was right.
        right: bool,
        /// Right on the first try and without a hint.
        solid: bool,
    },
}

/// What handing in an answer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submission {
    /// Nothing: no answer is entered yet.
    Nothing,
    /// The words stand; now the reader ticks the points.
    Rubric,
    /// Not counted as a try: only upper and lower case differ.
    Almost,
    /// Not counted as a try: this very answer was given before.
    Again,
    /// It was graded, and belongs into the log.
    Graded(Verdict),
}

/// What asking for a hint did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintReply {
    /// One more is shown.
    Shown,
    /// Not yet: this much time is left to think.
    Wait(Duration),
    /// There is none, or all are shown.
    NoMore,
}

impl Attempt {
    /// A question that nobody answered yet.
    pub fn new(question: &Question, seed: u64) -> Self {
        let key = Key::new(question);
        let shown = match (&question.kind, question.arrangement) {
            (QuestionKind::Single(_) | QuestionKind::Multiple(_), Arrangement::Shuffled) => {
                shuffled(key.count(), seed)
            }
            _ => (0..key.count()).collect(),
        };
        Self {
            question: question.id.clone(),
            skill: question.skill.clone(),
            hash: question.hash.clone(),
            seed,
            shown,
            draft: Draft::new(&key, seed),
            cursor: 0,
            answers: Vec::new(),
            standing: Standing::Open,
            confidence: None,
            hints: 0,
            outdated: false,
            from_earlier: false,
            tries_before: 0,
            rounds_before: 0,
            tries: key.allowed_tries(question.tries),
            key,
            none: question.none,
            hint_count: question.hints.len(),
            hint_from: Duration::ZERO,
        }
    }

    /// Whether an accepted answer is typed and begins with this letter.
    pub fn begins_with(&self, letter: char) -> bool {
        matches!(&self.key, Key::Short(answers) if answers.iter().any(|it| it.starts_with(letter)))
    }

    /// The question as an earlier session left it: closed when it came to its
    /// end there, with the right answer shown; else open, with the
    /// tries that are left of that round.
    pub fn resume(question: &Question, earlier: &Earlier<'_>, seed: u64) -> Self {
        let mut attempt = Self::new(question, seed);
        attempt.outdated =
            !earlier.hash.is_empty() && !question.hash.is_empty() && earlier.hash != question.hash;
        if attempt.outdated {
            return attempt;
        }
        if !(earlier.closed || earlier.right) {
            // A lesson may give fewer tries today; one is always left.
            attempt.tries_before = earlier.tries.min(attempt.tries.saturating_sub(1));
            return attempt;
        }
        attempt.from_earlier = true;
        attempt.standing = Standing::Closed { right: earlier.right, solid: earlier.solid };
        if earlier.right {
            attempt.draft = Draft::of_given(&attempt.key, &attempt.key.right_answer(), seed);
        }
        attempt
    }

    /// The same question once more, after `before` came to its end. All tries are
    /// there again; none of them is the first, because the answer was seen.
    pub fn again(question: &Question, before: &Self, seed: u64) -> Self {
        let tries = before.rounds_before + before.tries_used();
        Self { rounds_before: tries.max(1), ..Self::new(question, seed) }
    }

    /// Whether there are the two answers true and false.
    pub fn is_truth(&self) -> bool {
        matches!(self.key, Key::TrueFalse(_))
    }

    /// Whether it waits for an answer.
    pub fn is_open(&self) -> bool {
        self.standing == Standing::Open
    }

    /// The last answer and what grading said.
    pub fn last(&self) -> Option<&(Given, Verdict)> {
        self.answers.last()
    }

    /// How many tries are left; 0 when it is closed.
    pub fn tries_left(&self) -> u32 {
        if self.is_open() { self.tries.saturating_sub(self.tries_used()) } else { 0 }
    }

    /// How many tries are used, those of earlier sessions included.
    fn tries_used(&self) -> u32 {
        self.tries_before + self.answers.len() as u32
    }

    /// How many hints there are.
    pub fn hint_count(&self) -> usize {
        self.hint_count
    }

    /// The right order that is nearest to this one; `None` where nothing is put in order.
    pub fn nearest_order(&self, places: &[usize]) -> Option<Vec<usize>> {
        self.key.nearest_order(places)
    }

    /// Whether this option, by its place in the lesson, was part of an answer.
    pub fn was_tried(&self, place: usize) -> bool {
        self.answers.iter().any(|(given, _)| given.has(place))
    }

    /// Whether it was part of the last answer.
    pub fn is_in_last(&self, place: usize) -> bool {
        self.last().is_some_and(|(given, _)| given.has(place))
    }

    /// Changes the draft; says whether anything changed.
    pub fn enter(&mut self, input: &Input) -> bool {
        if !self.is_open() {
            return false;
        }
        let before = (self.cursor, self.draft.clone());
        match input {
            Input::Up | Input::Down => self.move_cursor(input),
            Input::LineUp | Input::LineDown => self.move_line(*input == Input::LineUp),
            Input::Pick(place) => self.pick(*place),
            Input::Toggle => self.toggle(),
            _ => self.edit(input),
        }
        before != (self.cursor, self.draft.clone())
    }

    /// Whether an option, by its place in the lesson, is marked.
    pub fn is_marked(&self, place: usize) -> bool {
        matches!(&self.draft, Draft::Choice { marked, .. } if marked.get(place) == Some(&true))
    }

    /// Marks an option, by its place in the lesson, or takes its mark away;
    /// the cursor goes there.
    pub fn set_mark(&mut self, place: usize, is_marked: bool) {
        let shown = self.shown.iter().position(|of_lesson| *of_lesson == place);
        if let Some(shown) = shown.filter(|_| self.is_marked(place) != is_marked) {
            self.enter(&Input::Pick(shown));
        }
    }

    /// What is typed becomes this.
    pub fn set_text(&mut self, text: &str) {
        for input in [Input::End, Input::Clear, Input::Type(text.to_owned())] {
            self.enter(&input);
        }
    }

    /// Hands the draft in; `now` is the time since the program started.
    pub fn submit(&mut self, now: Duration) -> Submission {
        if !self.is_open() {
            return Submission::Nothing;
        }
        if let Draft::Words(field) = &self.draft {
            if field.text().trim().is_empty() {
                return Submission::Nothing;
            }
            let text = field.text().trim().to_owned();
            self.draft = Draft::Rubric { text, ticked: vec![false; self.key.count()] };
            self.cursor = 0;
            return Submission::Rubric;
        }
        let Some(given) = self.draft.given(&self.key) else { return Submission::Nothing };
        let verdict = self.key.grade(&given);
        if verdict.only_case_differs {
            return Submission::Almost;
        }
        if self.answers.iter().any(|(earlier, _)| *earlier == given) {
            return Submission::Again;
        }
        self.answers.push((given, verdict));
        let used = self.tries_used();
        if verdict.correct || used >= self.tries {
            let is_first = used == 1 && self.rounds_before == 0;
            let solid = verdict.correct && is_first && self.hints == 0;
            self.standing = Standing::Closed { right: verdict.correct, solid };
        } else {
            self.hint_from = now + HINT_WAIT;
            self.forget_marks();
        }
        Submission::Graded(verdict)
    }

    /// Shows the next hint, unless a wrong answer was given a moment ago.
    pub fn hint(&mut self, now: Duration) -> HintReply {
        if !self.is_open() || self.hints >= self.hint_count {
            return HintReply::NoMore;
        }
        if now < self.hint_from {
            return HintReply::Wait(self.hint_from - now);
        }
        self.hints += 1;
        HintReply::Shown
    }

    /// Goes on from "not said" to sure, not sure, and back.
    pub fn turn_confidence(&mut self) {
        if self.is_open() {
            self.confidence = match self.confidence {
                None => Some(Confidence::Sure),
                Some(Confidence::Sure) => Some(Confidence::NotSure),
                Some(Confidence::NotSure) => None,
            };
        }
    }

    /// The last answer for the log; `None` before the first.
    pub fn outcome(&self, lesson: &str, file: Option<&str>) -> Option<Outcome> {
        let (given, verdict) = self.answers.last()?;
        Some(Outcome {
            lesson: lesson.to_owned(),
            question: self.question.clone(),
            skill: self.skill.clone(),
            hash: self.hash.clone(),
            seed: self.seed,
            file: file.map(str::to_owned),
            given: given.clone(),
            correct: verdict.correct,
            try_number: self.rounds_before + self.tries_used(),
            closed: !self.is_open(),
            hints: self.hints as u32,
            confidence: self.confidence,
            had: false,
        })
    }

    fn move_cursor(&mut self, input: &Input) {
        if matches!(self.draft, Draft::Order { grabbed: true, .. }) {
            return self.move_line(*input == Input::Up);
        }
        let last = self.draft.count().saturating_sub(1);
        self.cursor = match input {
            Input::Up => self.cursor.saturating_sub(1),
            _ => (self.cursor + 1).min(last),
        };
    }

    fn move_line(&mut self, up: bool) {
        let Draft::Order { lines, .. } = &mut self.draft else { return };
        let target = if up { self.cursor.checked_sub(1) } else { Some(self.cursor + 1) };
        if let Some(target) = target.filter(|target| *target < lines.len()) {
            lines.swap(self.cursor, target);
            self.cursor = target;
        }
    }

    fn pick(&mut self, place: usize) {
        if place >= self.draft.count() {
            return;
        }
        self.cursor = place;
        let place_in_lesson = self.shown.get(place).copied().unwrap_or(place);
        match &mut self.draft {
            Draft::Choice { marked, many: true } => {
                let is_marked = !marked[place_in_lesson];
                match self.none {
                    Some(none) if is_marked && none == place_in_lesson => marked.fill(false),
                    Some(none) if is_marked => marked[none] = false,
                    _ => {}
                }
                marked[place_in_lesson] = is_marked;
            }
            Draft::Choice { marked, many: false } => {
                marked.fill(false);
                marked[place_in_lesson] = true;
            }
            Draft::Rubric { ticked, .. } => ticked[place] ^= true,
            Draft::Order { .. } | Draft::Text(_) | Draft::Words(_) => {}
        }
    }

    fn toggle(&mut self) {
        match &mut self.draft {
            Draft::Order { grabbed, .. } => *grabbed ^= true,
            _ => self.pick(self.cursor),
        }
    }

    fn edit(&mut self, input: &Input) {
        let (Draft::Text(field) | Draft::Words(field)) = &mut self.draft else { return };
        field.edit(input);
    }

    /// After a wrong answer a single choice starts without a mark, so that
    /// Enter cannot hand in the same again; longer answers stay for mending. A
    /// typed one is selected: the next letter begins another.
    fn forget_marks(&mut self) {
        match &mut self.draft {
            Draft::Choice { marked, many: false } => marked.fill(false),
            Draft::Text(field) => field.select(),
            Draft::Order { grabbed, .. } => *grabbed = false,
            _ => {}
        }
    }
}

#[cfg(test)]
#[path = "attempt_tests.rs"]
mod tests;
