//! Colours for printed text: the terminal's own sixteen, by role.

use crate::doc::{
    self, Alert, Block, Details, Highlighter, Layout, LayoutOptions, Look, Role, SyntaxRole,
};
use crate::dockerfile::TokenKind;

/// Blocks in colours, every row with its newline: details unfolded, and code in
/// the colours of its language, which are loaded only where something needs them.
pub(super) fn painted(blocks: &[Block], width: usize) -> String {
    let highlighter = Highlighter::new();
    let options = LayoutOptions {
        details: Details::Open,
        highlighter: Some(&highlighter),
        ..LayoutOptions::new(width)
    };
    let plain = doc::layout(blocks, &options);
    if !highlighter.is_wanted() {
        return paint(&plain);
    }
    highlighter.warm();
    paint(&doc::layout(blocks, &options))
}

/// The rows with escape sequences around what is not plain. The text of a
/// layout is safe, so these are the only ones.
pub(super) fn paint(layout: &Layout) -> String {
    let mut text = String::new();
    for row in &layout.rows {
        for piece in &row.pieces {
            let codes = codes(piece.look);
            if codes.is_empty() || piece.text.is_empty() {
                text += &piece.text;
            } else {
                text += &format!("\x1b[{codes}m{}\x1b[0m", piece.text);
            }
        }
        text.push('\n');
    }
    text
}

/// The numbers of an SGR sequence, joined with semicolons.
fn codes(look: Look) -> String {
    let style = look.style;
    let styles =
        [(style.strong, "1"), (style.muted, "2"), (style.emphasis, "3"), (style.struck, "9")];
    let colored = Some(color(look.role)).filter(|code| !code.is_empty());
    let on = styles.iter().filter(|(on, _)| *on).map(|(_, code)| *code);
    colored.into_iter().chain(on).collect::<Vec<_>>().join(";")
}

fn color(role: Role) -> &'static str {
    match role {
        Role::Text | Role::Code | Role::Image => "",
        Role::Muted | Role::Line | Role::Bar | Role::Mark | Role::Address | Role::Marker => "2",
        Role::Heading(1 | 2) => "1;4",
        Role::Heading(_) | Role::TableHead | Role::Summary => "1",
        Role::InlineCode => "36",
        Role::Link => "4",
        Role::TaskOpen | Role::Fold => "33",
        Role::TaskDone => "32",
        Role::Alert(Alert::Caution) => "1;31",
        Role::Alert(Alert::Warning) => "1;33",
        Role::Alert(_) => "1;34",
        Role::Token(kind) => token(kind),
        Role::Syntax(kind) => syntax(kind),
    }
}

fn token(kind: TokenKind) -> &'static str {
    match kind {
        TokenKind::Keyword | TokenKind::As | TokenKind::SubCommand => "1;34",
        TokenKind::UnknownKeyword | TokenKind::Broken => "31",
        TokenKind::Comment => "2",
        TokenKind::DirectiveName | TokenKind::DirectiveValue => "35",
        TokenKind::FlagName | TokenKind::MountKey | TokenKind::Key => "36",
        TokenKind::ImageRepository | TokenKind::StageName => "32",
        TokenKind::ImageTag | TokenKind::ImageDigest => "33",
        TokenKind::JsonString | TokenKind::Value => "32",
        TokenKind::Variable => "35",
        TokenKind::HeredocMarker | TokenKind::HeredocTerminator => "33",
        _ => "",
    }
}

fn syntax(kind: SyntaxRole) -> &'static str {
    match kind {
        SyntaxRole::Comment => "2",
        SyntaxRole::Keyword => "34",
        SyntaxRole::String => "32",
        SyntaxRole::Number => "33",
        SyntaxRole::Function | SyntaxRole::Type => "36",
        SyntaxRole::Variable => "35",
        SyntaxRole::Operator | SyntaxRole::Punctuation => "",
    }
}

#[cfg(test)]
mod tests {
    use super::{paint, painted};
    use crate::doc::{Block, LayoutOptions, Text, layout};

    #[test]
    fn only_what_is_not_plain_gets_a_sequence() {
        let text = Text::new().plain("a ").code("b").plain(" ").strong("c");
        let painted = paint(&layout(&[Block::paragraph(text)], &LayoutOptions::new(40)));
        assert_eq!(painted, "a \x1b[36mb\x1b[0m \x1b[1mc\x1b[0m\n");
    }

    #[test]
    fn code_has_the_colours_of_its_language() {
        let text = painted(&[Block::code("bash", "# why\n")], 40);
        assert!(text.contains("\x1b[2m# why"), "{text:?}");
    }
}
