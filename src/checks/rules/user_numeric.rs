//! USER by name.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "user-numeric",
    level: Level::Hint,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("user_numeric.md"),
    check,
};

use super::user_missing::created;

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let Some(runtime) = &subject.runtime else { return Vec::new() };
    let named = runtime.user.value().filter(|user| user.number.is_none() && !user.is_numeric());
    let (Some(user), Some(decider)) = (named, runtime.user.proof().last()) else {
        return Vec::new();
    };
    let found = subject.of(Keyword::User).find(|(_, it)| it.span == *decider);
    let Some((_, instruction)) = found else { return Vec::new() };
    let Arguments::Text(Some(word)) = &instruction.arguments else { return Vec::new() };
    let written = subject.text(word.span);
    let number = created(subject).into_iter().find(|(name, _, _)| *name == user.name);
    let number =
        number.and_then(|(_, call, _)| call.option_value(&["-u", "--uid"]).map(str::to_owned));
    let number = number.filter(|number| number.parse::<u32>().is_ok());
    let known = number.as_ref().map(|it| format!(" Its number is {it}.")).unwrap_or_default();
    let message = format!(
        "With a name, Kubernetes cannot tell that this is not root, and runAsNonRoot refuses the container.{known}"
    );
    let fix = number.filter(|_| !written.contains(':')).map(|number| {
        Fix::to_confirm(format!("Write {number}"), [Edit::replace(word.span, number)])
    });
    vec![Draft::at(word.span, message).fix(fix)]
}
