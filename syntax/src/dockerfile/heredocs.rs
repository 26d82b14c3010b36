//! Heredoc markers in a logical line.

use super::go;
use super::part::Part;
use super::shell_words::{self, Keep};

/// `<<EOF`, `3<<-"EOF"`: what a marker says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Marker {
    /// Where it stands in the line.
    pub(super) part: Part,
    /// The line that ends the heredoc.
    pub(super) name: String,
    /// Whether variables are expanded: no part of the name is quoted.
    pub(super) expand: bool,
    /// Whether leading tabs are removed.
    pub(super) chomp: bool,
    /// The number before `<<`.
    pub(super) descriptor: u64,
}

/// All markers of a line in order, or BuildKit's error and the word it is about.
pub(super) fn find(line: &str) -> Result<Vec<Marker>, (Part, String)> {
    // A line that the lexer refuses has no heredocs for BuildKit.
    let words = shell_words::split(line, Keep::QuotesAndEscapes).unwrap_or_default();
    let mut markers = Vec::new();
    for word in words {
        let part = Part::new(word.range.start, word.range.end);
        match read(&word.text) {
            Ok(Some(marker)) => markers.push(Marker { part, ..marker }),
            Ok(None) => {}
            Err(why) => return Err((part, why)),
        }
    }
    Ok(markers)
}

/// Whether a word of COPY or ADD is a marker.
pub fn is_marker(word: &str) -> bool {
    matches!(read(word), Ok(Some(_)))
}

/// Reads one word; `None` when it is no marker. Its part is left empty.
pub(super) fn read(word: &str) -> Result<Option<Marker>, String> {
    let Some((digits, chomp, rest)) = take_apart(word) else {
        return Ok(None);
    };
    let bare = shell_words::split(rest, Keep::Nothing)?;
    let [name] = bare.as_slice() else {
        return Ok(None);
    };
    let quoted = shell_words::split(rest, Keep::Quotes)?;
    let [quoted_name] = quoted.as_slice() else {
        return Err(format!("internal lexing of heredoc produced inconsistent results: {rest}"));
    };
    let quotes = |text: &str| text.bytes().filter(|byte| matches!(byte, b'\'' | b'"')).count();
    Ok(Some(Marker {
        part: Part::default(),
        name: name.text.clone(),
        expand: quotes(&name.text) == quotes(&quoted_name.text),
        chomp,
        descriptor: go::parse_uint64_saturating(digits.as_bytes()),
    }))
}

/// BuildKit's pattern `^(\d*)<<(-?)\s*([^<]*)$`: digits, dash, name.
fn take_apart(word: &str) -> Option<(&str, bool, &str)> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, rest) = word.split_at(digits);
    let rest = rest.strip_prefix("<<")?;
    let (chomp, rest) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
    let rest = rest.trim_start_matches(['\t', '\n', '\x0c', '\r', ' ']);
    (!rest.is_empty() && !rest.contains('<')).then_some((digits, chomp, rest))
}

/// The content of a `<<-` heredoc without the tabs at the begin of its lines.
pub fn chomp(content: &str) -> String {
    content.split_inclusive('\n').map(|line| line.trim_start_matches('\t')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(line: &str) -> Vec<(String, bool, bool, u64)> {
        let markers = find(line).unwrap();
        markers.into_iter().map(|it| (it.name, it.expand, it.chomp, it.descriptor)).collect()
    }

    #[test]
    fn finds_markers_as_buildkit_does() {
        let eof = |expand, chomp, descriptor| ("EOF".to_owned(), expand, chomp, descriptor);
        assert_eq!(found("RUN cat <<EOF > /f"), [eof(true, false, 0)]);
        assert_eq!(found("RUN cat << EOF"), [eof(true, false, 0)]);
        assert_eq!(found("RUN 3<<-'EOF' <<E\"OF\""), [eof(false, true, 3), eof(false, false, 0)]);
        assert_eq!(found("RUN <<\\EOF"), [eof(true, false, 0)]);
        assert_eq!(found("RUN echo $((1 << 2))"), [("2))".to_owned(), true, false, 0)]);
        for line in
            ["RUN x<<EOF", "RUN <<<EOF", "RUN '<<EOF'", "RUN <<EOF '", "RUN <<", "RUN <<\"\""]
        {
            assert!(found(line).is_empty(), "{line}");
        }
    }

    #[test]
    fn tells_a_name_that_cannot_be_read() {
        let (part, why) = find("RUN ${a:- <<\"x y\"}").unwrap_err();
        assert_eq!(
            why,
            r#"failed to process "\"x": unexpected end of statement while looking for matching double-quote"#
        );
        assert!(!part.is_empty());
    }

    #[test]
    fn removes_leading_tabs_only() {
        assert_eq!(chomp("\t\ta\n b\n\n\tc"), "a\n b\n\nc");
    }
}
