//! EXPOSE with a mapping, an address or a protocol in capitals.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "expose-format",
    level: Level::Warning,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("expose_format.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction) in subject.of(Keyword::Expose) {
        let Arguments::Words { words, .. } = &instruction.arguments else { continue };
        for word in words.iter() {
            let text = word.value(&subject.file.source);
            if text.contains('$') {
                continue;
            }
            let (port, protocol) = text.split_once('/').map_or((text, None), |(a, b)| (a, Some(b)));
            if let Some((_, own)) = port.rsplit_once(':') {
                let ending =
                    protocol.map(|it| format!("/{}", it.to_lowercase())).unwrap_or_default();
                let better = format!("{own}{ending}");
                let message = format!(
                    "EXPOSE publishes nothing, so the part before the last colon is dropped: only {own} counts."
                );
                let fix = Fix::safe(format!("Write {better}"), [Edit::replace(word.span, better)]);
                let detail = format!(
                    "EXPOSE instruction should not define an IP address or host-port mapping, found '{text}'"
                );
                found.push(Draft::at(word.span, message).buildkit(detail).fix(fix));
            } else if let Some(protocol) = protocol.filter(|it| **it != it.to_lowercase()) {
                let better = format!("{port}/{}", protocol.to_lowercase());
                let message =
                    format!("The protocol is written {} elsewhere.", protocol.to_lowercase());
                let fix = Fix::safe(format!("Write {better}"), [Edit::replace(word.span, better)]);
                let detail =
                    format!("Defined protocol '{text}' in EXPOSE instruction should be lowercase");
                found.push(
                    Draft::at(word.span, message).level(Level::Hint).buildkit(detail).fix(fix),
                );
            }
        }
    }
    found
}
