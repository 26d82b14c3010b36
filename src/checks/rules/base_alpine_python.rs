//! Python packages on Alpine.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "base-alpine-python",
    level: Level::Hint,
    category: Category::Correctness,
    standing: Usually::On,
    page: include_str!("base_alpine_python.md"),
    check,
};

/// Packages that are large to build, or that wheels for musl came late to.
const HEAVY: [&str; 12] = [
    "numpy",
    "pandas",
    "scipy",
    "scikit-learn",
    "tensorflow",
    "torch",
    "opencv-python",
    "grpcio",
    "pyarrow",
    "matplotlib",
    "lxml",
    "cryptography",
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for run in &subject.runs {
        let Some(image) = subject.stage(run.stage).and_then(|stage| stage.image.as_ref()) else {
            continue;
        };
        if image.variant.libc != "musl" {
            continue;
        }
        for install in run.script.calls.iter().filter_map(install) {
            let heavy = |word: &&Word| HEAVY.contains(&name_of(&word.text));
            let Some(word) = install
                .packages
                .iter()
                .copied()
                .find(heavy)
                .filter(|_| install.manager == Manager::Pip)
            else {
                continue;
            };
            let message = format!(
                "Alpine has another C library than most wheels are made for. Where {} has no wheel for it, pip compiles it here, which takes long and needs compilers.",
                name_of(&word.text)
            );
            found.push(
                Draft::at(word.span, message)
                    .depends_on("whether that version has a musllinux wheel"),
            );
        }
    }
    found
}
