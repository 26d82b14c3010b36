//! From the roles of a laid-out document to the looks of the theme.

use ratatui::style::{Modifier, Style};

use crate::doc::{Look, Role as DocRole, SyntaxRole};
use crate::dockerfile::TokenKind;
use crate::tui::theme::{Role, Theme};

/// The look of a piece of a document.
pub(super) fn style(theme: &Theme, look: &Look) -> Style {
    let base = match look.role {
        DocRole::Text => theme.role(Role::Text),
        DocRole::Muted | DocRole::Address | DocRole::Line | DocRole::Mark => {
            theme.role(Role::Muted)
        }
        DocRole::Heading(_) => theme.role(Role::Heading),
        DocRole::InlineCode | DocRole::Code => theme.role(Role::Code),
        DocRole::Link => theme.role(Role::Link),
        DocRole::Image => theme.role(Role::Placeholder),
        DocRole::Marker | DocRole::TaskOpen | DocRole::Fold => theme.role(Role::Key),
        DocRole::TaskDone => theme.role(Role::Good),
        DocRole::Bar => theme.role(Role::Quote),
        DocRole::Alert(alert) => theme.alert(alert),
        DocRole::TableHead | DocRole::Summary => theme.role(Role::Strong),
        DocRole::Token(kind) => theme.token(kind),
        DocRole::Syntax(role) => theme.token(syntax(role)),
    };
    let set = look.style;
    let modifiers = [
        (set.strong, Modifier::BOLD),
        (set.emphasis, Modifier::ITALIC),
        (set.struck, Modifier::CROSSED_OUT),
        (set.muted, Modifier::DIM),
    ];
    let on = modifiers.iter().filter(|(is_set, _)| *is_set);
    on.fold(base, |style, (_, modifier)| style.add_modifier(*modifier))
}

/// Other languages borrow the colours of the Dockerfile's tokens.
fn syntax(role: SyntaxRole) -> TokenKind {
    match role {
        SyntaxRole::Comment => TokenKind::Comment,
        SyntaxRole::Keyword | SyntaxRole::Operator => TokenKind::Keyword,
        SyntaxRole::String => TokenKind::JsonString,
        SyntaxRole::Number | SyntaxRole::Type => TokenKind::Value,
        SyntaxRole::Function => TokenKind::FlagName,
        SyntaxRole::Variable => TokenKind::Variable,
        SyntaxRole::Punctuation => TokenKind::Word,
    }
}
