//! The answer as far as the reader has entered it.

use crate::quiz::{Field, Given, Key, shuffled};

/// The answer before it is handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Draft {
    /// Options are marked; indexed by their places in the lesson.
    Choice {
        /// Which are marked.
        marked: Vec<bool>,
        /// Whether several may be marked.
        many: bool,
    },
    /// Lines stand in some order: their places in the right order.
    Order {
        /// From top to bottom.
        lines: Vec<usize>,
        /// Whether moving the cursor takes the line along.
        grabbed: bool,
    },
    /// A line is typed.
    Text(Field),
    /// The reader's own words are typed.
    Words(Field),
    /// The words stand; now the points are ticked.
    Rubric {
        /// The words.
        text: String,
        /// One for each point.
        ticked: Vec<bool>,
    },
}

/// What the reader does to a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// Marks the option, or ticks the point, that is shown at this place, from 0.
    Pick(usize),
    /// Marks the option at the cursor, or grabs and drops the line at the cursor.
    Toggle,
    /// Moves the cursor up; a grabbed line goes along.
    Up,
    /// Moves the cursor down; a grabbed line goes along.
    Down,
    /// Moves the line at the cursor up.
    LineUp,
    /// Moves the line at the cursor down.
    LineDown,
    /// Types text.
    Type(String),
    /// Removes the character before the text cursor.
    Backspace,
    /// Removes the character behind the text cursor.
    Delete,
    /// Moves the text cursor left.
    Left,
    /// Moves the text cursor right.
    Right,
    /// Moves the text cursor to the start.
    Home,
    /// Moves the text cursor to the end.
    End,
    /// Removes all before the text cursor.
    Clear,
}

impl Draft {
    /// The empty draft for a question.
    pub(super) fn new(key: &Key, seed: u64) -> Self {
        match key {
            Key::Single(right) => Draft::Choice { marked: vec![false; right.len()], many: false },
            Key::Multiple(right) => Draft::Choice { marked: vec![false; right.len()], many: true },
            Key::TrueFalse(_) => Draft::Choice { marked: vec![false; 2], many: false },
            Key::Order(..) => Draft::Order { lines: unsorted(key, seed), grabbed: false },
            Key::Short(_) => Draft::Text(Field::default()),
            Key::Explain(_) => Draft::Words(Field::default()),
        }
    }

    /// The draft that gives this answer, to show it again.
    pub(super) fn of_given(key: &Key, given: &Given, seed: u64) -> Self {
        let mut draft = Draft::new(key, seed);
        match (&mut draft, given) {
            (Draft::Choice { marked, .. }, Given::Choice(chosen)) => {
                for place in chosen {
                    if let Some(mark) = marked.get_mut(*place) {
                        *mark = true;
                    }
                }
            }
            (Draft::Choice { marked, .. }, Given::Truth(said)) => {
                *marked = vec![*said, !*said];
            }
            (Draft::Order { lines, .. }, Given::Order(places)) => lines.clone_from(places),
            (Draft::Text(field), Given::Text(text)) => *field = Field::new(text.as_str()),
            (Draft::Words(_), Given::Explained { text, ticked }) => {
                draft = Draft::Rubric { text: text.clone(), ticked: ticked.clone() };
            }
            _ => {}
        }
        draft
    }

    /// How many options, lines or points the cursor can stand on.
    pub fn count(&self) -> usize {
        match self {
            Draft::Choice { marked: marks, .. } | Draft::Rubric { ticked: marks, .. } => {
                marks.len()
            }
            Draft::Order { lines, .. } => lines.len(),
            Draft::Text(_) | Draft::Words(_) => 0,
        }
    }

    /// The field that takes what is typed.
    pub fn field(&self) -> Option<&Field> {
        match self {
            Draft::Text(field) | Draft::Words(field) => Some(field),
            _ => None,
        }
    }

    /// The answer; `None` while nothing is entered.
    pub(super) fn given(&self, key: &Key) -> Option<Given> {
        match self {
            Draft::Choice { marked, .. } => {
                let chosen: Vec<usize> = (0..marked.len()).filter(|at| marked[*at]).collect();
                match key {
                    Key::TrueFalse(_) => chosen.first().map(|at| Given::Truth(*at == 0)),
                    _ if chosen.is_empty() => None,
                    _ => Some(Given::Choice(chosen)),
                }
            }
            Draft::Order { lines, .. } => Some(Given::Order(lines.clone())),
            Draft::Text(field) if field.text().trim().is_empty() => None,
            Draft::Text(field) => Some(Given::Text(field.text().trim().to_owned())),
            Draft::Words(_) => None,
            Draft::Rubric { text, ticked } => {
                Some(Given::Explained { text: text.clone(), ticked: ticked.clone() })
            }
        }
    }
}

/// An order that is not already the right one, where there is another.
fn unsorted(key: &Key, seed: u64) -> Vec<usize> {
    let mut places = shuffled(key.count(), seed);
    let right = |places: &[usize]| key.grade(&Given::Order(places.to_vec())).correct;
    for _ in 0..places.len() {
        if !right(&places) {
            break;
        }
        places.rotate_left(1);
    }
    places
}
