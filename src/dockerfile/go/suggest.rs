//! "Did you mean": BuildKit's search for the nearest name.

use super::text::to_lower;

/// The distance from which on a name is no longer near.
const TOO_FAR: usize = 3;

/// What BuildKit's search finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Suggestion {
    /// The nearest names; more than one when several are equally near, and
    /// then BuildKit shows one of them by chance.
    pub(in super::super) nearest: Vec<String>,
}

/// The nearest of the names, at most two edits away; nothing when the text is one of them.
pub(in super::super) fn suggest(
    text: &str,
    names: impl IntoIterator<Item = &'static str>,
    case: Case,
) -> Option<Suggestion> {
    let wanted = match case {
        Case::Matters => text.to_owned(),
        Case::Ignored => to_lower(text),
    };
    // A text that is much longer than every name is near none; this keeps the search linear.
    if wanted.chars().count() > 40 {
        return None;
    }
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
pub(in super::super) enum Case {
    /// They are: flags, keys.
    Matters,
    /// They are not: keywords. The suggestion then takes the text's case.
    Ignored,
}

fn is_upper(text: &str) -> bool {
    text == super::text::to_upper(text)
}

/// Levenshtein distance, counted in characters.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (index, left) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (column, right) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(left != *right);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearest(text: &str, names: &[&'static str], case: Case) -> Vec<String> {
        suggest(text, names.iter().copied(), case).map(|found| found.nearest).unwrap_or_default()
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
