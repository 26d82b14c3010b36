//! The smallest edit of a line, for "what if this line changed".

/// The line with its last word changed, inside quotes and brackets where it ends in them.
pub fn with_another_word(line: &str) -> String {
    let trimmed = line.trim_end();
    let continues = trimmed.strip_suffix(['\\', '`']).map_or(trimmed, str::trim_end);
    let word_end = continues.trim_end_matches([' ', '&', '|', ';', '"', '\'', ']', ')', '}']).len();
    let (start, end) = line.split_at(word_end);
    format!("{start}2{end}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_gets_longer() {
        for (line, expected) in [
            ("RUN make", "RUN make2"),
            ("RUN make && \\", "RUN make2 && \\"),
            ("CMD [\"a\"]", "CMD [\"a2\"]"),
            ("", "2"),
        ] {
            assert_eq!(with_another_word(line), expected, "{line}");
        }
    }
}
