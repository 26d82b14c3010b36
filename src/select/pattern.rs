//! What a selector says.

use regex_lite::Regex;

use crate::dockerfile::Keyword;

/// Selectors joined by commas: an instruction that one of them chooses.
pub(super) type List = Vec<Pattern>;

/// `stage(final) RUN[cmd=apt-get]:first`.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub(super) stage: Option<StageFilter>,
    /// `None` is `*`.
    pub(super) keyword: Option<Keyword>,
    /// Applied from left to right.
    pub(super) steps: Vec<Step>,
}

/// `stage(…)`.
#[derive(Clone, Debug)]
pub(super) struct StageFilter {
    pub(super) negated: bool,
    pub(super) which: Which,
}

#[derive(Clone, Debug)]
pub(super) enum Which {
    /// The last stage.
    Final,
    /// The chosen target.
    Target,
    /// By name, or by number.
    Named(String),
    /// Built on this stage or image, directly or through other stages.
    From(String),
}

#[derive(Clone, Debug)]
pub(super) enum Step {
    Filter(Filter),
    First,
    Last,
    /// Counted from 1.
    Nth(usize),
    Not(List),
    Before(List),
    After(List),
    Effective,
    Rule(String),
}

/// `[key=value]`.
#[derive(Clone, Debug)]
pub(super) struct Filter {
    pub(super) key: Key,
    /// `None` for a bare key: present.
    pub(super) test: Option<Test>,
}

#[derive(Clone, Debug)]
pub(super) struct Test {
    pub(super) operator: Operator,
    pub(super) operand: Operand,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equals,
    Differs,
    StartsWith,
    EndsWith,
    Contains,
    HasWord,
}

#[derive(Clone, Debug)]
pub(super) enum Operand {
    Text(String),
    Regex {
        regex: Regex,
        /// About how large it is when compiled, in KiB: what each byte of text costs.
        cost: usize,
    },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// `--from`, `--mount.type`.
    Flag {
        name: String,
        option: Option<String>,
    },
    Text,
    Form,
    Command,
    Package,
    Source,
    Destination,
    Name,
    Value,
    Image,
    Tag,
    Digest,
    As,
    Parent,
    Port,
    Line,
    Keyword,
    Problem,
}

/// The keys by the names that selectors use.
pub(super) const KEYS: [(&str, Key); 17] = [
    ("text", Key::Text),
    ("form", Key::Form),
    ("cmd", Key::Command),
    ("pkg", Key::Package),
    ("src", Key::Source),
    ("dest", Key::Destination),
    ("key", Key::Name),
    ("value", Key::Value),
    ("image", Key::Image),
    ("tag", Key::Tag),
    ("digest", Key::Digest),
    ("as", Key::As),
    ("parent", Key::Parent),
    ("port", Key::Port),
    ("line", Key::Line),
    ("keyword", Key::Keyword),
    ("problem", Key::Problem),
];

/// The values of `form`.
pub(super) const FORMS: [&str; 4] = ["shell", "exec", "heredoc", "legacy"];

impl Key {
    /// Whether capitals make no difference: names of stages and images, protocols.
    pub(super) fn ignores_case(&self) -> bool {
        match self {
            Key::As | Key::Parent | Key::Image | Key::Port | Key::Digest => true,
            Key::Flag { name, option } => {
                name == "from" || (name == "mount" && option.as_deref() == Some("from"))
            }
            _ => false,
        }
    }
}
