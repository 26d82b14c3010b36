//! How a run ends.

use std::fmt;
use std::process::ExitCode;

use crate::host::{InputError, ReadError, ReadFault};
use crate::source::{safe, safe_line};

/// How a run ended, as scripts see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Everything went well and nothing was found.
    Clean,
    /// Findings, or a check that failed.
    Findings,
    /// The command line cannot be followed.
    Usage,
    /// There is nothing to read, or what there is cannot be read.
    NothingToRead,
    /// The Dockerfile has syntax errors.
    SyntaxErrors,
    /// A signal with this number ended it, told as shells tell it.
    Signal(i32),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::NothingToRead => 3,
            Exit::SyntaxErrors => 4,
            Exit::Signal(number) => u8::try_from(128 + number).unwrap_or(1),
        })
    }
}

/// An error for the reader: what failed, where, and what to try.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What failed and where, without a full stop.
    pub(crate) message: String,
    /// What to try; may have several lines.
    pub(crate) hint: Option<String>,
    /// The exit code.
    pub(crate) exit: Exit,
}

impl Failure {
    /// An error in how the command was called.
    pub(crate) fn usage(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()), exit: Exit::Usage }
    }

    /// Something that should have been there to read.
    pub(crate) fn nothing_to_read(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: Some(hint.into()), exit: Exit::NothingToRead }
    }

    /// A failure whose output cannot be written any more; `None` when the
    /// reader of a pipe went away, which is a quiet end.
    pub(crate) fn of_writing(error: &std::io::Error) -> Option<Self> {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return None;
        }
        Some(Self {
            message: format!("cannot write the output: {error}"),
            hint: Some("check the space on the disk that it goes to".to_owned()),
            exit: Exit::Findings,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "error: {}", safe_line(&self.message))?;
        if let Some(hint) = &self.hint {
            writeln!(formatter, "\nhint: {}", safe(hint))?;
        }
        Ok(())
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        Failure::nothing_to_read(error.to_string(), error.hint())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        let hint = match error.fault {
            ReadFault::Missing => "check the path",
            _ => error.hint(),
        };
        Failure::nothing_to_read(error.to_string(), hint)
    }
}
