//! Edits that keep the layout of the author.

use super::model::Edit;
use super::script::{Call, Joint, Reader};
use super::subject::{RunView, Subject};
use crate::source::Span;

impl Subject<'_> {
    /// An edit that adds a command at the end of a RUN, in its own layout;
    /// `None` where its last command is not simply joined to the others.
    pub fn append(&self, run: &RunView<'_>, command: &str) -> Option<Edit> {
        let escape = self.file.escape.byte() as char;
        match run.script.form {
            Reader::Exec => return None,
            Reader::Heredoc => {
                let heredoc = run.instruction.heredocs.first()?;
                let body = self.text(heredoc.body);
                let indent: String = body
                    .lines()
                    .last()?
                    .chars()
                    .take_while(|it| matches!(it, ' ' | '\t'))
                    .collect();
                let end = if body.ends_with("\r\n") { "\r\n" } else { "\n" };
                let simple = body.trim_end().lines().last()?.trim_start();
                let is_simple = !simple.starts_with('#') && !simple.ends_with(['\\', '&', '|']);
                return is_simple
                    .then(|| Edit::insert(heredoc.body.end, format!("{indent}{command}{end}")));
            }
            Reader::Shell => {}
        }
        let odd = |call: &Call| matches!(call.joint, Joint::Or | Joint::Sequence);
        let text = run.script.text.trim_end();
        let is_open = text.ends_with(['&', ';', '|', '\\', ')', '}']) || text.contains(" #");
        let is_odd = text.contains("if ") || text.contains("for ") || text.contains("while ");
        if run.script.calls.iter().skip(1).any(odd) || is_open || is_odd || self.has_heredoc(run) {
            return None;
        }
        let end = run.command.text.end.min(run.instruction.span.end);
        let written = self.text(Span::new(run.command.text.start, end));
        let end = run.command.text.start + written.trim_end().len() as u32;
        let break_end = self.line_end();
        let last_line = written.trim_end().lines().last().unwrap_or_default();
        let text = if written.trim_end().contains('\n') {
            let lead = last_line.trim_start();
            let indent = &last_line[..last_line.len() - lead.len()];
            if lead.starts_with("&&") || !written.contains("&&") {
                format!(" {escape}{break_end}{indent}&& {command}")
            } else {
                format!(" && {escape}{break_end}{indent}{command}")
            }
        } else {
            format!(" && {command}")
        };
        Some(Edit::insert(end, text))
    }

    /// What ends a line, as the file's first line has it.
    pub fn line_end(&self) -> &'static str {
        let text = self.file.source.text();
        let first = text.find('\n').map_or("", |end| &text[..end]);
        if first.ends_with('\r') { "\r\n" } else { "\n" }
    }

    fn has_heredoc(&self, run: &RunView<'_>) -> bool {
        !run.instruction.heredocs.is_empty()
    }

    /// An edit that takes whole lines away, with their line ends.
    pub fn remove_lines(&self, span: Span) -> Edit {
        let source = &self.file.source;
        let first = source.line_span_with_end(source.line_at(span.start));
        let last = source.line_span_with_end(source.line_at(span.end.max(span.start + 1) - 1));
        Edit::remove(first.join(last))
    }
}
