//! COPY and ADD: what a reader may not expect of them.

use super::super::compose::text;
use super::super::draft::Draft;
use super::super::inherit::Inherited;
use super::super::scene::Scene;
use super::super::survey::{joined, unquoted};
use super::{Kind, kind};
use crate::dockerfile::{Form, Keyword, ProblemKind, Transfer, Word};
use crate::source::Span;

/// Adds what a reader of the instruction may not expect.
pub(super) fn add(scene: &Scene<'_>, keyword: Keyword, transfer: &Transfer, draft: &mut Draft) {
    inline_comment(scene, transfer, draft);
    for source in &transfer.sources {
        source_pitfall(scene, keyword, source, draft);
    }
    whole_context(scene, transfer, draft);
    ownership(scene, draft);
    if let Some(flag) = scene.flag("link").filter(|_| scene.flag("chmod").is_some()) {
        draft.pitfall(
            text("Together with `--chmod` BuildKit does not link: the files go on top of the layer below.", &[]),
            [flag.span],
        );
    }
    let number = scene
        .flag("from")
        .filter(|flag| scene.flag_value(flag).is_some_and(|value| value.parse::<u32>().is_ok()));
    if let Some(flag) = number {
        draft.pitfall(
            text("A stage's number changes when a FROM is added above. A name (`FROM … AS name`) does not.", &[]),
            [flag.span],
        );
    }
}

/// `#` is no comment here: it and the words behind it are sources and a destination.
fn inline_comment(scene: &Scene<'_>, transfer: &Transfer, draft: &mut Draft) {
    if transfer.form == Form::Json {
        return;
    }
    let Some(sign) = transfer.sources.iter().find(|word| scene.word(word).starts_with('#')) else {
        return;
    };
    let end = transfer.destination.as_ref().map_or(sign.span, |word| word.span);
    let target =
        transfer.destination.as_ref().map(|word| scene.show_word(word)).unwrap_or_default();
    draft.pitfall_unless(
        ProblemKind::InlineComment,
        text(
            "`#` begins no comment behind an instruction. It and the words behind it are more sources, and the last one, {target}, is the destination.",
            &[("target", &target)],
        ),
        [Span::new(sign.span.start, end.end.max(sign.span.end))],
    );
}

fn source_pitfall(scene: &Scene<'_>, keyword: Keyword, source: &Word, draft: &mut Draft) {
    let value = unquoted(scene.word(source));
    let kind = kind(scene, keyword, source);
    if kind == Kind::Path && (value == ".." || value.starts_with("../") || value.contains("/../")) {
        let inside = joined("/", value);
        draft.pitfall(
            text("A source can't lie outside: `..` is dropped, so this is {inside} inside the build context.", &[("inside", &inside)]),
            [source.span],
        );
    }
    if kind == Kind::Url && scene.flag("checksum").is_none() {
        draft.pitfall(
            text("Nothing verifies what the server sends. `--checksum=sha256:…` lets the build fail when it is something else.", &[]),
            [source.span],
        );
    }
    let is_archive = [".tar.gz", ".tgz", ".tar", ".tar.xz", ".tar.bz2", ".zip"]
        .iter()
        .any(|end| value.ends_with(end));
    if kind == Kind::Url && is_archive && scene.flag("unpack").is_none() {
        draft.pitfall(text("A downloaded archive stays packed; only local ones are unpacked without `--unpack`.", &[]), [source.span]);
    }
    let name = value.rsplit('/').next().unwrap_or(value);
    let secret = [
        ".env",
        ".npmrc",
        ".netrc",
        ".pypirc",
        "id_rsa",
        "id_ed25519",
        "credentials",
        ".git-credentials",
    ];
    if kind == Kind::Path && secret.contains(&name) {
        draft.pitfall(
            text("{name} usually holds secrets. A layer keeps it for everybody who has the image, even when a later instruction deletes it.", &[("name", name)]),
            [source.span],
        );
        draft.lesson("secrets");
    }
}

fn whole_context(scene: &Scene<'_>, transfer: &Transfer, draft: &mut Draft) {
    if scene.flag("from").is_some() {
        return;
    }
    let all = transfer
        .sources
        .iter()
        .find(|source| matches!(unquoted(scene.word(source)), "." | "./" | "/"));
    if let Some(source) = all {
        draft.pitfall(
            text("A change to any file that it takes makes this step run again, and all that follows in its stage. Of the context everything comes along that `.dockerignore` does not name.", &[]),
            [source.span],
        );
    }
}

/// Files belong to root even below a USER.
fn ownership(scene: &Scene<'_>, draft: &mut Draft) {
    if scene.flag("chown").is_some() || scene.survey.is_windows(scene.stage()) {
        return;
    }
    if let Inherited::Known(user, proof) = scene.survey.user(scene.stage(), scene.index) {
        let name = user.split(':').next().unwrap_or(user);
        if !matches!(name, "root" | "0") {
            let line = proof.first().map_or(0, |span| scene.line(*span).get());
            draft.pitfall(
                text(&format!("The files belong to root, although USER on line {line} says {{name}}. `--chown` changes that."), &[("name", name)]),
                proof,
            );
        }
    }
}
