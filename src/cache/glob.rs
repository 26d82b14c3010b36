//! Go's `path.Match`: `*`, `?`, classes and backslashes, where `*` stops at slashes.

/// Whether a path matches a pattern as a whole. A broken pattern matches nothing.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let path: Vec<char> = path.chars().collect();
    let (mut at, mut place) = (0, 0);
    // Where the last star stands, and up to where it took the path.
    let mut star: Option<(usize, usize)> = None;
    loop {
        if pattern.get(at) == Some(&'*') {
            star = Some((at, place));
            at += 1;
            continue;
        }
        let next = path.get(place).and_then(|letter| one(&pattern, at, *letter));
        match (next, star) {
            (Some(next), _) => (at, place) = (next, place + 1),
            (None, _) if at == pattern.len() && place == path.len() => return true,
            (None, Some((star_at, taken))) if path.get(taken).is_some_and(|it| *it != '/') => {
                star = Some((star_at, taken + 1));
                (at, place) = (star_at + 1, taken + 1);
            }
            (None, _) => return false,
        }
    }
}

/// Matches one letter; gives where the pattern goes on.
fn one(pattern: &[char], at: usize, letter: char) -> Option<usize> {
    match *pattern.get(at)? {
        '?' => (letter != '/').then_some(at + 1),
        '[' => class(pattern, at + 1, letter),
        '\\' => (*pattern.get(at + 1)? == letter).then_some(at + 2),
        other => (other == letter).then_some(at + 1),
    }
}

/// Matches a letter against the class that begins here.
fn class(pattern: &[char], start: usize, letter: char) -> Option<usize> {
    let negated = pattern.get(start) == Some(&'^');
    let mut at = start + usize::from(negated);
    let (mut found, first) = (false, at);
    while *pattern.get(at)? != ']' || at == first {
        let (low, after) = member(pattern, at)?;
        let (high, after) = match pattern.get(after) {
            Some('-') => member(pattern, after + 1)?,
            _ => (low, after),
        };
        found |= (low..=high).contains(&letter);
        at = after;
    }
    (found != negated && letter != '/').then_some(at + 1)
}

fn member(pattern: &[char], at: usize) -> Option<(char, usize)> {
    match *pattern.get(at)? {
        '\\' => Some((*pattern.get(at + 1)?, at + 2)),
        letter => Some((letter, at + 1)),
    }
}

/// Whether a path holds a wildcard, a backslash taking the meaning from what follows.
pub(super) fn has_wildcards(path: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_go() {
        for (pattern, path, expected) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "dir/a.txt", false),
            ("src/*.py", "src/main.py", true),
            ("*/x", "a/x", true),
            ("a*b*c", "aXbYbc", true),
            ("a*b", "a/b", false),
            ("?", "/", false),
            ("[a-c]x", "bx", true),
            ("[^a-c]x", "bx", false),
            ("\\*", "*", true),
            ("[", "[", false),
            ("", "", true),
            ("d*", "d", true),
        ] {
            assert_eq!(matches(pattern, path), expected, "{pattern} {path}");
        }
    }
}
