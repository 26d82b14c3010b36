//! What single words are.

/// `NAME=value`, `NAME+=value` or `NAME[0]=value`.
pub fn is_assignment(word: &str) -> bool {
    let Some((name, _)) = word.split_once('=') else { return false };
    let name = name.strip_suffix('+').unwrap_or(name);
    let name = match name.split_once('[') {
        Some((name, index)) if index.ends_with(']') => name,
        _ => name,
    };
    is_name(name)
}

/// The name of a variable.
pub fn is_name(word: &str) -> bool {
    !word.is_empty()
        && !word.starts_with(|it: char| it.is_ascii_digit())
        && word.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'_')
}

/// A program's name without the folders before it and without `.exe` behind it.
pub fn program_name(word: &str) -> &str {
    let folder = word.bytes().rposition(|byte| matches!(byte, b'/' | b'\\'));
    let name = folder.map_or(word, |at| &word[at + 1..]);
    match name.len().checked_sub(4) {
        Some(at)
            if at > 0 && name.is_char_boundary(at) && name[at..].eq_ignore_ascii_case(".exe") =>
        {
            &name[..at]
        }
        _ => name,
    }
}

/// Whether a program is a shell of the family of `sh`, its path left out.
pub fn is_shell(program: &str) -> bool {
    matches!(program_name(program), "sh" | "bash" | "ash" | "dash" | "zsh" | "ksh" | "mksh")
}
