//! Annotations for GitHub Actions: one command a line.

use std::fmt::Write as _;
use std::io;

use super::whole_message;
use crate::checks::Level;
use crate::cli::check::examined::Examined;
use crate::cli::check::text::place;
use crate::cli::surroundings::Surroundings;

pub(in crate::cli::check) fn print(
    files: &[Examined],
    surroundings: &Surroundings,
) -> io::Result<()> {
    let mut text = String::new();
    for file in files {
        for finding in &file.findings {
            let command = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Hint => "notice",
            };
            let (line, column) = place(&file.source, finding.span.start);
            let (end_line, end_column) = place(&file.source, finding.span.end);
            let columns = match line == end_line {
                true => format!(",col={column},endColumn={end_column}"),
                false => String::new(),
            };
            let _ = writeln!(
                text,
                "::{command} file={},line={line},endLine={end_line}{columns},title={}::{}",
                property(&file.source.name),
                property(finding.rule.slug),
                data(&whole_message(finding)),
            );
        }
    }
    surroundings.print_safe(&text)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
