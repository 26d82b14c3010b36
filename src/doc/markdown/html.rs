//! The little HTML that Markdown files use: comments, `<details>`, a few tags.

use std::borrow::Cow;
use std::ops::Range;

/// A piece of raw HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// `<!-- … -->`: what stands between, trimmed.
    Comment(&'a str),
    /// `<name …>`.
    Open { name: &'a str, attributes: &'a str },
    /// `</name>`.
    Close { name: &'a str },
    /// Anything else, a comment without its end included.
    Text(&'a str),
}

/// Splits raw HTML into pieces that together are the whole of it.
pub(super) fn pieces(html: &str) -> Vec<(Piece<'_>, Range<usize>)> {
    let mut found = Vec::new();
    let mut text_start = 0;
    let mut at = 0;
    while let Some(offset) = html[at..].find('<') {
        let start = at + offset;
        let Some((piece, length)) = markup(&html[start..]) else {
            at = start + 1;
            if html[start..].starts_with("<!--") {
                // A comment without its end hides nothing: all that follows is text.
                break;
            }
            continue;
        };
        if text_start < start {
            found.push((Piece::Text(&html[text_start..start]), text_start..start));
        }
        at = start + length;
        text_start = at;
        found.push((piece, start..at));
    }
    if text_start < html.len() {
        found.push((Piece::Text(&html[text_start..]), text_start..html.len()));
    }
    found
}

/// The comment or tag at the start of `html`, and its length in bytes.
fn markup(html: &str) -> Option<(Piece<'_>, usize)> {
    if html.starts_with("<!--") {
        // `<!-->` is a whole comment, so the end may overlap the beginning.
        let end = html.find("-->").filter(|end| *end >= 2)?;
        return Some((Piece::Comment(html.get(4..end).unwrap_or_default().trim()), end + 3));
    }
    let (closing, rest) = match html.strip_prefix("</") {
        Some(rest) => (true, rest),
        None => (false, html.strip_prefix('<')?),
    };
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let name_length = rest.find(|letter| !is_name(letter))?;
    let (name, rest) = rest.split_at(name_length);
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return None;
    }
    // No tag that takes effect has an attribute worth a `<` or a `>` in its value.
    let end = rest.find(['>', '<']).filter(|end| rest.as_bytes()[*end] == b'>')?;
    let length = html.len() - rest.len() + end + 1;
    let attributes = rest[..end].trim_end_matches('/').trim();
    let piece = if closing { Piece::Close { name } } else { Piece::Open { name, attributes } };
    Some((piece, length))
}

/// Which style a tag of this name gives to what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StyleTag {
    Strong,
    Emphasis,
    Code,
    Struck,
}

/// The style of a tag; `None` for tags that are shown as text.
pub(super) fn style_tag(name: &str) -> Option<StyleTag> {
    const TAGS: [(&str, StyleTag); 10] = [
        ("b", StyleTag::Strong),
        ("strong", StyleTag::Strong),
        ("i", StyleTag::Emphasis),
        ("em", StyleTag::Emphasis),
        ("code", StyleTag::Code),
        ("kbd", StyleTag::Code),
        ("tt", StyleTag::Code),
        ("s", StyleTag::Struck),
        ("del", StyleTag::Struck),
        ("strike", StyleTag::Struck),
    ];
    TAGS.iter().find(|(tag, _)| name.eq_ignore_ascii_case(tag)).map(|(_, style)| *style)
}

/// Replaces the five entities that raw HTML needs for its own characters.
pub(super) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    const ENTITIES: [(&str, &str); 6] = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", "\u{a0}"),
        // Last, so that `&amp;lt;` stays `&lt;`.
        ("&amp;", "&"),
    ];
    let replace = |text: String, (entity, plain): &(&str, &str)| text.replace(entity, plain);
    Cow::Owned(ENTITIES.iter().fold(text.to_owned(), replace))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(html: &str, expected: &[Piece<'_>]) {
        let found = pieces(html);
        let covered: String = found.iter().map(|(_, range)| &html[range.clone()]).collect();
        assert_eq!(covered, html);
        assert_eq!(found.into_iter().map(|(piece, _)| piece).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn pieces_of_html() {
        let open = |name, attributes| Piece::Open { name, attributes };
        check("<!-- a --> b", &[Piece::Comment("a"), Piece::Text(" b")]);
        check("<!-->x", &[Piece::Comment(""), Piece::Text("x")]);
        check("<!-- no end <b>", &[Piece::Text("<!-- no end <b>")]);
        check("<details open>", &[open("details", "open")]);
        check("<br/>a</b >", &[open("br", ""), Piece::Text("a"), Piece::Close { name: "b" }]);
        check("1 < 2 <3>", &[Piece::Text("1 < 2 <3>")]);
        check("<a <b>", &[Piece::Text("<a "), open("b", "")]);
    }
}
