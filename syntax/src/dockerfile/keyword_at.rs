//! Keywords at the begin of texts that are not split yet.

use super::syntax::Keyword;

/// The longest keyword that a word begins with, in any case.
pub(super) fn prefix(word: &str) -> Option<Keyword> {
    let begins = |keyword: &Keyword| {
        let name = keyword.name().as_bytes();
        word.as_bytes().get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
    };
    Keyword::ALL.into_iter().filter(begins).max_by_key(|keyword| keyword.name().len())
}

/// The keyword in capitals that a line begins with, when a blank follows it.
pub(super) fn in_capitals(line: &[u8]) -> Option<Keyword> {
    let length = line.iter().take_while(|byte| byte.is_ascii_uppercase()).count();
    let blank_follows = line.get(length).is_some_and(u8::is_ascii_whitespace);
    if length > 2 && blank_follows { Keyword::read(&line[..length]) } else { None }
}
