//! A port that does not exist.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "expose-range",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("expose_range.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some((span, text)) = refused(subject) else { return Vec::new() };
    let message = format!(
        "{} is no port: they go from 1 to 65535, a range from the lower to the higher, and the protocol is tcp, udp or sctp. The build stops here.",
        subject.text(span)
    );
    vec![Draft::at(span, message).buildkit(text)]
}

/// The word of an EXPOSE that the build stops at, and BuildKit's words.
pub(super) fn refused<'s>(subject: &'s Subject<'_>) -> Option<(Span, &'s str)> {
    let failure = subject.every.build.failure.as_ref()?;
    let line = failure.line.and_then(crate::source::LineNumber::new)?;
    let (_, instruction) = subject.of(Keyword::Expose).find(|(_, it)| it.lines.contains(line))?;
    let Arguments::Words { words, .. } = &instruction.arguments else { return None };
    // BuildKit names the port or the protocol, and says nothing of which word it stood in.
    let named = failure.text.rsplit(": ").next().unwrap_or_default();
    let word = words.iter().find(|word| subject.text(word.span).contains(named));
    Some((word.or(words.first())?.span, &failure.text))
}
