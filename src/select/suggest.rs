//! "Did you mean": the known name that is nearest to a misspelt one.

/// The known name nearest to `word`, where one is near enough to be meant:
/// at most a third of its letters differ. Capitals do not count.
pub fn suggest<'k>(word: &str, known: &[&'k str]) -> Option<&'k str> {
    let word = word.to_lowercase();
    if word.chars().count() > 40 {
        return None;
    }
    known
        .iter()
        .map(|name| (distance(&word, &name.to_lowercase()), *name))
        .filter(|(distance, name)| *distance <= name.chars().count() / 3)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// How many letters to insert, remove, replace or swap with their neighbour
/// to turn one word into the other.
fn distance(left: &str, right: &str) -> usize {
    let left: Vec<char> = left.chars().collect();
    let right: Vec<char> = right.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=right.len()).collect();
    for row in 1..=left.len() {
        let mut current = vec![row];
        for column in 1..=right.len() {
            let replaced = last[column - 1] + usize::from(left[row - 1] != right[column - 1]);
            let mut best = replaced.min(last[column] + 1).min(current[column - 1] + 1);
            let swapped = row > 1
                && column > 1
                && left[row - 1] == right[column - 2]
                && left[row - 2] == right[column - 1];
            if swapped {
                best = best.min(before[column - 2] + 1);
            }
            current.push(best);
        }
        before = std::mem::replace(&mut last, current);
    }
    last[right.len()]
}

#[cfg(test)]
mod tests {
    use super::suggest;

    #[test]
    fn names_near_words_and_not_far_ones() {
        let known = ["digest", "dest", "form", "FROM"];
        assert_eq!(suggest("digset", &known), Some("digest"));
        assert_eq!(suggest("dets", &known), Some("dest"));
        assert_eq!(suggest("frmo", &["FROM"]), Some("FROM"));
        assert_eq!(suggest("banana", &known), None);
        assert_eq!(suggest("", &known), None);
        assert_eq!(suggest(&"x".repeat(100_000), &known), None);
    }
}
