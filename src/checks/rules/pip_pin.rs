//! pip installs whatever is newest.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "pip-pin",
    level: Level::Hint,
    category: Category::Reproducibility,
    standing: Usually::On,
    page: include_str!("pip_pin.md"),
    check,
};

/// What installs or builds other packages; the newest is what people want.
const TOOLS: [&str; 9] =
    ["pip", "setuptools", "wheel", "pipenv", "poetry", "uv", "virtualenv", "build", "pip-tools"];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        for install in run.script.calls.iter().filter_map(install) {
            let constrains = install.call.has_option(&["-c", "--constraint", "--require-hashes"])
                || run.script.text.contains("PIP_CONSTRAINT");
            if install.manager != Manager::Pip || constrains {
                continue;
            }
            let open: Vec<&&Word> =
                install.packages.iter().filter(|word| is_open(&word.text)).collect();
            let Some(first) = open.first() else { continue };
            let message = match open.len() {
                1 => format!(
                    "{} comes in the newest version of the day on which this step last ran, and the cache hides which one that was.",
                    first.text
                ),
                count => format!(
                    "{count} packages, {} among them, come in the newest version of the day on which this step last ran, and the cache hides which one that was.",
                    first.text
                ),
            };
            found.push(Draft::at(first.span, message));
        }
    }
    found
}

/// Whether a word is a package of the index without any version.
fn is_open(word: &str) -> bool {
    let is_name = word.starts_with(|it: char| it.is_ascii_alphanumeric())
        && !word.contains(['=', '<', '>', '~', '!', '@', '/', '$', '*', '{', '\\', '`']);
    let is_file = [".whl", ".zip", ".gz", ".txt"].iter().any(|end| word.ends_with(end));
    is_name && !is_file && !TOOLS.contains(&name_of(word))
}
