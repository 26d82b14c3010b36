//! Parser directives: `# syntax=`, `# escape=`, `# check=`.
//!
//! BuildKit reads them twice. The line parser takes `escape` and stops at
//! doubles; blanks before the `#` do not matter to it. A second look takes
//! `syntax` and `check`: only without blanks before the `#`, but also behind
//! a `#!` line, and `syntax` also after `//` or in a JSON object.

use std::ops::Range;

use super::go;
use super::syntax::DirectiveKind;

/// What a line says that is written like a directive; ranges count in the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) kind: DirectiveKind,
    pub(super) name: Range<usize>,
    pub(super) equals: usize,
    pub(super) value: Range<usize>,
}

/// Reads a line that must begin with `prefix`: BuildKit's pattern
/// `^([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$` with one of the three names.
pub(super) fn read(line: &[u8], prefix: &[u8]) -> Option<Written> {
    let rest = line.strip_prefix(prefix)?;
    let start = prefix.len() + go::leading_space(rest);
    let length = line[start..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = start..start + length;
    let kind = kind(&line[name.clone()])?;
    let equals = name.end + blanks(&line[name.end..]);
    if line.get(equals) != Some(&b'=') {
        return None;
    }
    let value = value(line, equals + 1)?;
    Some(Written { kind, name, equals, value })
}

fn kind(name: &[u8]) -> Option<DirectiveKind> {
    [DirectiveKind::Syntax, DirectiveKind::Escape, DirectiveKind::Check]
        .into_iter()
        .find(|kind| kind.name().as_bytes().eq_ignore_ascii_case(name))
}

/// The value without blanks around it; when there are only blanks, the last of them.
fn value(line: &[u8], start: usize) -> Option<Range<usize>> {
    let rest = &line[start..];
    if rest.is_empty() || rest.contains(&b'\n') {
        return None;
    }
    let leading = blanks(rest);
    if leading == rest.len() {
        return Some(line.len() - 1..line.len());
    }
    let trailing = rest.iter().rev().take_while(|byte| is_blank(**byte)).count();
    Some(start + leading..line.len() - trailing)
}

fn blanks(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| is_blank(**byte)).count()
}

/// `\s` of Go's regular expressions.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t' | b'\n' | 0x0c | b'\r' | b' ')
}

/// A directive found by the second look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// The value.
    pub(super) value: String,
    /// Its line counted from 1; 0 for a JSON object.
    pub(super) line: u32,
    /// Where it stands in the file; `None` for a JSON object.
    pub(super) written: Option<(usize, Written)>,
}

/// The second look for one directive.
pub(super) fn find(bytes: &[u8], kind: DirectiveKind) -> Option<Found> {
    let start = if bytes.starts_with("\u{feff}".as_bytes()) { 3 } else { 0 };
    let (start, line) = match bytes[start..].starts_with(b"#!") {
        true => {
            let newline = memchr::memchr(b'\n', &bytes[start..]);
            (newline.map_or(bytes.len(), |at| start + at + 1), 1)
        }
        false => (start, 0),
    };
    let found = find_in_lines(bytes, start, line, b"#", kind);
    if found.is_some() || kind != DirectiveKind::Syntax {
        return found;
    }
    find_in_lines(bytes, start, line, b"//", kind).or_else(|| {
        let value = go::syntax_of_object(&bytes[start..])?;
        Some(Found { value, line, written: None })
    })
}

fn find_in_lines(
    bytes: &[u8],
    mut start: usize,
    mut number: u32,
    prefix: &[u8],
    kind: DirectiveKind,
) -> Option<Found> {
    let mut seen = Vec::new();
    while start < bytes.len() {
        let newline = memchr::memchr(b'\n', &bytes[start..]);
        let end = newline.map_or(bytes.len(), |at| start + at);
        if end - start > super::lines::LONGEST {
            return None;
        }
        let line = &bytes[start..end];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        number += 1;
        let written = read(line, prefix)?;
        if seen.contains(&written.kind) {
            return None;
        }
        seen.push(written.kind);
        if written.kind == kind {
            let value = go::lossy(&line[written.value.clone()]).into_owned();
            return Some(Found { value, line: number, written: Some((start, written)) });
        }
        start = end + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(line: &str) -> Option<&str> {
        read(line.as_bytes(), b"#").map(|written| &line[written.value])
    }

    #[test]
    fn reads_what_is_written_like_a_directive() {
        assert_eq!(value("# syntax = a b \t"), Some("a b"));
        assert_eq!(value("#\u{a0}ESCAPE=`"), Some("`"));
        assert_eq!(value("#escape=  "), Some(" "));
        assert_eq!(value("#check=\u{b}"), Some("\u{b}"));
        for line in ["# syntax=", "## syntax=x", "# key=value", "# syntax: x", " # syntax=x", "#=x"]
        {
            assert_eq!(value(line), None, "{line}");
        }
    }

    #[test]
    fn looks_behind_a_shebang_and_in_other_formats() {
        let find =
            |text: &str, kind| find(text.as_bytes(), kind).map(|found| (found.value, found.line));
        let (syntax, check) = (DirectiveKind::Syntax, DirectiveKind::Check);
        assert_eq!(find("#!/x\n# syntax=a\n", syntax), Some(("a".into(), 2)));
        assert_eq!(find("\u{feff}# check=b\r\n# syntax=a", syntax), Some(("a".into(), 2)));
        assert_eq!(find("// syntax=a\nFROM x", syntax), Some(("a".into(), 1)));
        assert_eq!(find("// check=a\nFROM x", check), None);
        assert_eq!(find("{\"syntax\": \"a\"}", syntax), Some(("a".into(), 0)));
        assert_eq!(find(" # syntax=a", syntax), None);
        assert_eq!(find("# check=a\n# check=b\n# syntax=c", syntax), None);
    }
}
