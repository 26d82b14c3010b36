//! ADD where COPY would do.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "add-local",
    level: Level::Hint,
    category: Category::Maintainability,
    standing: Usually::On,
    page: include_str!("add_local.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let mut found = Vec::new();
    for (_, instruction) in subject.of(Keyword::Add) {
        let Arguments::Transfer(transfer) = &instruction.arguments else { continue };
        let Some(stage) = instruction.stage.and_then(|stage| subject.stage(stage)) else {
            continue;
        };
        let sources: Vec<&str> =
            transfer.sources.iter().map(|word| word.value(&subject.file.source)).collect();
        let special = ["checksum", "keep-git-dir", "unpack"]
            .iter()
            .any(|flag| subject.flag(instruction, flag).is_some());
        if special || !sources.iter().all(|source| is_plain(source)) {
            continue;
        }
        let capitals = subject.text(instruction.keyword_span) != "add";
        let certain = sources.iter().all(|source| is_surely_no_archive(source));
        // Onto the empty image ADD mostly unpacks a whole system, whatever its archive is called.
        let is_one_file = |source: &&str| !source.ends_with(['/', '.']);
        if stage.bottom == "scratch" && !(certain && sources.iter().all(is_one_file)) {
            continue;
        }
        let edit = Edit::replace(instruction.keyword_span, if capitals { "COPY" } else { "copy" });
        let fix = if certain {
            Fix::safe("Write COPY", [edit])
        } else {
            Fix::to_confirm("Write COPY", [edit])
        };
        let message = "ADD also unpacks archives and fetches addresses. Readers wonder which of it is meant; COPY does what it says.";
        found.push(Draft::at(instruction.keyword_span, message).fix(fix));
    }
    found
}

/// A path that is neither an address nor perhaps an archive.
fn is_plain(source: &str) -> bool {
    let archive = [
        ".tar", ".tgz", ".txz", ".tbz", ".tbz2", ".gz", ".xz", ".bz2", ".zst", ".lzma", ".tlz",
        ".zip",
    ];
    let lower = source.to_ascii_lowercase();
    let name = lower.rsplit('/').next().unwrap_or_default();
    !source.contains(['$', ':', '*', '?', '['])
        && !source.starts_with("<<")
        && !source.starts_with("git@")
        && !archive.iter().any(|end| lower.ends_with(end))
        && !["rootfs", "layer"].contains(&name)
}

fn is_surely_no_archive(source: &str) -> bool {
    let name = source.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    source.ends_with('/')
        || matches!(source, "." | "./")
        || name.rsplit_once('.').is_some_and(|(stem, end)| {
            !stem.is_empty()
                && [
                    "sh",
                    "py",
                    "js",
                    "ts",
                    "txt",
                    "json",
                    "conf",
                    "yml",
                    "yaml",
                    "toml",
                    "cfg",
                    "ini",
                    "md",
                    "xml",
                    "jar",
                    "war",
                    "list",
                    "rb",
                    "go",
                    "php",
                    "sql",
                    "html",
                    "css",
                    "repo",
                    "pem",
                    "crt",
                    "properties",
                    "lock",
                    "mod",
                    "sum",
                ]
                .contains(&end)
        })
}
