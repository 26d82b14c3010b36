//! The words of a text that is being expanded.

/// Collects words as they come.
#[derive(Default)]
pub(super) struct Words {
    done: Vec<String>,
    pub(super) current: String,
    pub(super) inside: bool,
}

impl Words {
    pub(super) fn add(&mut self, letter: char) {
        if !letter.is_whitespace() {
            self.add_raw(letter);
        } else if self.inside && !self.current.is_empty() {
            self.done.push(std::mem::take(&mut self.current));
            self.inside = false;
        }
    }

    pub(super) fn add_raw(&mut self, letter: char) {
        self.current.push(letter);
        self.inside = true;
    }

    /// BuildKit keeps the word being read in a buffer that is one for all: reading the nested
    /// text of `${a:-b}` empties it, so the start of the word around it is lost.
    pub(super) fn forget_if(&mut self, a_text_was_nested: bool) {
        if a_text_was_nested {
            self.current.clear();
        }
    }

    pub(super) fn finish(mut self) -> Vec<String> {
        if !self.current.is_empty() {
            self.done.push(self.current);
        }
        self.done
    }
}
