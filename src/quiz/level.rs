//! How far a reader is with a skill.

/// How far a reader is with a skill: what questions about it may ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Not asked yet, or mostly wrong: few options.
    #[default]
    New,
    /// Answered rightly before: the options that tell most.
    Growing,
    /// It sits: the answer is typed where it is a value of the file.
    Firm,
}
