//! Colours for code: a Dockerfile by our own parser, other languages by `syntect`.
//!
//! `syntect` can use two engines for its patterns. Measured on 2026-11-20
//! with syntect 5.3, release build, two cores, best of three:
//!
//! | | onig | fancy-regex |
//! |---|---|---|
//! | load the syntax sets | 0.4 ms | 0.4 ms |
//! | first block of nine lines of bash | 1.4 ms | 22.5 ms |
//! | the same block again | 0.09 ms | 0.18 ms |
//! | first block of Python | 1.6 ms | 14.9 ms |
//! | peak memory of the process | 4.8 MiB | 22.9 MiB |
//! | stripped binary, over one without syntect | +1.03 MiB | +2.21 MiB |
//!
//! All tables of `syntect` are 370,000 bytes of the binary, so `syntaxes.packdump`
//! has those of languages that stand beside Docker; `examples/syntaxes` writes it.
//!
//! So it is onig, although it needs a C compiler to build. Even that is too
//! slow for the first frame: a [`Highlighter`] begins cold, code in other
//! languages is plain until somebody warms it, and nobody needs to unless
//! the text on screen has such code.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use syntect::dumps::from_uncompressed_data;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::Code;
use super::rows::{Role, SyntaxRole};
use crate::dockerfile::{self, TokenKind};
use crate::source::Source;

/// Code that is longer stays plain: the patterns of a language may backtrack.
const MAX_BYTES: usize = 64 * 1024;
/// So does code with a longer line.
const MAX_LINE_BYTES: usize = 2000;

/// Knows the syntax of other languages once it is warm.
#[derive(Debug, Default)]
pub struct Highlighter {
    syntaxes: OnceLock<Syntaxes>,
    wanted: AtomicBool,
}

#[derive(Debug)]
struct Syntaxes {
    set: SyntaxSet,
    /// Beginnings of scopes with what they stand for, the first that fits counts.
    roles: Vec<(Scope, SyntaxRole)>,
}

impl Highlighter {
    /// A cold one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether something was laid out plain that would have colours if this
    /// were warm: warm it on another thread and lay out again.
    pub fn is_wanted(&self) -> bool {
        self.wanted.load(Ordering::Relaxed) && !self.is_warm()
    }

    /// Whether the syntax sets are loaded.
    pub fn is_warm(&self) -> bool {
        self.syntaxes.get().is_some()
    }

    /// Loads the syntax sets; takes about 2 ms with the first block.
    pub fn warm(&self) {
        let syntaxes = self.syntaxes.get_or_init(Syntaxes::load);
        // The patterns of a language are built at their first use; most blocks are shell.
        syntaxes.roles("bash", "echo \"$HOME\" # warm\n");
    }

    fn roles(&self, language: &str, text: &str) -> Vec<(Range<usize>, Role)> {
        match self.syntaxes.get() {
            Some(syntaxes) => syntaxes.roles(language, text),
            None => {
                self.wanted.store(true, Ordering::Relaxed);
                Vec::new()
            }
        }
    }
}

impl Syntaxes {
    fn load() -> Self {
        const ROLES: [(&str, SyntaxRole); 16] = [
            ("comment", SyntaxRole::Comment),
            ("string", SyntaxRole::String),
            ("constant.numeric", SyntaxRole::Number),
            ("constant.character", SyntaxRole::String),
            ("constant", SyntaxRole::Number),
            ("keyword.operator", SyntaxRole::Operator),
            ("keyword", SyntaxRole::Keyword),
            ("storage", SyntaxRole::Keyword),
            ("entity.name.function", SyntaxRole::Function),
            ("support.function", SyntaxRole::Function),
            ("variable.function", SyntaxRole::Function),
            ("entity.name.tag", SyntaxRole::Keyword),
            ("entity.name", SyntaxRole::Type),
            ("support", SyntaxRole::Type),
            ("variable", SyntaxRole::Variable),
            ("punctuation", SyntaxRole::Punctuation),
        ];
        let scope = |(name, role): (&str, SyntaxRole)| Some((Scope::new(name).ok()?, role));
        Self {
            // Our own file, so it can be read; a test does. If not, code stays plain.
            set: from_uncompressed_data(include_bytes!("syntaxes.packdump")).unwrap_or_default(),
            roles: ROLES.into_iter().filter_map(scope).collect(),
        }
    }

    fn roles(&self, language: &str, text: &str) -> Vec<(Range<usize>, Role)> {
        self.syntax(language).and_then(|syntax| self.parse(syntax, text)).unwrap_or_default()
    }

    fn syntax(&self, language: &str) -> Option<&SyntaxReference> {
        let token = match language {
            "shell" | "zsh" | "ash" | "dash" => "bash",
            "jsonc" | "json5" => "json",
            "node" => "js",
            language => language,
        };
        self.set.find_syntax_by_token(token)
    }

    /// The ranges of the text in their roles; `None` where a pattern failed.
    fn parse(&self, syntax: &SyntaxReference, text: &str) -> Option<Vec<(Range<usize>, Role)>> {
        let mut state = ParseState::new(syntax);
        let mut stack = ScopeStack::new();
        let mut found = Vec::new();
        let mut line_start = 0;
        for line in text.split_inclusive('\n') {
            let mut start = line_start;
            let operations = state.parse_line(line, &self.set).ok()?;
            let line_end = line_start + line.len();
            for (offset, operation) in &operations {
                let end = line_start + offset;
                self.add(&mut found, start..end, &stack);
                start = end;
                stack.apply(operation).ok()?;
            }
            self.add(&mut found, start..line_end, &stack);
            line_start = line_end;
        }
        Some(found)
    }

    fn add(&self, found: &mut Vec<(Range<usize>, Role)>, range: Range<usize>, stack: &ScopeStack) {
        if range.is_empty() {
            return;
        }
        if let Some(role) = self.role(stack) {
            found.push((range, Role::Syntax(role)));
        }
    }

    /// What the innermost scope that says something stands for; all of a
    /// comment and of a string is one, its quotes included.
    fn role(&self, stack: &ScopeStack) -> Option<SyntaxRole> {
        let role_of = |scope: &Scope| {
            self.roles.iter().find(|(start, _)| start.is_prefix_of(*scope)).map(|(_, role)| *role)
        };
        let roles: Vec<SyntaxRole> = stack.as_slice().iter().filter_map(role_of).collect();
        let whole = roles
            .iter()
            .find(|role| matches!(role, SyntaxRole::Comment))
            .or_else(|| roles.iter().rev().find(|role| **role != SyntaxRole::Punctuation));
        whole.or(roles.last()).copied()
    }
}

/// The ranges of a code's text in their roles, in order; what lies between is plain.
pub(super) fn roles(code: &Code, highlighter: Option<&Highlighter>) -> Vec<(Range<usize>, Role)> {
    let Some(language) = &code.language else { return Vec::new() };
    if code.is_dockerfile() {
        return dockerfile_roles(&code.text);
    }
    let is_short = code.text.len() <= MAX_BYTES
        && code.text.split('\n').all(|line| line.len() <= MAX_LINE_BYTES);
    match highlighter {
        Some(highlighter) if is_short && !is_plain(language) => {
            highlighter.roles(language, &code.text)
        }
        _ => Vec::new(),
    }
}

/// Languages that have no colours; they must not wake the highlighter.
fn is_plain(language: &str) -> bool {
    matches!(language, "text" | "txt" | "plain" | "plaintext" | "console" | "dockerignore")
}

fn dockerfile_roles(text: &str) -> Vec<(Range<usize>, Role)> {
    let file = dockerfile::parse(Arc::new(Source::new("", text.as_bytes().to_vec())));
    let is_seen = |kind| !matches!(kind, TokenKind::Blank | TokenKind::LineEnd);
    let tokens = file.tokens.iter().filter(|token| is_seen(token.kind));
    tokens.map(|token| (token.span.range(), Role::Token(token.kind))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(language: &str, text: &str) -> Vec<(String, SyntaxRole)> {
        let code = Code { language: Some(language.into()), info: String::new(), text: text.into() };
        let highlighter = Highlighter::new();
        assert_eq!(roles(&code, Some(&highlighter)), []);
        assert!(highlighter.is_wanted());
        highlighter.warm();
        assert!(!highlighter.is_wanted());
        let word = |(range, role): (Range<usize>, Role)| match role {
            Role::Syntax(role) => Some((code.text[range].to_owned(), role)),
            _ => None,
        };
        roles(&code, Some(&highlighter)).into_iter().filter_map(word).collect()
    }

    #[test]
    fn other_languages_have_colours_once_warm() {
        let found = words("bash", "if true; then echo \"a b\" # c\nfi\n");
        let has = |text: &str, role| {
            found.iter().any(|(word, found)| word.contains(text) && *found == role)
        };
        assert!(has("if", SyntaxRole::Keyword), "{found:?}");
        assert!(has("a b", SyntaxRole::String), "{found:?}");
        assert!(has("# c", SyntaxRole::Comment) || has("c", SyntaxRole::Comment), "{found:?}");
        let found = words("python", "def f(x):\n    return 1\n");
        assert!(found.contains(&("f".to_owned(), SyntaxRole::Function)), "{found:?}");
        assert!(found.contains(&("1".to_owned(), SyntaxRole::Number)), "{found:?}");
    }

    #[test]
    fn unknown_and_hostile_code_is_plain() {
        assert_eq!(words("no-such-language", "a"), []);
        let code =
            Code { language: Some("js".into()), info: String::new(), text: "(".repeat(5000) };
        let highlighter = Highlighter::new();
        highlighter.warm();
        assert_eq!(roles(&code, Some(&highlighter)), []);
    }
}
