//! Go's `path.Match`, and the wildcards of COPY's sources (tonistiigi/fsutil
//! `copy.go`, as BuildKit 73ed6825c uses it).

/// Whether a path holds `*`, `?` or `[` that no backslash stands before.
pub fn has_wildcards(path: &str) -> bool {
    let mut letters = path.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '*' | '?' | '[' => return true,
            '\\' => {
                letters.next();
            }
            _ => {}
        }
    }
    false
}

/// Parts a cleaned path before its first element with a wildcard; the second
/// part is empty where there is none.
pub fn split_at_wildcards(path: &str) -> (&str, &str) {
    let mut start = 0;
    for part in path.split('/') {
        if has_wildcards(part) {
            return (path[..start].trim_end_matches('/'), &path[start..]);
        }
        start += part.len() + 1;
    }
    (path, "")
}

/// Whether a path matches a pattern as a whole; `*` and `?` stop at slashes. A
/// broken pattern matches nothing.
pub fn path_matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let path: Vec<char> = path.chars().collect();
    let (mut at, mut place) = (0, 0);
    // Where to go on when the last star has to take one letter more.
    let mut star: Option<(usize, usize)> = None;
    loop {
        if pattern.get(at) == Some(&'*') {
            at += 1;
            star = Some((at, place));
            continue;
        }
        let next = path.get(place).and_then(|letter| after_one(&pattern, at, *letter));
        match (next, star) {
            (Some(next), _) => (at, place) = (next, place + 1),
            (None, _) if at == pattern.len() && place == path.len() => return true,
            (None, Some((start, taken))) if path.get(taken).is_some_and(|it| *it != '/') => {
                star = Some((start, taken + 1));
                (at, place) = (start, taken + 1);
            }
            (None, _) => return false,
        }
    }
}

/// The place behind what stands at this place of the pattern, where that takes the letter.
fn after_one(pattern: &[char], at: usize, letter: char) -> Option<usize> {
    match *pattern.get(at)? {
        '?' => (letter != '/').then_some(at + 1),
        '[' => after_class(pattern, at + 1, letter),
        '\\' => (*pattern.get(at + 1)? == letter).then_some(at + 2),
        plain => (plain == letter).then_some(at + 1),
    }
}

fn after_class(pattern: &[char], mut at: usize, letter: char) -> Option<usize> {
    let negated = pattern.get(at) == Some(&'^');
    at += usize::from(negated);
    let (mut found, mut ranges) = (false, 0);
    while pattern.get(at) != Some(&']') || ranges == 0 {
        let (low, next) = member(pattern, at)?;
        at = next;
        let mut high = low;
        if pattern.get(at) == Some(&'-') {
            (high, at) = member(pattern, at + 1)?;
        }
        found |= (low..=high).contains(&letter);
        ranges += 1;
    }
    (found != negated && letter != '/').then_some(at + 1)
}

fn member(pattern: &[char], at: usize) -> Option<(char, usize)> {
    match *pattern.get(at)? {
        '-' | ']' => None,
        '\\' => Some((*pattern.get(at + 1)?, at + 2)),
        letter => Some((letter, at + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_match_as_in_go() {
        let cases = [
            ("*", "", true),
            ("*.txt", "a.txt", true),
            ("*.txt", "a.txtx", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-b-b", false),
            ("?", "é", true),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("[]a]", "]", false),
            ("\\*", "*", true),
            ("\\*", "x", false),
            ("[", "[", false),
            ("**", "abc", true),
            ("*.txt", "dir/a.txt", false),
            ("src/*.py", "src/main.py", true),
            ("*/x", "a/x", true),
            ("a*b", "a/b", false),
            ("?", "/", false),
            ("", "", true),
        ];
        for (pattern, path, expected) in cases {
            assert_eq!(path_matches(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn many_stars_cost_no_more_than_length_times_length() {
        assert!(!path_matches(&"*a".repeat(1_000), &"a".repeat(900)));
    }

    #[test]
    fn a_path_is_parted_before_its_wildcards() {
        assert_eq!(split_at_wildcards("a/b*/c"), ("a", "b*/c"));
        assert_eq!(split_at_wildcards("a/b"), ("a/b", ""));
        assert_eq!(split_at_wildcards("*.txt"), ("", "*.txt"));
    }
}
