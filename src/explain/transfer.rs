//! COPY and ADD: which files come from where and land where, and as whose.

mod pitfalls;

use super::compose::{enumerate, join, text};
use super::draft::Draft;
use super::inherit::Inherited;
use super::scene::Scene;
use super::survey::{Named, unquoted};
use super::{paths, variable};
use crate::doc::Text;
use crate::dockerfile::{Keyword, Transfer, Word};

/// What a source is, by its form.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Heredoc,
    Url,
    Git,
    Path,
}

pub(super) fn explain(scene: &Scene<'_>, keyword: Keyword, transfer: &Transfer, draft: &mut Draft) {
    draft.sentence = sentence(scene, keyword, transfer);
    prove(scene, transfer, draft);
    for source in &transfer.sources {
        let kind = kind(scene, keyword, source);
        if kind == Kind::Heredoc {
            continue;
        }
        let mut texts = source_texts(scene, keyword, source, kind);
        texts.extend(variable::explain_within(scene, source.span));
        draft.token(source.span, "source", texts);
    }
    if let Some(destination) = &transfer.destination {
        let mut texts = destination_texts(scene, keyword, transfer, destination);
        texts.extend(variable::explain_within(scene, destination.span));
        draft.token(destination.span, "destination", texts);
    }
    pitfalls::add(scene, keyword, transfer, draft);
    if scene.flag("from").is_some() {
        draft.lesson("multi-stage");
    }
}

/// The FROM of the stage that files come from, and the WORKDIR that a relative destination follows.
fn prove(scene: &Scene<'_>, transfer: &Transfer, draft: &mut Draft) {
    let name = scene.flag("from").and_then(|flag| scene.flag_value(flag));
    if let (Some(name), Some(stage)) = (name, scene.stage())
        && let Named::Stage(stage) = scene.survey.resolve_copy(name, stage)
    {
        draft.proof.extend(scene.survey.instruction(stage.from.0).map(|from| from.span));
    }
    let is_relative = transfer.destination.as_ref().is_some_and(|word| {
        let value = unquoted(scene.word(word));
        !paths::is_absolute(value) && !value.contains('$')
    });
    if let (true, Some((_, proof))) = (is_relative, paths::current(scene)) {
        draft.proof.extend(proof);
    }
}

fn kind(scene: &Scene<'_>, keyword: Keyword, word: &Word) -> Kind {
    let value = unquoted(scene.word(word));
    let heredocs = &scene.instruction.heredocs;
    let first = heredocs.partition_point(|heredoc| heredoc.marker.end <= word.span.start);
    let is_heredoc = heredocs.get(first).is_some_and(|at| at.marker.overlaps(word.span));
    if is_heredoc {
        Kind::Heredoc
    } else if keyword != Keyword::Add {
        Kind::Path
    } else if value.starts_with("git@")
        || value.starts_with("git://")
        || value.starts_with("ssh://")
    {
        Kind::Git
    } else if value.starts_with("http://") || value.starts_with("https://") {
        let path = value.split(['#', '?']).next().unwrap_or(value);
        if path.ends_with(".git") { Kind::Git } else { Kind::Url }
    } else {
        Kind::Path
    }
}

/// Where the files come from, as the end of a sentence.
fn origin(scene: &Scene<'_>) -> Text {
    let Some(name) = scene.flag("from").and_then(|flag| scene.flag_value(flag)) else {
        return Text::from("from the build context");
    };
    let named = scene.stage().map(|stage| scene.survey.resolve_copy(name, stage));
    let values = [("name", name)];
    match named {
        Some(Named::Stage(stage)) => {
            let line =
                scene.survey.instruction(stage.from.0).map_or(0, |from| from.lines.first.get());
            match &stage.name {
                Some(name) => {
                    text(&format!("from the stage {{name}} (line {line})"), &[("name", name)])
                }
                None => Text::from(format!("from the stage number {} (line {line})", stage.id.0)),
            }
        }
        Some(Named::NotYet(_) | Named::NoSuchNumber) => {
            text("from {name} (no stage above, so BuildKit refuses it)", &values)
        }
        _ => text("from the image or named context {name}", &values),
    }
}

fn sentence(scene: &Scene<'_>, keyword: Keyword, transfer: &Transfer) -> Text {
    let Some(destination) = &transfer.destination else { return Text::new() };
    let target = scene.show_word(destination);
    let inline = scene.instruction.heredocs.len();
    let files: Vec<_> = transfer
        .sources
        .iter()
        .filter(|source| kind(scene, keyword, source) != Kind::Heredoc)
        .map(|source| scene.show_word(source))
        .collect();
    let names: Vec<&str> = files.iter().map(AsRef::as_ref).collect();
    let head = match (names.is_empty(), inline) {
        (true, 0) => return Text::new(),
        (true, 1) => Text::from("Writes the text of the heredoc"),
        (true, _) => Text::from(format!("Writes the texts of {inline} heredocs")),
        (false, _) => {
            let verb = Text::from(if keyword == Keyword::Add { "Adds" } else { "Copies" });
            let remote =
                transfer.sources.iter().all(|source| kind(scene, keyword, source) != Kind::Path);
            let from = if remote { Text::new() } else { origin(scene) };
            let more = if inline > 0 { Text::from("and the text below") } else { Text::new() };
            join([verb, enumerate(&names, 4), more, from])
        }
    };
    let place = place(scene, unquoted(scene.word(destination)));
    super::compose::concat([
        join([head, text("to {target}", &[("target", &target)])]),
        place,
        Text::from("."),
    ])
}

/// The absolute form of a relative destination, in brackets.
fn place(scene: &Scene<'_>, destination: &str) -> Text {
    if paths::is_absolute(destination) || destination.contains('$') {
        return Text::new();
    }
    match scene.survey.directory(scene.stage(), scene.index) {
        Inherited::Known(directory, _) => {
            let place = super::survey::joined(&directory, destination);
            text(", which is {place} here", &[("place", &place)])
        }
        _ => Text::new(),
    }
}

fn source_texts(scene: &Scene<'_>, keyword: Keyword, source: &Word, kind: Kind) -> Vec<Text> {
    let value = unquoted(scene.word(source));
    let shown = scene.show_word(source);
    let values = [("value", shown.as_ref())];
    match kind {
        Kind::Url => {
            let archive = match is_on(scene, "unpack") {
                Some(true) => "An archive is unpacked, because of `--unpack`.",
                _ => "It is not unpacked, archive or not.",
            };
            let download = "BuildKit downloads it during the build; the file belongs to root and only root may read it (mode 600), unless `--chmod` or `--chown` say otherwise.";
            vec![Text::from("A URL."), text(download, &[]), text(archive, &[])]
        }
        Kind::Git => vec![
            text(
                match is_on(scene, "keep-git-dir") {
                    Some(true) => {
                        "A Git repository: BuildKit fetches it during the build and copies its files, the `.git` directory included."
                    }
                    _ => {
                        "A Git repository: BuildKit fetches it during the build and copies its files, without the `.git` directory."
                    }
                },
                &[],
            ),
            match value.split_once('#') {
                Some((_, fragment)) => git_fragment(fragment),
                None => Text::from(
                    "No branch, tag or commit is written behind `#`, so it is the repository's default branch, which moves.",
                ),
            },
        ],
        _ => path_texts(scene, keyword, value, &values),
    }
}

/// What a flag that is only true or false says; `None` without it.
fn is_on(scene: &Scene<'_>, name: &str) -> Option<bool> {
    let flag = scene.flag(name)?;
    let value = flag.value.map_or(Some("true"), |_| scene.flag_value(flag))?;
    value.to_ascii_lowercase().parse().ok()
}

fn git_fragment(fragment: &str) -> Text {
    match fragment.split_once(':') {
        Some((reference, directory)) => text(
            "Behind `#`: {reference} (branch, tag or commit), and of it only the directory {directory}.",
            &[("reference", reference), ("directory", directory)],
        ),
        None => text("Behind `#`: {fragment} (branch, tag or commit).", &[("fragment", fragment)]),
    }
}

fn path_texts(
    scene: &Scene<'_>,
    keyword: Keyword,
    value: &str,
    values: &[(&str, &str)],
) -> Vec<Text> {
    let from = scene.flag("from").is_some();
    let root =
        if from { "the root of what `--from` names" } else { "the root of the build context" };
    let mut texts = Vec::new();
    if matches!(value, "." | "./" | "/") {
        let all = if from {
            "All files of it."
        } else {
            "Everything in the build context that `.dockerignore` does not leave out."
        };
        texts.push(text(all, &[]));
    } else {
        texts
            .push(text(&format!("{{value}}, counted from {root}, whatever WORKDIR says."), values));
        texts.push(text(
            "If it is a directory, its content is copied, not the directory itself.",
            &[],
        ));
    }
    if value.contains(['*', '?', '[']) {
        texts.push(text("`*` stands for any characters, `?` for one, `[…]` for one of several; none of them goes over a `/`. Nothing found is no error.", &[]));
    }
    let archive = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"];
    if keyword == Keyword::Add
        && is_on(scene, "unpack") != Some(false)
        && archive.iter().any(|end| value.ends_with(end))
    {
        texts.push(Text::from(
            "ADD looks into the file: a tar archive is unpacked, whatever its name is.",
        ));
    }
    texts
}

fn destination_texts(
    scene: &Scene<'_>,
    keyword: Keyword,
    transfer: &Transfer,
    destination: &Word,
) -> Vec<Text> {
    let value = unquoted(scene.word(destination));
    let shown = scene.show_word(destination);
    let values = [("value", shown.as_ref())];
    let mut texts = vec![text(
        "In the image the files land in {value}; what is missing of the path is created.",
        &values,
    )];
    texts.push(paths::resolved(scene, value));
    let is_directory = value.ends_with('/')
        || value == "."
        || value.ends_with('\\') && scene.survey.is_windows(scene.stage());
    let shape = if is_directory {
        "It ends like a directory, so files keep their names in it."
    } else if let [source] = &transfer.sources[..]
        && is_surely_directory(scene, keyword, source)
    {
        "The source is a directory, so this is one too, with or without a slash at the end."
    } else if transfer.sources.len() > 1 {
        "Without a slash at the end it is not clear that a directory is meant; with several sources write one."
    } else if is_linked(scene) {
        "There is no slash at the end: one file gets this as its own name. With `--link` it takes the place of a directory of this name."
    } else {
        "There is no slash at the end: one file gets this as its own name, unless a directory of this name exists already."
    };
    texts.push(Text::from(shape));
    texts
}

/// Whether the files are copied onto an empty image; with `--chmod` BuildKit does not link.
fn is_linked(scene: &Scene<'_>) -> bool {
    let link = scene.flag("link").filter(|flag| scene.flag_value(flag) != Some("false"));
    link.is_some() && scene.flag("chmod").is_none()
}

/// Whether a source is a directory whatever the context holds: the context itself, or a repository.
fn is_surely_directory(scene: &Scene<'_>, keyword: Keyword, source: &Word) -> bool {
    match kind(scene, keyword, source) {
        Kind::Git => true,
        Kind::Path => matches!(unquoted(scene.word(source)), "." | "./" | "/"),
        Kind::Heredoc | Kind::Url => false,
    }
}
