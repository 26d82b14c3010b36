//! The end of what is quoted or substituted, found without recursion.

/// What has to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Open {
    /// `(` … `)`.
    Paren {
        /// How many `case` are open, whose patterns end with a `)` of their own.
        cases: u32,
    },
    /// `{` … `}` of `${…}`; `true` inside double quotes, where a single quote is a character.
    Brace(bool),
    /// `"` … `"`.
    Double,
    /// `` ` `` … `` ` ``.
    Tick,
}

/// The offset just behind the end of what was opened before `at`; the text's
/// length where it is never closed. Looks at every byte once.
pub(super) fn skip(bytes: &[u8], mut at: usize, open: Open) -> usize {
    let mut stack = vec![open];
    while let (Some(&byte), Some(top)) = (bytes.get(at), stack.last_mut()) {
        let next = bytes.get(at + 1).copied();
        match (byte, *top) {
            (b'\\', _) => at += 2,
            (b'`', Open::Tick) | (b'"', Open::Double) | (b'}', Open::Brace(_)) => {
                stack.pop();
                at += 1;
            }
            (_, Open::Tick) => at += 1,
            (b')', Open::Paren { cases: 0 }) => {
                stack.pop();
                at += 1;
            }
            (b'$', _) if next == Some(b'(') => {
                stack.push(Open::Paren { cases: 0 });
                at += 2;
            }
            (b'$', outer) if next == Some(b'{') => {
                let quoted = matches!(outer, Open::Double | Open::Brace(true));
                stack.push(Open::Brace(quoted));
                at += 2;
            }
            (b'`', _) => {
                stack.push(Open::Tick);
                at += 1;
            }
            (_, Open::Double) => at += 1,
            (b'"', _) => {
                stack.push(Open::Double);
                at += 1;
            }
            (b'\'', Open::Paren { .. } | Open::Brace(false)) => {
                at = behind(bytes, at + 1, b'\'');
            }
            (b'(', Open::Paren { .. }) => {
                stack.push(Open::Paren { cases: 0 });
                at += 1;
            }
            (b'#', Open::Paren { .. }) if begins_word(bytes, at) => {
                at = behind(bytes, at, b'\n');
            }
            (b'c' | b'e', Open::Paren { cases }) if begins_word(bytes, at) => {
                *top = Open::Paren { cases: counted(bytes, at, cases) };
                at += 1;
            }
            _ => at += 1,
        }
    }
    at.min(bytes.len())
}

/// How many `case` are open behind the word that begins here.
fn counted(bytes: &[u8], at: usize, cases: u32) -> u32 {
    let word = &bytes[at..(at + 5).min(bytes.len())];
    let ends = word.get(4).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_');
    match word.get(..4) {
        Some(b"case") if ends => cases + 1,
        Some(b"esac") if ends => cases.saturating_sub(1),
        _ => cases,
    }
}

/// Whether a word begins here: behind a blank, an operator or nothing.
fn begins_word(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| {
        matches!(bytes[before], b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(')
    })
}

/// The offset behind the next such byte; the text's length where there is none.
pub(super) fn behind(bytes: &[u8], at: usize, byte: u8) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    memchr::memchr(byte, rest).map_or(bytes.len(), |found| at + found + 1)
}
