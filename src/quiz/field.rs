//! A line of text that the reader types.

use unicode_segmentation::GraphemeCursor;

use super::Input;

/// The longest text that a field takes, in bytes: an answer, not a book.
const LIMIT: usize = 2000;

/// A line of text with a cursor, which stands between two characters as the
/// reader sees them (grapheme clusters).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    text: String,
    cursor: usize,
    /// The whole text is selected: what is typed next takes its place.
    selected: bool,
}

impl Field {
    /// A field with this text, the cursor behind it.
    pub fn new(text: impl Into<String>) -> Self {
        let text = text.into();
        Self { cursor: text.len(), text, selected: false }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte offset of the cursor; always between two characters.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Whether the whole text is selected.
    pub fn is_selected(&self) -> bool {
        self.selected
    }

    /// Selects the whole text: what is typed next takes its place, and moving
    /// the cursor keeps it to be mended.
    pub fn select(&mut self) {
        self.cursor = self.text.len();
        self.selected = !self.text.is_empty();
    }

    /// Types text at the cursor, or in the place of what is selected; control characters are
    /// left out, line ends become blanks.
    pub fn insert(&mut self, text: &str) {
        self.remove_selected();
        for typed in text.chars() {
            let typed = if matches!(typed, '\n' | '\t') { ' ' } else { typed };
            if typed.is_control() || self.text.len() + typed.len_utf8() > LIMIT {
                continue;
            }
            self.text.insert(self.cursor, typed);
            self.cursor += typed.len_utf8();
        }
    }

    /// Removes the character before the cursor.
    pub fn backspace(&mut self) {
        if self.remove_selected() {
            return;
        }
        let start = self.before();
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
    }

    /// Removes the character behind the cursor.
    pub fn delete(&mut self) {
        if self.remove_selected() {
            return;
        }
        let end = self.behind();
        self.text.replace_range(self.cursor..end, "");
    }

    /// Moves the cursor one character to the left.
    pub fn left(&mut self) {
        self.selected = false;
        self.cursor = self.before();
    }

    /// Moves the cursor one character to the right.
    pub fn right(&mut self) {
        self.selected = false;
        self.cursor = self.behind();
    }

    /// Moves the cursor before the text.
    pub fn home(&mut self) {
        self.selected = false;
        self.cursor = 0;
    }

    /// Moves the cursor behind the text.
    pub fn end(&mut self) {
        self.selected = false;
        self.cursor = self.text.len();
    }

    /// Removes all before the cursor.
    pub fn clear_before(&mut self) {
        self.selected = false;
        self.text.replace_range(..self.cursor, "");
        self.cursor = 0;
    }

    /// Does to it what the reader does; says nothing of what does not concern it.
    pub(super) fn edit(&mut self, input: &Input) {
        match input {
            Input::Type(text) => self.insert(text),
            Input::Backspace => self.backspace(),
            Input::Delete => self.delete(),
            Input::Left => self.left(),
            Input::Right => self.right(),
            Input::Home => self.home(),
            Input::End => self.end(),
            Input::Clear => self.clear_before(),
            _ => {}
        }
    }

    /// Removes what is selected; says whether anything was.
    fn remove_selected(&mut self) -> bool {
        let was_selected = std::mem::take(&mut self.selected);
        if was_selected {
            self.text.clear();
            self.cursor = 0;
        }
        was_selected
    }

    fn before(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn behind(&self) -> usize {
        let mut cursor = GraphemeCursor::new(self.cursor, self.text.len(), true);
        cursor.next_boundary(&self.text, 0).ok().flatten().unwrap_or(self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_goes_at_once() {
        let mut field = Field::new("ae\u{301}");
        field.backspace();
        assert_eq!(field.text(), "a");
        field.home();
        field.delete();
        assert_eq!((field.text(), field.cursor()), ("", 0));
        field.backspace();
        field.delete();
        field.left();
        field.right();
        assert_eq!(field.text(), "");
    }

    #[test]
    fn controls_stay_out_and_long_pastes_end() {
        let mut field = Field::default();
        field.insert("a\u{1b}[31mb\nc");
        assert_eq!(field.text(), "a[31mb c");
        field.insert(&"x".repeat(3000));
        assert_eq!(field.text().len(), 2000);
    }

    #[test]
    fn what_is_typed_takes_the_place_of_what_is_selected() {
        let selected = || {
            let mut field = Field::new("/app");
            field.select();
            field
        };
        for (change, text) in [
            (Field::backspace as fn(&mut Field), ""),
            (Field::delete, ""),
            (Field::clear_before, ""),
            (Field::left, "/apbp"),
            (Field::right, "/appb"),
            (Field::home, "b/app"),
            (Field::end, "/appb"),
        ] {
            let mut field = selected();
            change(&mut field);
            assert!(!field.is_selected());
            if !text.is_empty() {
                field.insert("b");
            }
            assert_eq!(field.text(), text);
        }
        let mut field = selected();
        field.insert("/srv");
        field.insert("/x");
        assert_eq!(field.text(), "/srv/x");
        let mut empty = Field::default();
        empty.select();
        assert!(!empty.is_selected());
    }
}
