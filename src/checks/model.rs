//! What a check gives: findings, and fixes for them.

use super::rule::Rule;
use crate::source::Span;

/// How bad a finding is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Worth knowing.
    Hint,
    /// It costs or endangers.
    Warning,
    /// The build or the container breaks.
    Error,
}

impl Level {
    /// The name in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Level::Hint => "hint",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What a check is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// It does not do what it says.
    Correctness,
    /// Steps run again without need.
    Cache,
    /// The image is larger than it need be.
    Size,
    /// It endangers somebody.
    Security,
    /// The same file gives another image tomorrow.
    Reproducibility,
    /// How the container behaves.
    Runtime,
    /// It is hard to read or to change.
    Maintainability,
}

impl Category {
    /// All of them.
    pub const ALL: [Category; 7] = [
        Category::Correctness,
        Category::Cache,
        Category::Size,
        Category::Security,
        Category::Reproducibility,
        Category::Runtime,
        Category::Maintainability,
    ];

    /// The name in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Category::Correctness => "correctness",
            Category::Cache => "cache",
            Category::Size => "size",
            Category::Security => "security",
            Category::Reproducibility => "reproducibility",
            Category::Runtime => "runtime",
            Category::Maintainability => "maintainability",
        }
    }
}

/// Something that a check found in a file.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The check.
    pub rule: &'static Rule,
    /// How bad it is here.
    pub level: Level,
    /// The tokens to mark.
    pub span: Span,
    /// What is wrong, in one or two sentences about this file.
    pub message: String,
    /// Other places that decide it, in the file's order.
    pub proof: Vec<Span>,
    /// What it depends on, where the file does not decide it alone.
    pub depends_on: Option<String>,
    /// What BuildKit's own check says, where it has one.
    pub buildkit: Option<String>,
    /// How to mend it.
    pub fix: Option<Fix>,
}

/// A change that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as a command: `Add --no-install-recommends`.
    pub title: String,
    /// The changes, which do not overlap.
    pub edits: Vec<Edit>,
    /// Whether it can be applied unseen.
    pub safety: Safety,
}

/// Whether a fix can be applied unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Safety {
    /// It changes nothing but what the finding is about.
    Safe,
    /// Somebody should look at it.
    Unsafe,
}

/// One change of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for what is put in.
    pub span: Span,
    /// By what.
    pub text: String,
}

impl Edit {
    /// Puts a text in at a place.
    pub fn insert(at: u32, text: impl Into<String>) -> Self {
        Self { span: Span::empty(at), text: text.into() }
    }

    /// Replaces a text.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { span, text: text.into() }
    }

    /// Takes a text away.
    pub fn remove(span: Span) -> Self {
        Self { span, text: String::new() }
    }
}

impl Fix {
    /// A fix that can be applied unseen.
    pub fn safe(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { title: title.into(), edits: edits.into_iter().collect(), safety: Safety::Safe }
    }

    /// A fix that somebody should look at.
    pub fn to_confirm(title: impl Into<String>, edits: impl IntoIterator<Item = Edit>) -> Self {
        Self { safety: Safety::Unsafe, ..Self::safe(title, edits) }
    }
}

/// A finding as a check writes it down, before the engine adds the rest.
#[derive(Clone, Debug)]
pub struct Draft {
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) level: Option<Level>,
    pub(super) proof: Vec<Span>,
    pub(super) depends_on: Option<String>,
    pub(super) buildkit: Option<String>,
    pub(super) fix: Option<Fix>,
}

impl Draft {
    /// What is wrong, at these tokens.
    pub fn at(span: Span, message: impl Into<String>) -> Self {
        Self {
            span,
            message: message.into(),
            level: None,
            proof: Vec::new(),
            depends_on: None,
            buildkit: None,
            fix: None,
        }
    }

    /// Another level than the check usually has.
    pub fn level(mut self, level: Level) -> Self {
        self.level = Some(level);
        self
    }

    /// Other places that decide it.
    pub fn proof(mut self, spans: impl IntoIterator<Item = Span>) -> Self {
        self.proof.extend(spans);
        self
    }

    /// What it depends on; it is a hint at most then.
    pub fn depends_on(mut self, what: impl Into<String>) -> Self {
        self.depends_on = Some(what.into());
        self
    }

    /// What it rests on in the table of images, which does not lower the level.
    pub fn rests_on(mut self, origin: Option<&crate::build::Origin>) -> Self {
        if let Some(origin) = origin {
            self.message += &format!(" ({})", origin.note());
        }
        self
    }

    /// How to mend it.
    pub fn fix(mut self, fix: impl Into<Option<Fix>>) -> Self {
        self.fix = fix.into();
        self
    }

    /// What BuildKit says.
    pub fn buildkit(mut self, detail: impl Into<String>) -> Self {
        self.buildkit = Some(detail.into());
        self
    }
}
