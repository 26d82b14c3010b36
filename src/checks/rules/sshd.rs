//! A container with an ssh server.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "sshd",
    level: Level::Hint,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("sshd.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction) in subject.of(Keyword::Expose) {
        let Arguments::Words { words, .. } = &instruction.arguments else { continue };
        let ssh =
            words.iter().filter(|word| matches!(word.value(&subject.file.source), "22" | "22/tcp"));
        let shipped = instruction.stage.is_some_and(|stage| subject.is_shipped(stage));
        found.extend(ssh.filter(|_| shipped).map(|word| {
            Draft::at(word.span, "Port 22 is ssh. docker exec enters a container without a server, keys and passwords in it.")
        }));
    }
    found
}
