//! Search in the file: matches of a typed text.

use crate::source::Span;

/// Matches beyond this number are not counted: nobody walks that far.
const MOST: usize = 100_000;

/// A search and its matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::tui) struct Search {
    /// What is searched.
    pub(in crate::tui) query: String,
    /// Where it stands, in the file's order, disjoint.
    pub(in crate::tui) matches: Vec<Span>,
    /// The match that the reader stands at.
    pub(in crate::tui) current: usize,
}

impl Search {
    /// Searches a text. Capital letters in the query must match exactly;
    /// a query without any matches both.
    pub(super) fn new(query: &str, text: &str) -> Self {
        let matches = if query.is_empty() { Vec::new() } else { find_all(query, text) };
        Self { query: query.to_owned(), matches, current: 0 }
    }

    /// Stands at the first match at or behind this place, else at the first of all.
    pub(super) fn stand_at(&mut self, offset: u32) {
        let next = self.matches.partition_point(|span| span.start < offset);
        self.current = if next < self.matches.len() { next } else { 0 };
    }

    /// The match that the reader stands at.
    pub(in crate::tui) fn standing(&self) -> Option<Span> {
        self.matches.get(self.current).copied()
    }

    /// The matches that touch a span.
    pub(in crate::tui) fn within(&self, span: Span) -> &[Span] {
        let first = self.matches.partition_point(|found| found.end <= span.start);
        let count = self.matches[first..].partition_point(|found| found.start < span.end);
        &self.matches[first..first + count]
    }

    /// What to say about it: which of how many.
    pub(in crate::tui) fn summary(&self) -> String {
        match self.matches.len() {
            0 => format!("no match for {}", self.query),
            MOST => format!("{}: match {} of at least {MOST}", self.query, self.current + 1),
            count => format!("{}: match {} of {count}", self.query, self.current + 1),
        }
    }
}

fn find_all(query: &str, text: &str) -> Vec<Span> {
    let is_exact = query.chars().any(char::is_uppercase);
    let mut matches = Vec::new();
    let mut at = 0;
    while matches.len() < MOST {
        let found = if is_exact {
            memchr::memmem::find(&text.as_bytes()[at..], query.as_bytes())
                .map(|place| (at + place, query.len()))
        } else {
            find_folded(query, text, at)
        };
        let Some((start, length)) = found else { break };
        matches.push(Span::new(start as u32, (start + length) as u32));
        at = start + length.max(1);
    }
    matches
}

/// The next place from `at` on where the text matches in either case, and how
/// long the match is there.
fn find_folded(query: &str, text: &str, at: usize) -> Option<(usize, usize)> {
    let first = query.chars().next()?;
    let starts_simple = first.is_ascii();
    let (low, high) = (first.to_ascii_lowercase() as u8, first.to_ascii_uppercase() as u8);
    let mut from = at;
    loop {
        let start = if starts_simple {
            from + memchr::memchr2(low, high, &text.as_bytes()[from..])?
        } else {
            from + text.get(from..)?.find(|found| is_same(found, first))?
        };
        match match_length(query, &text[start..]) {
            Some(length) => return Some((start, length)),
            None => from = start + text[start..].chars().next()?.len_utf8(),
        }
    }
}

/// How many bytes at the start of the text match the query in either case.
fn match_length(query: &str, text: &str) -> Option<usize> {
    let mut rest = text.chars();
    for wanted in query.chars() {
        if !is_same(rest.next()?, wanted) {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

fn is_same(a: char, b: char) -> bool {
    a == b || a.to_lowercase().eq(b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(query: &str, text: &str, expected: &[&str]) {
        let search = Search::new(query, text);
        let found: Vec<&str> = search.matches.iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn small_letters_match_both() {
        check("run", "RUN run Run", &["RUN", "run", "Run"]);
        check("Run", "RUN run Run", &["Run"]);
        check("ä", "Ärger ärger", &["Ä", "ä"]);
        check("", "x", &[]);
        check("aa", "aaaa", &["aa", "aa"]);
        check("é", "plain", &[]);
    }
}
