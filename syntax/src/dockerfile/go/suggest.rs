//! "Did you mean": BuildKit's search for the nearest name.

use super::text::to_lower;

/// The distance from which on a name is no longer near.
const TOO_FAR: usize = 3;

/// What BuildKit's search finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The nearest names; more than one when several are equally near, and
    /// then BuildKit shows one of them by chance.
    pub nearest: Vec<String>,
}

/// The nearest of the names, at most two edits away; nothing when the text is one of them.
pub fn suggest(
    text: &str,
    names: impl IntoIterator<Item = &'static str>,
    case: Case,
) -> Option<Suggestion> {
    let wanted = match case {
        Case::Matters => text.to_owned(),
        Case::Ignored => to_lower(text),
    };
    let mut nearest: Vec<&str> = Vec::new();
    let mut least = TOO_FAR;
    for name in names {
        let distance = distance(&wanted, name);
        if distance == 0 {
            return None;
        }
        if distance < least {
            nearest.clear();
            least = distance;
        }
        if distance == least && distance < TOO_FAR {
            nearest.push(name);
        }
    }
    let shown = |name: &str| match case {
        Case::Ignored if text != wanted && is_upper(text) => name.to_uppercase(),
        _ => name.to_owned(),
    };
    (!nearest.is_empty()).then(|| Suggestion { nearest: nearest.into_iter().map(shown).collect() })
}

/// Whether upper and lower case are different letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// They are: flags, keys.
    Matters,
    /// They are not: keywords. The suggestion then takes the text's case.
    Ignored,
}

fn is_upper(text: &str) -> bool {
    text == super::text::to_upper(text)
}

/// The first of the nearest of these names, at most two edits away; `None` when the word is one of them.
pub fn nearest<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut best = None;
    let mut least = TOO_FAR;
    for name in names {
        let distance = distance(word, name);
        if distance == 0 {
            return None;
        }
        if distance < least {
            (least, best) = (distance, Some(name));
        }
    }
    best.map(str::to_owned)
}

/// Levenshtein distance, counted in characters; [`TOO_FAR`] where it is that or more.
///
/// What is near keeps near the diagonal, so only five columns of each row are
/// looked at: long names cost time in line with their length.
fn distance(left: &str, right: &str) -> usize {
    let (length, width) = (left.chars().count(), right.chars().count());
    if length.abs_diff(width) >= TOO_FAR {
        return TOO_FAR;
    }
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=width).map(|column| column.min(TOO_FAR)).collect();
    for (index, left) in left.chars().enumerate() {
        let first = (index + 1).saturating_sub(TOO_FAR - 1).max(1);
        let last = (index + TOO_FAR).min(width);
        let mut diagonal = row[first - 1];
        row[first - 1] = if first == 1 { (index + 1).min(TOO_FAR) } else { TOO_FAR };
        let mut least = row[first - 1];
        for column in first..=last {
            let replaced = diagonal + usize::from(left != right[column - 1]);
            diagonal = row[column];
            // Above the last column nothing was worked out yet.
            let above = if column == index + TOO_FAR { TOO_FAR } else { diagonal };
            row[column] = replaced.min(above + 1).min(row[column - 1] + 1).min(TOO_FAR);
            least = least.min(row[column]);
        }
        if least >= TOO_FAR {
            return TOO_FAR;
        }
    }
    row[width]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest(text: &str, names: &[&'static str], case: Case) -> Vec<String> {
        suggest(text, names.iter().copied(), case).map(|found| found.nearest).unwrap_or_default()
    }

    /// The whole table.
    fn full_distance(left: &str, right: &str) -> usize {
        let right: Vec<char> = right.chars().collect();
        let mut row: Vec<usize> = (0..=right.len()).collect();
        for (index, left) in left.chars().enumerate() {
            let mut diagonal = std::mem::replace(&mut row[0], index + 1);
            for (column, right) in right.iter().enumerate() {
                let replaced = diagonal + usize::from(left != *right);
                diagonal = row[column + 1];
                row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
            }
        }
        row[right.len()]
    }

    #[test]
    fn few_columns_give_the_same_distance() {
        let words = ["", "a", "ab", "ba", "aba", "abab", "baba", "aabb", "bbaa", "ababa", "aaaaaa"];
        for left in words {
            for right in words {
                let full = full_distance(left, right).min(TOO_FAR);
                assert_eq!(distance(left, right), full, "{left} {right}");
            }
        }
    }

    #[test]
    fn finds_the_nearest_name_in_the_case_of_the_text() {
        let names = ["add", "arg", "run", "workdir"];
        assert_eq!(nearest("RUNN", &names, Case::Ignored), ["RUN"]);
        assert_eq!(nearest("Runn", &names, Case::Ignored), ["run"]);
        assert_eq!(nearest("a", &names, Case::Ignored), ["add", "arg"]);
        assert!(nearest("RUN", &names, Case::Ignored).is_empty());
        assert!(nearest("xxxxx", &names, Case::Ignored).is_empty());
        assert_eq!(nearest("Add", &names, Case::Matters), ["add"]);
    }
}
