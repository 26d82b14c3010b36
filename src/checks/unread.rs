//! Which checks have nothing to say while an instruction that may begin a stage cannot be read.
//!
//! What is wrong with the line itself is told by `syntax-error`.

use super::rule::Rule;
use crate::dockerfile::{Dockerfile, Keyword};
use crate::source::Span;

/// The checks that say something about stages as wholes: their names, which of them is
/// built, what they need, and what the instructions above an instruction left in its stage.
pub(super) const OF_STAGES: [&str; 48] = [
    "apt-clean-late",
    "arg-scope",
    "base-alpine-python",
    "base-not-minimal",
    "bind-loopback",
    "build-tools-in-final",
    "cache-arg-early",
    "cache-install-no-update",
    "cache-many-runs",
    "cache-update-alone",
    "chown-layer",
    "cmd-multiple",
    "cmd-shell-form",
    "cmd-var-in-exec",
    "copy-after-user-chown",
    "copy-from-self",
    "copy-from-unknown",
    "debug-enabled",
    "deps-after-code",
    "dev-deps",
    "dev-server",
    "entrypoint-shell-ignores-cmd",
    "expose-mismatch",
    "from-arg-undefined",
    "healthcheck-missing",
    "healthcheck-port",
    "healthcheck-start-period",
    "healthcheck-tool-missing",
    "node-env",
    "npm-as-pid1",
    "npm-ci",
    "pip-venv-user",
    "purge-in-later-layer",
    "python-unbuffered",
    "run-in-scratch",
    "secret-rm-later",
    "stage-single-with-build",
    "stage-unused",
    "sudo",
    "user-before-root-work",
    "user-created-unused",
    "user-missing",
    "user-numeric",
    "user-root-last",
    "user-undefined",
    "var-undefined",
    "wheels-left",
    "workdir-missing",
];

/// The first instruction that cannot be read and may begin a stage: a FROM, or one that has no
/// known name. Where another is refused, the stages are those that stand there.
pub(super) fn unread(file: &Dockerfile) -> Option<Span> {
    let may_begin = |keyword| matches!(keyword, None | Some(Keyword::From));
    file.instructions.iter().find(|it| it.refused && may_begin(it.keyword)).map(|it| it.span)
}

/// Whether a check is about stages as wholes.
pub(super) fn is_of_stages(rule: &Rule) -> bool {
    OF_STAGES.binary_search(&rule.slug).is_ok()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::analysis::Analysis;
    use crate::build::Options;
    use crate::checks::page::{Verdict, examples};
    use crate::checks::{Around, Settings, Subject, all, by_slug, report, run};
    use crate::dockerfile;
    use crate::source::Source;

    fn analysis(text: &str) -> Analysis {
        let source = Source::new("Dockerfile", text.as_bytes().to_vec());
        Analysis::of(Arc::new(dockerfile::parse(Arc::new(source))), Options::default())
    }

    fn found(text: &str) -> Vec<&'static str> {
        let report = report(&analysis(text), &Around::default(), &Settings::default());
        report.findings.iter().map(|finding| finding.rule.slug).collect()
    }

    #[test]
    fn the_checks_are_named_once_and_in_order() {
        assert!(OF_STAGES.is_sorted_by(|one, next| one < next));
        assert!(OF_STAGES.iter().all(|slug| by_slug(slug).is_some()));
    }

    #[test]
    fn a_check_about_stages_says_nothing_while_a_line_cannot_be_read() {
        let (around, settings) = (Around::default(), Settings::default());
        for rule in all().iter().filter(|rule| is_of_stages(rule)) {
            for example in examples(rule.page) {
                let text = format!("{}\nFORM node:22 AS deps\n", example.text.trim_end());
                let analysis = analysis(&text);
                let found = run(rule, &Subject::new(&analysis, &around), &settings);
                assert!(found.is_empty() || example.verdict != Verdict::Bad, "{text}");
            }
        }
    }

    #[test]
    fn a_slip_in_any_from_says_nothing_of_stages() {
        let lines = [
            "FROM node:22 AS deps\nWORKDIR /app\nCOPY package.json ./\n",
            "FROM node:22 AS builder\nWORKDIR /app\nCOPY --from=deps /app/m ./m\nCOPY . .\n",
            "FROM nginx:1.27 AS runner\nCOPY --from=builder /app/dist /srv\nCMD nginx\n",
        ];
        for slip in 0..lines.len() {
            let with_slip = |(at, part): (usize, &&str)| match at == slip {
                true => part.replace("FROM ", "FORM "),
                false => (*part).to_owned(),
            };
            let text: String = lines.iter().enumerate().map(with_slip).collect();
            let found = found(&text);
            assert!(found.contains(&"syntax-error"), "{text}{found:?}");
            assert!(!found.iter().any(|slug| OF_STAGES.contains(slug)), "{text}{found:?}");
        }
    }

    #[test]
    fn a_refused_line_that_begins_no_stage_silences_nothing() {
        let text = "FROM alpine AS a\nENV A=1 B\nFROM alpine\n";
        let found = found(text);
        assert!(found.contains(&"syntax-error") && found.contains(&"stage-unused"), "{found:?}");
    }

    #[test]
    fn a_comment_is_not_called_useless_while_its_check_says_nothing() {
        let text = "# layerwise ignore=stage-unused\nFROM alpine AS a\n\
                    FORM alpine AS b\nFROM alpine AS c\n";
        assert!(!found(text).contains(&"pragma-unused"));
        assert!(found(&text.replace("FORM", "FROM").replace("AS a", "")).len() > 1);
    }
}
