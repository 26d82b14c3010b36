//! Keeps words from being taken for Markdown's marks.

/// How words are kept from being taken for marks.
pub(super) struct Escape {
    pub(super) in_link: bool,
    pub(super) in_cell: bool,
    pub(super) in_heading: bool,
    pub(super) strokes: bool,
}

impl Escape {
    /// Escapes words; at the start of a line more would be taken for marks.
    pub(super) fn words(&self, words: &str, at_line_start: bool) -> String {
        let words = if at_line_start { words.trim_start_matches([' ', '\t']) } else { words };
        let mut out = String::with_capacity(words.len() + 8);
        let mut before: Option<char> = None;
        let mut letters = words.chars().peekable();
        let mut in_number = at_line_start;
        while let Some(letter) = letters.next() {
            let after = letters.peek().copied();
            let at_start = at_line_start && before.is_none();
            let starts_block =
                at_start && matches!(letter, '#' | '>' | '-' | '+' | '=' | ':' | '|');
            let ends_number = in_number && !at_start && matches!(letter, '.' | ')');
            match letter {
                // Some readers drop these where they take them for blanks or for a mark of the file.
                '\u{b}' => out += "&#11;",
                '\u{c}' => out += "&#12;",
                '\u{feff}' => out += "&#65279;",
                _ => {
                    if starts_block || ends_number || self.needs_escape(letter, before, after) {
                        out.push('\\');
                    }
                    out.push(letter);
                }
            }
            in_number &= letter.is_ascii_digit();
            before = Some(letter);
        }
        out
    }

    fn needs_escape(&self, letter: char, before: Option<char>, after: Option<char>) -> bool {
        let is_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        match letter {
            '\\' | '`' | '*' | '<' | '[' => true,
            '_' => !(is_word(before) && is_word(after)),
            '&' => after.is_none_or(|after| after.is_alphanumeric() || after == '#'),
            '!' => after.is_none(),
            '~' => self.strokes,
            ']' | '^' => self.in_link,
            '|' => self.in_cell,
            '#' => self.in_heading && after.is_none_or(|after| matches!(after, '#' | ' ')),
            _ => false,
        }
    }
}

/// The address of a link.
pub(super) fn destination(address: &str) -> String {
    let needs_brackets = address.is_empty()
        || address.contains(|letter: char| letter.is_control() || " ()<>".contains(letter));
    let mut out = String::new();
    for letter in address.chars() {
        if matches!(letter, '\\' | '&' | '<' | '>' | '*' | '_' | '|' | '`') {
            out.push('\\');
        }
        out.push(letter);
    }
    if needs_brackets { format!("<{out}>") } else { out }
}
