//! The parts of what a RUN runs: its commands, each with what joins it to the one before.

use super::scene::Scene;
use super::survey::{Index, Survey};
use super::words;
use crate::dockerfile::{Arguments, Dockerfile, Form, InstructionId};
use crate::shell::{Inside, Joint, Mark, MarkKind, Script, SimpleCommand};
use crate::source::Span;

/// A command of a script, or a pipe of several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// From the sign or word before it to where the next part begins.
    pub span: Span,
    /// The sign that joins it to the part before, as written: `&&`; empty where there is none.
    pub sign: String,
    /// The same without that sign.
    pub body: Span,
}

/// The commands that an instruction runs, in order and side by side: each byte from the
/// first to the end of the script belongs to one. Empty where it runs no script.
/// Takes time in line with the instruction's length.
pub fn parts(file: &Dockerfile, index: &Index, id: InstructionId) -> Vec<Part> {
    let survey = Survey::new(file, index);
    let Some(outer) = survey.instruction(id.0) else { return Vec::new() };
    let instruction = match &outer.arguments {
        Arguments::Onbuild(Some(inner)) => inner,
        _ => outer,
    };
    let scene = Scene::new(&survey, id.0, instruction);
    let script = words::script(&scene);
    // The line that ends a script is no part of it.
    let is_script = matches!(&instruction.arguments, Arguments::Command(command) if command.form == Form::Heredoc);
    let body = instruction.heredocs.last().filter(|_| is_script).map(|heredoc| heredoc.body.end);
    cut(&script, body.unwrap_or(outer.span.end))
}

fn cut(script: &Script, end: u32) -> Vec<Part> {
    let own: Vec<&SimpleCommand> =
        script.commands.iter().filter(|it| it.inside == Inside::Script && !it.opens).collect();
    let mut starts: Vec<(u32, &[Mark])> = Vec::new();
    let mut before = 0;
    for command in own {
        if command.joint != Joint::Pipe || starts.is_empty() {
            let leading = leading(&script.marks, before, start_of(command));
            let start = leading.first().map_or(start_of(command), |mark| mark.span.start);
            starts.push((start, leading));
        }
        before = command.words.last().map_or(before, |word| word.span.end);
    }
    let ends: Vec<u32> = starts.iter().skip(1).map(|it| it.0).chain([end]).collect();
    let part = |((start, leading), end): (&(u32, &[Mark]), &u32)| {
        let joins = |mark: &&Mark| mark.kind == MarkKind::Operator && mark.text != "(";
        let sign = leading.first().filter(joins);
        let body = sign.map_or(*start, |mark| mark.span.end);
        Part {
            span: Span::new(*start, *end),
            sign: sign.map(|mark| mark.text.clone()).unwrap_or_default(),
            body: Span::new(body, *end),
        }
    };
    starts.iter().zip(&ends).map(part).collect()
}

fn start_of(command: &SimpleCommand) -> u32 {
    let first = command.wrappers.first().unwrap_or(&command.words).first();
    first.map_or(0, |word| word.span.start)
}

/// The marks directly before a command that lead to it: `&&`, `if`, `for x in a b; do`.
fn leading(marks: &[Mark], before: u32, start: u32) -> &[Mark] {
    let end = marks.partition_point(|mark| mark.span.start < start);
    let mut first = end;
    while first > 0 && marks[first - 1].span.start >= before && leads(&marks[..first]) {
        first -= 1;
    }
    &marks[first..end]
}

/// Whether the last of these marks leads to what follows it, and does not end what stands before.
fn leads(marks: &[Mark]) -> bool {
    let Some((last, earlier)) = marks.split_last() else { return false };
    match last.kind {
        MarkKind::Redirection | MarkKind::Target | MarkKind::Comment | MarkKind::Body => false,
        MarkKind::Reserved => !matches!(last.text.as_str(), "fi" | "done" | "esac" | "}"),
        MarkKind::Operator if last.text == ")" => {
            earlier.last().is_some_and(|mark| mark.kind == MarkKind::Pattern)
        }
        MarkKind::Operator => !last.text.starts_with(";;") && last.text != "}",
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::dockerfile;
    use crate::source::Source;

    /// The parts of the second instruction, blanks and continuations made one blank.
    fn shown(run: &str) -> Vec<String> {
        let text = format!("FROM a\n{run}\n");
        let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", text.into_bytes())));
        let found = parts(&file, &Index::default(), InstructionId(1));
        for pair in found.windows(2) {
            assert_eq!(pair[0].span.end, pair[1].span.start, "side by side");
        }
        let words = |span| file.source.slice(span).replace("\\\n", " ");
        let tidy = |span| words(span).split_whitespace().collect::<Vec<_>>().join(" ");
        found.iter().map(|part| format!("{}|{}", part.sign, tidy(part.body))).collect()
    }

    #[test]
    fn a_chain_is_cut_before_its_signs() {
        assert_eq!(
            shown("RUN apt-get update \\\n && apt-get install -y curl | tee log > x; rm -rf /y"),
            ["|apt-get update", "&&|apt-get install -y curl | tee log > x", ";|rm -rf /y"],
        );
        assert_eq!(shown("RUN make"), ["|make"]);
        assert_eq!(shown("COPY a b"), Vec::<String>::new());
    }

    #[test]
    fn words_of_the_shell_go_with_the_command_that_they_lead_to() {
        assert_eq!(
            shown(
                "RUN set -e; if [ -n \"$X\" ]; then pip install a; fi && for x in 1 2; do echo $x; done"
            ),
            [
                "|set -e",
                ";|if [ -n \"$X\" ]",
                ";|then pip install a; fi",
                "&&|for x in 1 2; do echo $x; done",
            ],
        );
        assert_eq!(
            shown("RUN case $A in a) one ;; b) two ;; esac && (cd x && make) && A=1 B=$(f | g) h"),
            [
                "|case $A in a) one ;;",
                "|b) two ;; esac",
                "&&|(cd x",
                "&&|make)",
                "&&|A=1 B=$(f | g) h"
            ],
        );
    }

    #[test]
    fn a_heredoc_is_cut_into_its_lines() {
        assert_eq!(shown("RUN <<EOF\nset -e\nmake all\nEOF"), ["|set -e", "|make all"]);
    }

    #[test]
    fn a_shell_in_json_form_is_looked_into() {
        assert_eq!(shown("RUN [\"sh\", \"-c\", \"a && b\"]").len(), 2);
    }
}
