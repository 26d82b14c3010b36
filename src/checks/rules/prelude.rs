//! What most checks need.

pub(super) use crate::checks::buildkit;
pub(super) use crate::checks::model::{Category, Draft, Edit, Fix, Level};
pub(super) use crate::checks::packages::{self, Manager, install, manager, name_of};
pub(super) use crate::checks::rule::{Rule, Usually};
pub(super) use crate::checks::script::{Call, Joint, Reader, Script, Word};
pub(super) use crate::checks::subject::{RunView, Subject};
pub(super) use crate::dockerfile::{
    Arguments, Form, Instruction, Keyword, ProblemKind, ProblemLevel,
};
pub(super) use crate::source::Span;
