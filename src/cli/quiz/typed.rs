//! What the reader types at a question.

use crate::quiz::{Attempt, Confidence, Draft, Input};

/// The letters of options: h, q and s are commands.
const LETTERS: &[u8] = b"abcdefgijklmnoprtuvwxyz";

/// What a line means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    /// It was entered into the draft, which can be handed in.
    Entered(Option<Confidence>),
    /// Show a hint.
    Hint,
    /// Leave the question out.
    Skip,
    /// End the quiz.
    Quit,
    /// Say what can be typed.
    Help,
    /// It is no answer to this question: why.
    Refused(String),
}

/// The letter of an option by its shown place.
pub(super) fn letter(place: usize) -> char {
    LETTERS.get(place).map_or('?', |letter| char::from(*letter))
}

/// Enters a line into the attempt's draft. `order`: how the lines of an order
/// question stood when their letters were printed.
pub(super) fn take(line: &str, attempt: &mut Attempt, order: &[usize]) -> Typed {
    let line = line.trim();
    let has_field = attempt.draft.field().is_some();
    match line {
        ":h" => return Typed::Hint,
        ":s" => return Typed::Skip,
        ":q" => return Typed::Quit,
        "" => return Typed::Help,
        _ if has_field => {
            attempt.enter(&Input::Clear);
            attempt.enter(&Input::Type(line.to_owned()));
            return Typed::Entered(None);
        }
        "h" => return Typed::Hint,
        "s" => return Typed::Skip,
        "q" => return Typed::Quit,
        "?" => return Typed::Help,
        _ => {}
    }
    let (letters, confidence) = match line.strip_suffix('!') {
        Some(rest) => (rest, Some(Confidence::Sure)),
        None => match line.strip_suffix('?') {
            Some(rest) => (rest, Some(Confidence::NotSure)),
            None => (line, None),
        },
    };
    let places = match places(letters, attempt) {
        Ok(places) => places,
        Err(why) => return Typed::Refused(why),
    };
    match enter(&places, attempt, order) {
        Ok(()) => Typed::Entered(confidence),
        Err(why) => Typed::Refused(why),
    }
}

/// The shown places that the letters name; `-` names none.
fn places(letters: &str, attempt: &Attempt) -> Result<Vec<usize>, String> {
    let count = attempt.draft.count();
    let lower = letters.to_lowercase();
    if attempt.is_truth() {
        return match lower.as_str() {
            "t" | "true" => Ok(vec![0]),
            "f" | "false" => Ok(vec![1]),
            _ => Err("Type t for true or f for false.".to_owned()),
        };
    }
    if lower == "-" {
        return Ok(Vec::new());
    }
    let mut places = Vec::new();
    for typed in lower.chars().filter(|it| !it.is_whitespace() && *it != ',') {
        let place = LETTERS.iter().position(|letter| char::from(*letter) == typed);
        match place.filter(|place| *place < count) {
            Some(place) if places.contains(&place) => {}
            Some(place) => places.push(place),
            None => {
                let last = letter(count.saturating_sub(1));
                return Err(format!("The letters go from a to {last}."));
            }
        }
    }
    Ok(places)
}

fn enter(places: &[usize], attempt: &mut Attempt, order: &[usize]) -> Result<(), String> {
    let count = attempt.draft.count();
    match &mut attempt.draft {
        Draft::Order { lines, .. } => {
            if places.len() != count {
                return Err(format!("Type all {count} letters, in the right order."));
            }
            *lines = places.iter().filter_map(|place| order.get(*place).copied()).collect();
            return Ok(());
        }
        Draft::Choice { many: false, .. } if places.len() != 1 => {
            return Err("Choose one letter.".to_owned());
        }
        Draft::Choice { many: true, .. } if places.is_empty() => {
            return Err("Choose at least one letter.".to_owned());
        }
        _ => {}
    }
    for place in 0..count {
        let wanted = places.contains(&place);
        if is_marked(attempt, place) != wanted && (wanted || !is_single(attempt)) {
            attempt.enter(&Input::Pick(place));
        }
    }
    Ok(())
}

fn is_single(attempt: &Attempt) -> bool {
    matches!(attempt.draft, Draft::Choice { many: false, .. })
}

fn is_marked(attempt: &Attempt, place: usize) -> bool {
    match &attempt.draft {
        Draft::Choice { marked, .. } => {
            let in_lesson = attempt.shown.get(place).copied().unwrap_or(place);
            marked.get(in_lesson) == Some(&true)
        }
        Draft::Rubric { ticked, .. } => ticked.get(place) == Some(&true),
        _ => false,
    }
}
