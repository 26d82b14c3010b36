//! Which invisible characters hold an emoji together.

/// Whether the invisible character at this place is part of an emoji: a
/// joiner between two pictures, a selector behind one, or the tags of the
/// three flags that are written with tags.
pub(super) fn belongs(text: &str, at: usize, character: char) -> bool {
    let before = &text[..at];
    let behind = &text[at + character.len_utf8()..];
    match character {
        '\u{200d}' => ends_in_picture(before) && behind.chars().next().is_some_and(is_picture),
        '\u{fe0e}' => before.chars().next_back().is_some_and(is_picture),
        '\u{fe0f}' => {
            before.chars().next_back().is_some_and(is_picture) || is_keycap(before, behind)
        }
        '\u{e0020}'..='\u{e007f}' => is_in_flag(before, &text[at..]),
        _ => false,
    }
}

/// A picture, perhaps with a skin tone or a selector.
fn ends_in_picture(text: &str) -> bool {
    let mut last = text.chars().rev();
    match last.next() {
        Some('\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}') => last.next().is_some_and(is_picture),
        Some(character) => is_picture(character),
        None => false,
    }
}

fn is_keycap(before: &str, behind: &str) -> bool {
    let is_key = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'#' | b'*');
    before.as_bytes().last().is_some_and(is_key) && behind.starts_with('\u{20e3}')
}

/// England, Scotland, Wales: a black flag, five letters as tags, the end tag.
const FLAGS: [&str; 3] = [
    "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    "🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}",
    "🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}",
];

fn is_in_flag(before: &str, from: &str) -> bool {
    FLAGS.iter().any(|flag| {
        flag.char_indices()
            .any(|(at, _)| at > 0 && before.ends_with(&flag[..at]) && from.starts_with(&flag[at..]))
    })
}

/// Unicode's `Extended_Pictographic` (version 16).
fn is_picture(character: char) -> bool {
    matches!(character,
        '©' | '®' | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{2194}'..='\u{2199}'
        | '\u{21a9}'..='\u{21aa}' | '\u{231a}'..='\u{231b}' | '\u{2328}' | '\u{2388}' | '\u{23cf}'
        | '\u{23e9}'..='\u{23f3}' | '\u{23f8}'..='\u{23fa}' | '\u{24c2}' | '\u{25aa}'..='\u{25ab}'
        | '\u{25b6}' | '\u{25c0}' | '\u{25fb}'..='\u{25fe}' | '\u{2600}'..='\u{2605}'
        | '\u{2607}'..='\u{2612}' | '\u{2614}'..='\u{2685}' | '\u{2690}'..='\u{2705}'
        | '\u{2708}'..='\u{2712}' | '\u{2714}' | '\u{2716}' | '\u{271d}' | '\u{2721}' | '\u{2728}'
        | '\u{2733}'..='\u{2734}' | '\u{2744}' | '\u{2747}' | '\u{274c}' | '\u{274e}'
        | '\u{2753}'..='\u{2755}' | '\u{2757}' | '\u{2763}'..='\u{2767}' | '\u{2795}'..='\u{2797}'
        | '\u{27a1}' | '\u{27b0}' | '\u{27bf}' | '\u{2934}'..='\u{2935}' | '\u{2b05}'..='\u{2b07}'
        | '\u{2b1b}'..='\u{2b1c}' | '\u{2b50}' | '\u{2b55}' | '\u{3030}' | '\u{303d}' | '\u{3297}'
        | '\u{3299}' | '\u{1f000}'..='\u{1f0ff}' | '\u{1f10d}'..='\u{1f10f}' | '\u{1f12f}'
        | '\u{1f16c}'..='\u{1f171}' | '\u{1f17e}'..='\u{1f17f}' | '\u{1f18e}'
        | '\u{1f191}'..='\u{1f19a}' | '\u{1f1ad}'..='\u{1f1e5}' | '\u{1f201}'..='\u{1f20f}'
        | '\u{1f21a}' | '\u{1f22f}' | '\u{1f232}'..='\u{1f23a}' | '\u{1f23c}'..='\u{1f23f}'
        | '\u{1f249}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1f53d}' | '\u{1f546}'..='\u{1f64f}'
        | '\u{1f680}'..='\u{1f6ff}' | '\u{1f774}'..='\u{1f77f}' | '\u{1f7d5}'..='\u{1f7ff}'
        | '\u{1f80c}'..='\u{1f80f}' | '\u{1f848}'..='\u{1f84f}' | '\u{1f85a}'..='\u{1f85f}'
        | '\u{1f888}'..='\u{1f88f}' | '\u{1f8ae}'..='\u{1f8ff}' | '\u{1f90c}'..='\u{1f93a}'
        | '\u{1f93c}'..='\u{1f945}' | '\u{1f947}'..='\u{1faff}' | '\u{1fc00}'..='\u{1fffd}')
}
