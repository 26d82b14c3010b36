//! The front matter of a Markdown file.

use super::Places;
use crate::doc::Origin;

/// The block between `---` lines at the very start of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrontMatter {
    /// The text between the two lines, with its final newline.
    pub text: String,
    /// Where the text stands, the two lines left out: add a line number inside the text to its first line.
    pub origin: Origin,
}

/// Splits the front matter off; gives the offset at which the Markdown begins.
///
/// `pulldown-cmark` would also take such a block in the middle of a file,
/// where other programs see a horizontal line; so it is not asked to.
pub(super) fn split(source: &str, places: &Places<'_>) -> (Option<FrontMatter>, usize) {
    let start = if source.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = source[start..].split_inclusive('\n');
    let Some(opening) = lines.next().filter(|line| line.trim_end() == "---" && line.len() > 3)
    else {
        return (None, start);
    };
    let text_start = start + opening.len();
    let mut at = text_start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            let text = source[text_start..at].to_owned();
            let origin = places.origin(text_start..at);
            return (Some(FrontMatter { text, origin }), at + line.len());
        }
        at += line.len();
    }
    (None, start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(source: &str, text: Option<&str>, rest: &str) {
        let (front, at) = split(source, &Places::new(source));
        assert_eq!(front.as_ref().map(|front| front.text.as_str()), text);
        assert_eq!(&source[at..], rest);
        if let Some(front) = front {
            assert_eq!(&source[front.origin.span.range()], front.text);
        }
    }

    #[test]
    fn front_matter_stands_at_the_very_start_only() {
        check("---\nid: a\n---\n# A\n", Some("id: a\n"), "# A\n");
        check("\u{feff}---\r\nid: a\r\n---\r\nA", Some("id: a\r\n"), "A");
        check("---\nid: a\n...\nA", Some("id: a\n"), "A");
        check("---\n---\nA", Some(""), "A");
        check("A\n---\nid: a\n---\n", None, "A\n---\nid: a\n---\n");
        check("---\nnever closed\n", None, "---\nnever closed\n");
        check("---", None, "---");
        check("", None, "");
    }
}
