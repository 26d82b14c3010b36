//! Image references: registry, repository, tag and digest, and what holds where a part is absent.

use super::compose::text;
use super::draft::Draft;
use super::families;
use super::scene::Scene;
use super::survey::Named;
use super::variable;
use crate::doc::Text;
use crate::dockerfile::{Flag, ImageReference, Keyword, Stage};
use crate::knowledge::Knowledge;
use crate::source::Span;

/// The parts of a reference in its written form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Parts<'a> {
    pub(super) registry: Option<&'a str>,
    pub(super) repository: &'a str,
    pub(super) tag: Option<&'a str>,
    pub(super) digest: Option<&'a str>,
}

/// Splits a reference without variables.
pub(super) fn split(reference: &str) -> Parts<'_> {
    let (rest, digest) =
        reference.split_once('@').map_or((reference, None), |(rest, digest)| (rest, Some(digest)));
    let (path, tag) = match rest.rsplit_once(':') {
        Some((path, tag)) if !tag.contains('/') => (path, Some(tag)),
        _ => (rest, None),
    };
    let is_host = |name: &str| name.contains(['.', ':']) || name == "localhost";
    match path.split_once('/') {
        Some((host, repository)) if is_host(host) => {
            Parts { registry: Some(host), repository, tag, digest }
        }
        _ => Parts { registry: None, repository: path, tag, digest },
    }
}

/// The reference with everything written out that is implied: `docker.io/library/alpine:latest`.
pub(super) fn full(reference: &str) -> String {
    let parts = split(reference);
    let hub = parts.registry.is_none_or(|host| matches!(host, "docker.io" | "index.docker.io"));
    let registry = if hub { "docker.io" } else { parts.registry.unwrap_or_default() };
    let library = if hub && !parts.repository.contains('/') { "library/" } else { "" };
    let tag = match (parts.tag, parts.digest) {
        (Some(tag), _) => format!(":{tag}"),
        (None, None) => ":latest".to_owned(),
        (None, Some(_)) => String::new(),
    };
    let digest = parts.digest.map_or(String::new(), |digest| format!("@{digest}"));
    format!("{registry}/{library}{}{tag}{digest}", parts.repository)
}

/// Explains the parts of an image reference, each where it stands.
pub(super) fn tokens(scene: &Scene<'_>, reference: &ImageReference, draft: &mut Draft) {
    let mut part = |span: Option<Span>, label: &str, texts: &dyn Fn(Span) -> Vec<Text>| {
        if let Some(span) = span {
            let mut all = texts(span);
            all.extend(variable::explain_within(scene, span));
            draft.token(span, label, all);
        }
    };
    part(reference.registry, "registry", &|span| {
        vec![registry(scene.survey.knowledge(), scene.raw(span))]
    });
    part(reference.repository, "repository", &|span| repository(scene, reference, span));
    part(reference.tag, "tag", &|span| {
        let first = tag(scene.raw(span), reference.digest.is_some());
        let start = reference.registry.or(reference.repository).map_or(span.start, |it| it.start);
        let end = reference.digest.map_or(span.end, |digest| digest.end);
        let whole = Span::new(start, end);
        let is_plain = !variable::is_in(scene, whole);
        let known = is_plain.then(|| families::contents(scene, scene.raw(whole)));
        std::iter::once(first).chain(known.flatten()).collect()
    });
    part(reference.digest, "digest", &|span| {
        let is_cut = scene.raw(span).strip_prefix("sha256:").is_some_and(|digits| {
            digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        let template = if is_cut && !variable::is_in(scene, span) {
            "This is no whole digest, and the build fails here: behind `sha256:` stand 64 hexadecimal digits."
        } else {
            "The digest names exactly one image: the same content every time, as long as the registry keeps it."
        };
        vec![text(template, &[])]
    });
}

fn registry(knowledge: &Knowledge, host: &str) -> Text {
    match knowledge.registry(host) {
        Some(known) => {
            text(&format!("The registry `{{host}}`. {}", known.about), &[("host", host)])
        }
        None => {
            text("The registry {host}, the server that the image comes from.", &[("host", host)])
        }
    }
}

fn repository(scene: &Scene<'_>, reference: &ImageReference, span: Span) -> Vec<Text> {
    let name = scene.raw(span);
    let mut texts = vec![text("The image's name: {name}.", &[("name", name)])];
    let registry = reference.registry.map(|span| format!("{}/", scene.raw(span)));
    let tag = reference.tag.map(|span| format!(":{}", scene.raw(span)));
    let whole = format!("{}{name}{}", registry.unwrap_or_default(), tag.unwrap_or_default());
    let sentences = scene.survey.knowledge().image_sentences(&whole);
    texts.extend(sentences.iter().map(|sentence| text(sentence, &[])));
    if reference.registry.is_none() && !variable::is_in(scene, span) {
        let template = if name.contains('/') {
            "No registry is written, so it is Docker Hub: `docker.io/{name}`."
        } else {
            "No registry is written, so it is Docker Hub, and a name without a slash stands for one of its official images: `docker.io/library/{name}`."
        };
        texts.push(text(template, &[("name", name)]));
    }
    if reference.tag.is_none() && reference.digest.is_none() && !variable::is_in(scene, span) {
        texts.push(text(
            "No tag is written, so it is `latest`: the default name, which need not be the newest version and which moves.",
            &[],
        ));
    }
    texts
}

fn tag(tag: &str, has_digest: bool) -> Text {
    let values = [("tag", tag)];
    if has_digest {
        return text(
            "The tag {tag} is only for readers here: the digest behind it decides which image is taken.",
            &values,
        );
    }
    match tag {
        "latest" => text(
            "The tag `latest` is only a default name. It moves with every release and need not be the newest version.",
            &[],
        ),
        _ => text(
            "The tag {tag} chooses a version. The registry's owner can move it to another image at any time; only a digest is fixed.",
            &values,
        ),
    }
}

/// Whether the `--from` of a COPY names a stage.
pub(super) fn is_stage(scene: &Scene<'_>, flag: &Flag) -> bool {
    let name = scene.flag_value(flag).unwrap_or_default();
    let named = scene.stage().map(|stage| scene.survey.resolve_copy(name, stage));
    matches!(named, Some(Named::Stage(_) | Named::NotYet(_)))
}

/// What the `from` of COPY or of a mount refers to.
pub(super) fn explain_source(scene: &Scene<'_>, keyword: Keyword, name: &str) -> Vec<Text> {
    let Some(stage) = scene.stage() else {
        let template = "{name}: a stage, a named context or an image; it is looked up in the build in which the instruction runs.";
        return vec![text(template, &[("name", name)])];
    };
    let named = if keyword == Keyword::Copy {
        scene.survey.resolve_copy(name, stage)
    } else {
        scene.survey.resolve_mount(name, stage)
    };
    let values = [("name", name), ("full", &full(name))];
    match named {
        Named::Stage(found) => vec![of_stage(scene, found)],
        Named::NotYet(found) if found.id == stage => {
            vec![text(
                "{name} is the stage that this instruction stands in; BuildKit refuses that.",
                &values,
            )]
        }
        Named::NotYet(found) => vec![text(
            &format!(
                "{{name}} is the stage that begins only on line {}; BuildKit refuses that.",
                line_of(scene, found)
            ),
            &values,
        )],
        Named::NoSuchNumber => vec![text(
            "There is no stage with the number {name}; stages are counted from 0.",
            &values,
        )],
        Named::Outside if name == "scratch" => vec![text("`scratch` is empty.", &[])],
        Named::Outside if name.contains('$') => {
            vec![text(
                "Variables are not replaced here; BuildKit refuses it. A stage `FROM … AS name` above can take their place.",
                &[],
            )]
        }
        Named::Outside => vec![text(
            "No stage above has the name {name}. It is a named context (`docker build --build-context {name}=…`) if there is one, else the image `{full}`.",
            &values,
        )],
    }
}

/// A stage with its name or number, and what it starts from.
pub(super) fn of_stage(scene: &Scene<'_>, stage: &Stage) -> Text {
    let line = line_of(scene, stage);
    let base = scene.survey.image_of(stage).map_or("", |image| scene.word(image));
    let template = match &stage.name {
        Some(_) => {
            format!("The stage {{name}}, which begins on line {line} and starts from {{base}}.")
        }
        None => format!(
            "Stage number {}, which begins on line {line} and starts from {{base}}.",
            stage.id.0
        ),
    };
    let name = stage.name.as_deref().unwrap_or_default();
    text(&template, &[("name", name), ("base", base)])
}

fn line_of(scene: &Scene<'_>, stage: &Stage) -> u32 {
    let from = scene.survey.instruction(stage.from.0);
    from.map_or(0, |from| from.lines.first.get())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_implied_is_written_out() {
        assert_eq!(full("alpine"), "docker.io/library/alpine:latest");
        assert_eq!(full("team/app:1"), "docker.io/team/app:1");
        assert_eq!(full("ghcr.io/a/b"), "ghcr.io/a/b:latest");
        assert_eq!(full("localhost:5000/x:2"), "localhost:5000/x:2");
        assert_eq!(full("x@sha256:0"), "docker.io/library/x@sha256:0");
    }
}
