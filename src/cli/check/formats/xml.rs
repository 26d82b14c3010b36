//! Checkstyle and JUnit.

use std::fmt::Write as _;
use std::io;

use super::whole_message;
use crate::checks::Level;
use crate::cli::check::examined::Examined;
use crate::cli::check::text::place;
use crate::cli::surroundings::Surroundings;
use crate::source::safe_line;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

pub(in crate::cli::check) fn checkstyle(
    files: &[Examined],
    surroundings: &Surroundings,
) -> io::Result<()> {
    let mut text = format!("{HEAD}<checkstyle version=\"4.3\">\n");
    for file in files {
        let _ = writeln!(text, "  <file name=\"{}\">", escaped(&file.source.name));
        for finding in &file.findings {
            let severity = match finding.level {
                Level::Error => "error",
                Level::Warning => "warning",
                Level::Hint => "info",
            };
            let (line, column) = place(&file.source, finding.span.start);
            let _ = writeln!(
                text,
                "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" message=\"{}\" source=\"layerwise.{}\"/>",
                escaped(&whole_message(finding)),
                finding.rule.slug
            );
        }
        text.push_str("  </file>\n");
    }
    text.push_str("</checkstyle>\n");
    surroundings.print(&text)
}

pub(in crate::cli::check) fn junit(
    files: &[Examined],
    surroundings: &Surroundings,
) -> io::Result<()> {
    // A file without findings is one test that passed.
    let tests = |file: &Examined| file.findings.len().max(1);
    let total: usize = files.iter().map(tests).sum();
    let failures: usize = files.iter().map(|file| file.findings.len()).sum();
    let mut text = format!(
        "{HEAD}<testsuites name=\"layerwise\" tests=\"{total}\" failures=\"{failures}\" errors=\"0\">\n"
    );
    for file in files {
        let name = escaped(&file.source.name);
        let _ = writeln!(
            text,
            "  <testsuite name=\"{name}\" tests=\"{}\" failures=\"{}\" errors=\"0\">",
            tests(file),
            file.findings.len()
        );
        if file.findings.is_empty() {
            let _ = writeln!(text, "    <testcase name=\"all checks\" classname=\"{name}\"/>");
        }
        for finding in &file.findings {
            let (line, column) = place(&file.source, finding.span.start);
            let message = escaped(&whole_message(finding));
            let slug = finding.rule.slug;
            let level = finding.level.name();
            let _ = writeln!(
                text,
                "    <testcase name=\"{slug}, line {line}\" classname=\"{name}\">\n      \
                 <failure type=\"{level}\" message=\"{message}\">{name}:{line}:{column}: {message}</failure>\n    \
                 </testcase>"
            );
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    surroundings.print(&text)
}

/// Safe text for an attribute or the content of an element.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for letter in safe_line(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            other => out.push(other),
        }
    }
    out
}
