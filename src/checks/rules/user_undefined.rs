//! USER names an account that nothing creates.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "user-undefined",
    level: Level::Error,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("user_undefined.md"),
    check,
};

use crate::build::reference::Reference;
use crate::knowledge::support;

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (index, instruction) in subject.of(Keyword::User) {
        let Arguments::Text(Some(word)) = &instruction.arguments else { continue };
        let written = subject.text(word.span);
        let name = written.split(':').next().unwrap_or_default();
        let Some(stage) = instruction.stage.and_then(|id| subject.stage(id)) else { continue };
        if name.is_empty()
            || name.parse::<u32>().is_ok()
            || name.contains(['$', ' ', '"', '\\'])
            || name == "root"
            || stage.is_windows
        {
            continue;
        }
        let Some(image) = &stage.image else { continue };
        let Ok(reference) = Reference::parse(&stage.bottom) else { continue };
        if support::has_account(&reference, &image.variant.os, name) != Some(false)
            || image.variant.user == name
        {
            continue;
        }
        let chain = subject.chain(stage.id);
        let before = |it: &Instruction, at: usize| {
            at < index && it.stage.is_some_and(|id| chain.contains(&id))
        };
        let mut steps = subject.instructions().filter(|(at, it)| before(it, *at));
        let may_create = steps.any(|(_, it)| match it.keyword {
            Some(Keyword::Run) => may_create(subject.text(it.span)),
            Some(Keyword::Copy | Keyword::Add) => {
                let text = subject.text(it.span);
                text.contains("/etc") || text.contains("passwd") || text.ends_with(" /")
            }
            _ => false,
        });
        if may_create {
            continue;
        }
        let message = format!(
            "No account is called {name} here, and nothing before this line makes one: the next RUN or the container stops with \"unable to find user {name}\" ({}).",
            image.origin.note()
        );
        found.push(Draft::at(word.span, message).proof([stage.from]));
    }
    found
}

/// Whether a RUN may make an account, be it by a package or a script.
fn may_create(text: &str) -> bool {
    let words = [
        "useradd", "adduser", "usermod", "passwd", "shadow", "install", "apk", " add ", "yum",
        "dnf", "zypper", "dpkg", "rpm", ".sh", "curl", "wget", "/bin/", "make", "script", "setup",
        "ansible", "puppet", "chef", "<<",
    ];
    words.iter().any(|word| text.contains(word))
}
