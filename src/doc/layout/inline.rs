//! From runs to spans in their looks.

use std::borrow::Cow;
use std::collections::HashSet;

use super::super::rows::{LinkId, Look, Role};
use super::super::{Run, Text};
use super::Marks;
use super::wrap::Span;
use crate::source::safe_line;

/// Gives runs their looks and collects the links.
pub(super) struct Inlines<'a> {
    pub(super) marks: Marks,
    pub(super) links: Vec<String>,
    /// Addresses that were shown already: each is shown once.
    shown: HashSet<&'a str>,
}

impl<'a> Inlines<'a> {
    pub(super) fn new(marks: Marks) -> Self {
        Self { marks, links: Vec::new(), shown: HashSet::new() }
    }

    /// The spans of a text whose plain words have this role.
    pub(super) fn spans(&mut self, text: &'a Text, role: Role) -> Vec<Span<'a>> {
        let mut spans = Vec::with_capacity(text.runs.len() + 1);
        let mut runs = text.runs.iter().peekable();
        while let Some(run) = runs.next() {
            let mut look = Look { role: run_role(run, role), style: run.style, link: None };
            let Some(address) = run.link.as_deref() else {
                self.run(&mut spans, run, look);
                continue;
            };
            let link = self.link(address);
            look.link = Some(link);
            let mut words = run.text.clone();
            self.run(&mut spans, run, look);
            while let Some(next) = runs.next_if(|next| next.link.as_deref() == Some(address)) {
                words += &next.text;
                let role = run_role(next, role);
                self.run(&mut spans, next, Look { role, style: next.style, link: Some(link) });
            }
            if self.is_worth_showing(address, &words) {
                let look = Look { role: Role::Address, link: Some(link), ..Look::default() };
                spans.push(Span { text: Cow::Owned(format!(" ({})", safe_line(address))), look });
            }
        }
        spans
    }

    fn link(&mut self, address: &str) -> LinkId {
        if self.links.last().is_none_or(|last| last != address) {
            self.links.push(address.to_owned());
        }
        LinkId(self.links.len() as u32 - 1)
    }

    /// Places in the same document and addresses that are their own words say nothing new.
    fn is_worth_showing(&mut self, address: &'a str, words: &str) -> bool {
        let bare = address.strip_prefix("mailto:").unwrap_or(address);
        !address.is_empty()
            && !address.starts_with('#')
            && bare.trim_end_matches('/') != words.trim_end_matches('/')
            && self.shown.insert(address)
    }

    fn run(&self, spans: &mut Vec<Span<'a>>, run: &'a Run, look: Look) {
        let around = match (self.marks, run.style.code, run.style.struck) {
            (Marks::Written, true, _) => Some("`"),
            (Marks::Written, false, true) => Some("~~"),
            _ => None,
        };
        let mut push = |text| spans.push(Span { text, look });
        if run.image {
            push(Cow::Borrowed("[image: "));
        }
        if let Some(mark) = around {
            push(Cow::Borrowed(mark));
        }
        push(safe(&run.text));
        if let Some(mark) = around {
            push(Cow::Borrowed(mark));
        }
        if run.image {
            push(Cow::Borrowed("]"));
        }
    }
}

/// Safe text of several lines: only newlines and blanks are left besides what is visible.
fn safe(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\t']) {
        return safe_line(text);
    }
    let lines: Vec<String> =
        text.split('\n').map(|line| safe_line(&line.replace('\t', " ")).into_owned()).collect();
    Cow::Owned(lines.join("\n"))
}

fn run_role(run: &Run, role: Role) -> Role {
    match (run.token, run.image, &run.link) {
        (Some(token), ..) => Role::Token(token),
        (None, true, _) => Role::Image,
        (None, false, Some(_)) => Role::Link,
        _ if run.style.code => Role::InlineCode,
        _ if run.style.muted => Role::Muted,
        _ => role,
    }
}
