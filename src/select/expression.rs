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
    /// Needs something that is not there yet.
    Later(Later),
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

/// A fact that this version of layerwise cannot compute.
#[derive(Clone, Copy, Debug)]
pub(super) struct Later {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// The end of "layerwise cannot … yet".
    pub(super) cannot: &'static str,
    pub(super) takes: Takes,
}

/// What stands in the parentheses behind a fact's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    Nothing,
    Name,
}

const RUNTIME: &str = "work out what the final image is configured to run";

/// The facts that come with later versions.
pub(super) const LATER: [Later; 14] = [
    later("final.user", Kind::Text, RUNTIME),
    later("final.user.is_root", Kind::Truth, RUNTIME),
    later("final.user.numeric", Kind::Truth, RUNTIME),
    later("final.cwd", Kind::Text, RUNTIME),
    later("final.argv", Kind::Text, RUNTIME),
    later("final.pid1.is_shell", Kind::Truth, RUNTIME),
    later("final.ports", Kind::Text, RUNTIME),
    later("final.base", Kind::Text, "follow the final image to its base image"),
    later("final.base.family", Kind::Text, "follow the final image to its base image"),
    Later {
        takes: Takes::Name,
        ..later("final.has", Kind::Truth, "list what the final image holds")
    },
    Later { takes: Takes::Name, ..later("env", Kind::Text, "work out the values of variables") },
    later("dockerignore.exists", Kind::Truth, "look at the files around the Dockerfile"),
    Later {
        takes: Takes::Name,
        ..later("sent", Kind::Truth, "look at the files around the Dockerfile")
    },
    Later { takes: Takes::Name, ..later("findings", Kind::Truth, "run checks on a file") },
];

const fn later(name: &'static str, kind: Kind, cannot: &'static str) -> Later {
    Later { name, kind, cannot, takes: Takes::Nothing }
}

impl Node {
    /// What the part gives.
    pub(super) fn kind(&self) -> Kind {
        match self {
            Node::Literal(Value::Number(_)) | Node::Count(_) | Node::Line(_) | Node::Stages => {
                Kind::Number
            }
            Node::Literal(Value::Text(_)) => Kind::Text,
            Node::Later(later) => later.kind,
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
