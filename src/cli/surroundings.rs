//! What a run has around it: streams, terminal, environment, folders.

use std::io::{self, IsTerminal, Write};

use crate::host::{Environment, terminal_columns};
use crate::source::safe;

/// The width of text that goes to a file or a pipe.
const PIPED_WIDTH: usize = 80;
/// Text is not laid out wider than this: long lines are hard to read.
const WIDEST: usize = 100;

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal that can, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What a run has around it.
#[derive(Debug)]
pub(crate) struct Surroundings {
    /// The environment at the start.
    pub(crate) environment: Environment,
    /// Whether standard input is a terminal, so that somebody can be asked.
    pub(crate) input_is_terminal: bool,
    /// Whether standard output is a terminal.
    pub(crate) output_is_terminal: bool,
    /// Whether standard error is a terminal.
    pub(crate) error_is_terminal: bool,
    /// What the `--color` option says.
    pub(crate) color: ColorChoice,
}

impl Surroundings {
    /// Those of this process.
    pub(crate) fn of_process() -> Self {
        Self {
            environment: Environment::of_process(),
            input_is_terminal: io::stdin().is_terminal(),
            output_is_terminal: io::stdout().is_terminal(),
            error_is_terminal: io::stderr().is_terminal(),
            color: ColorChoice::Auto,
        }
    }

    /// Whether standard output gets colours. The option goes before the
    /// environment, NO_COLOR before CLICOLOR_FORCE.
    pub(crate) fn colors(&self) -> bool {
        let force = self.environment.text("CLICOLOR_FORCE").is_some_and(|value| value != "0");
        match self.color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if self.environment.get("NO_COLOR").is_some() => false,
            ColorChoice::Auto if force => true,
            ColorChoice::Auto => self.output_is_terminal && !self.environment.has_dumb_terminal(),
        }
    }

    /// How many columns text may use: COLUMNS, else the terminal's width, else 80; at most 100.
    pub(crate) fn width(&self) -> usize {
        let said = self.environment.text("COLUMNS").and_then(|text| text.parse::<usize>().ok());
        let columns = said
            .filter(|columns| *columns > 0)
            .or_else(|| if self.output_is_terminal { terminal_columns() } else { None })
            .unwrap_or(PIPED_WIDTH);
        columns.clamp(20, WIDEST)
    }

    /// Writes text to standard output, made safe.
    ///
    /// # Errors
    /// When the output cannot take it.
    pub(crate) fn print_safe(&self, text: &str) -> io::Result<()> {
        self.print(&harmless(text))
    }

    /// Writes data to standard output as it is: our own text, or text that is safe already.
    ///
    /// # Errors
    /// When the output cannot take it.
    pub(crate) fn print(&self, text: &str) -> io::Result<()> {
        let mut output = io::stdout().lock();
        output.write_all(text.as_bytes())?;
        output.flush()
    }

    /// Says something to the reader on standard error, made safe. A reader
    /// who closed standard error does not want to hear it, so failing is fine.
    pub(crate) fn say(&self, text: &str) {
        let mut output = io::stderr().lock();
        let _ = output.write_all(harmless(text).as_bytes()).and_then(|()| output.write_all(b"\n"));
    }
}

/// Safe text in which blanks stand for tabs: newlines are then the only control characters.
fn harmless(text: &str) -> String {
    safe(text).replace('\t', "    ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn surroundings(variables: &[(&str, &str)], output_is_terminal: bool) -> Surroundings {
        Surroundings {
            environment: Environment::of(variables.iter().copied()),
            input_is_terminal: false,
            output_is_terminal,
            error_is_terminal: false,
            color: ColorChoice::Auto,
        }
    }

    #[test]
    fn colours_follow_the_conventions() {
        let colors = |variables: &[_], terminal| surroundings(variables, terminal).colors();
        assert!(colors(&[], true));
        assert!(!colors(&[], false));
        assert!(!colors(&[("NO_COLOR", "1")], true));
        assert!(colors(&[("NO_COLOR", "")], true), "an empty NO_COLOR counts as absent");
        assert!(!colors(&[("TERM", "dumb")], true));
        assert!(colors(&[("CLICOLOR_FORCE", "1")], false));
        assert!(!colors(&[("CLICOLOR_FORCE", "0")], false));
        assert!(!colors(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], true));
        let always = Surroundings {
            color: ColorChoice::Always,
            ..surroundings(&[("NO_COLOR", "1")], false)
        };
        assert!(always.colors());
    }

    #[test]
    fn width_is_the_readers_else_eighty() {
        assert_eq!(surroundings(&[], false).width(), 80);
        assert_eq!(surroundings(&[("COLUMNS", "60")], false).width(), 60);
        assert_eq!(surroundings(&[("COLUMNS", "400")], false).width(), 100);
        assert_eq!(surroundings(&[("COLUMNS", "0")], false).width(), 80);
        assert_eq!(surroundings(&[("COLUMNS", "many")], false).width(), 80);
    }
}
