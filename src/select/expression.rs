//! What an expression says.

use super::pattern::{List, Pattern};

/// An expression or a part of one.
#[derive(Clone, Debug)]
pub(super) enum Node {
    Not(Box<Node>),
    /// At least two.
    And(Vec<Node>),
    /// At least two.
    Or(Vec<Node>),
    Compare {
        left: Box<Node>,
        comparison: Comparison,
        right: Box<Node>,
    },
    Literal(Value),
    Exists(List),
    None(List),
    Count(List),
    /// The line of the first match.
    Line(List),
    Before(Pattern, Pattern),
    Stages,
    Parses,
    IsSample,
    /// A fact about what a build makes, with the name in its parentheses.
    Build(&'static BuildFact, Option<String>),
}

/// A value, or what an expression gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// True or false.
    Truth(bool),
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// What a value is, known when the expression is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Truth,
    Number,
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Different,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A fact about what a build makes, by its name.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct BuildFact {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    pub(super) ask: Ask,
    pub(super) takes: Takes,
}

/// What a [`BuildFact`] asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ask {
    User,
    UserIsRoot,
    UserIsNumeric,
    UserIsMade,
    Directory,
    CommandLine,
    StartsShell,
    Ports,
    Base,
    BaseFamily,
    Has,
    Variable,
    /// Whether an ignore file counts for the folder.
    HasIgnoreFile,
    /// Whether a path of the folder may be sent.
    IsSent,
    /// What checks say.
    Findings,
}

/// What stands in the parentheses behind a fact's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Nothing,
    Name,
}

/// The facts about what a build makes.
pub(super) const BUILD_FACTS: [BuildFact; 15] = [
    fact("final.user", Kind::Text, Ask::User),
    fact("final.user.is_root", Kind::Truth, Ask::UserIsRoot),
    fact("final.user.numeric", Kind::Truth, Ask::UserIsNumeric),
    fact("final.user.made", Kind::Truth, Ask::UserIsMade),
    fact("final.cwd", Kind::Text, Ask::Directory),
    fact("final.argv", Kind::Text, Ask::CommandLine),
    fact("final.pid1.is_shell", Kind::Truth, Ask::StartsShell),
    fact("final.ports", Kind::Text, Ask::Ports),
    fact("final.base", Kind::Text, Ask::Base),
    fact("final.base.family", Kind::Text, Ask::BaseFamily),
    with_name("final.has", Kind::Truth, Ask::Has),
    with_name("env", Kind::Text, Ask::Variable),
    fact("dockerignore.exists", Kind::Truth, Ask::HasIgnoreFile),
    with_name("sent", Kind::Truth, Ask::IsSent),
    with_name("findings", Kind::Truth, Ask::Findings),
];

const fn fact(name: &'static str, kind: Kind, ask: Ask) -> BuildFact {
    BuildFact { name, kind, ask, takes: Takes::Nothing }
}

const fn with_name(name: &'static str, kind: Kind, ask: Ask) -> BuildFact {
    BuildFact { name, kind, ask, takes: Takes::Name }
}

impl Node {
    /// Whether a part of it asks about the files around the Dockerfile.
    pub(super) fn asks_surroundings(&self) -> bool {
        match self {
            Node::Not(inner) => inner.asks_surroundings(),
            Node::And(parts) | Node::Or(parts) => parts.iter().any(Node::asks_surroundings),
            Node::Compare { left, right, .. } => {
                left.asks_surroundings() || right.asks_surroundings()
            }
            Node::Build(fact, _) => matches!(fact.ask, Ask::HasIgnoreFile | Ask::IsSent),
            _ => false,
        }
    }

    /// What the part gives.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Node::Literal(Value::Number(_)) | Node::Count(_) | Node::Line(_) | Node::Stages => {
                Kind::Number
            }
            Node::Literal(Value::Text(_)) => Kind::Text,
            Node::Build(fact, _) => fact.kind,
            _ => Kind::Truth,
        }
    }
}

impl Kind {
    /// With its article, for messages.
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Truth => "true or false",
            Kind::Number => "a number",
            Kind::Text => "a text",
        }
    }
}
