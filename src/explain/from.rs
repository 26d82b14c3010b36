//! FROM: what the stage starts from, its name, and who uses it.

use super::compose::{join, text};
use super::draft::Draft;
use super::scene::Scene;
use super::survey::Named;
use super::{image, variable};
use crate::doc::Text;
use crate::dockerfile::{From, Stage, StageId};
use crate::source::Span;

/// What a FROM starts from.
enum Base<'a> {
    Nothing,
    Stage(&'a Stage),
    Image,
    Chosen,
}

pub(super) fn explain(scene: &Scene<'_>, from: &From, draft: &mut Draft) {
    let Some(word) = &from.image else { return };
    let value = scene.word(word);
    let base = base(scene, from, value);
    let name = from.name.as_ref().map(|name| scene.word(name).to_lowercase());
    draft.sentence = sentence(scene, value, &base, name.as_deref());
    if let Base::Stage(stage) = &base {
        draft.proof.extend(scene.survey.instruction(stage.from.0).map(|from| from.span));
    }
    if let Base::Chosen = &base {
        draft.proof.extend(variable::declared_by(scene, word.span));
    }
    match &base {
        Base::Stage(stage) => {
            let inherited = "Its files, variables, arguments, user, directory and shell are there from the beginning.";
            let texts = [image::of_stage(scene, stage), Text::from(inherited)];
            draft.token(word.span, "stage", texts);
            draft.lesson("multi-stage");
        }
        Base::Nothing => {
            let nothing =
                "`scratch` is no image but the word for nothing: no files, no shell, no user.";
            draft.token(word.span, "nothing", [text(nothing, &[])]);
            draft.lesson("base-size");
        }
        Base::Image | Base::Chosen => {
            image::tokens(scene, &from.reference, draft);
            draft.lesson("supply-chain");
        }
    }
    name_tokens(scene, from, name.as_deref(), draft);
    pitfalls(scene, from, value, &base, name.as_deref(), draft);
}

fn base<'a>(scene: &Scene<'a>, from: &From, value: &str) -> Base<'a> {
    let stage = scene.stage().map(|stage| scene.survey.resolve_from(value, stage));
    match stage {
        Some(Named::Stage(stage)) => Base::Stage(stage),
        _ if value == "scratch" => Base::Nothing,
        _ if from.image.as_ref().is_some_and(|word| variable::is_in(scene, word.span)) => {
            Base::Chosen
        }
        _ => Base::Image,
    }
}

fn sentence(scene: &Scene<'_>, value: &str, base: &Base<'_>, name: Option<&str>) -> Text {
    let stage = scene.stage().and_then(|id| scene.survey.stage(id));
    let number = stage.map_or(0, |stage| stage.id.0);
    let head = match name {
        Some(_) => "Starts the stage {name}".to_owned(),
        None if scene.file.stages.len() == 1 => "Starts the only stage".to_owned(),
        None => format!("Starts a stage without a name (number {number}, counted from 0)"),
    };
    let image_name = image::full(value);
    let template = match base {
        Base::Nothing => format!("{head} from nothing."),
        Base::Stage(_) => format!("{head} on top of the stage {{value}}."),
        Base::Image => format!("{head} from the image {{image_name}}."),
        Base::Chosen => format!("{head} from an image that a variable chooses: {{value}}."),
    };
    let values =
        [("name", name.unwrap_or_default()), ("value", value), ("image_name", &image_name)];
    let last = match stage {
        Some(stage) if scene.survey.is_last(stage) && scene.file.stages.len() > 1 => {
            text("It is the last stage: a build without `--target` makes the image from it.", &[])
        }
        _ => Text::new(),
    };
    join([text(&template, &values), last])
}

fn name_tokens(scene: &Scene<'_>, from: &From, name: Option<&str>, draft: &mut Draft) {
    if let Some(span) = from.as_span {
        draft.token(span, "AS", [Text::from("Gives the stage a name.")]);
    }
    let (Some(word), Some(name)) = (&from.name, name) else { return };
    let mut texts = vec![text("The stage is called {name}.", &[("name", name)])];
    if let Some(stage) = scene.stage() {
        texts.push(used_by(scene, stage));
    }
    draft.token(word.span, "stage name", texts);
}

/// Who uses a stage, as a sentence.
fn used_by(scene: &Scene<'_>, stage: StageId) -> Text {
    let uses: Vec<String> = scene
        .survey
        .uses(stage)
        .iter()
        .map(|at| format!("{} on line {}", at.keyword.name(), scene.line(at.span)))
        .collect();
    let most = 6;
    match uses.len() {
        0 if scene.survey.stage(stage).is_some_and(|stage| scene.survey.is_last(stage)) => {
            Text::from(
                "Nothing in the file refers to it; as the last stage it is built all the same.",
            )
        }
        0 => text(
            "Nothing in the file refers to it: it is built only with `--target {name}`.",
            &[(
                "name",
                scene
                    .survey
                    .stage(stage)
                    .and_then(|stage| stage.name.as_deref())
                    .unwrap_or_default(),
            )],
        ),
        count if count > most => {
            Text::from(format!("Used by {}, and {} more.", uses[..most].join(", "), count - most))
        }
        _ => Text::from(format!("Used by {}.", uses.join(", "))),
    }
}

fn pitfalls(
    scene: &Scene<'_>,
    from: &From,
    value: &str,
    base: &Base<'_>,
    name: Option<&str>,
    draft: &mut Draft,
) {
    let here = scene.instruction.span;
    if let (Base::Image, Some(word)) = (base, &from.image) {
        unpinned(from, word.span, draft);
        let lower = value.to_lowercase();
        let stage = scene.stage().map(|stage| scene.survey.resolve_from(&lower, stage));
        if let Some(Named::Stage(_)) = stage {
            draft.pitfall(
                text("Stage names are kept in lower case, and FROM compares exactly: {value} is looked up as an image, not as the stage {lower}.", &[("value", value), ("lower", &lower)]),
                [word.span],
            );
        }
    }
    if let Some(span) = from.as_span.filter(|span| mixed_case(scene, *span)) {
        draft.pitfall(
            text("FROM and {word} are not written in the same case. It works, but BuildKit warns (FromAsCasing).", &[("word", scene.raw(span))]),
            [span],
        );
        draft.as_check("casing-from-as");
    }
    if let (Some(name), Some(word)) = (name, &from.name) {
        if scene.word(word) != name {
            draft.pitfall(
                text("Stage names are kept in lower case: this one is {name}, and BuildKit warns (StageNameCasing).", &[("name", name)]),
                [word.span],
            );
        }
        if matches!(name, "scratch" | "context") {
            draft.pitfall(
                text(
                    "{name} is a reserved name; BuildKit warns (ReservedStageName).",
                    &[("name", name)],
                ),
                [word.span],
            );
        }
        let earlier = scene.stage().and_then(|at| scene.survey.same_name_before(name, at));
        if let Some(stage) = earlier.and_then(|stage| scene.survey.instruction(stage.from.0)) {
            let template = format!(
                "The stage on line {} has the same name {{name}}; BuildKit warns (DuplicateStageName), and later lines mean this one.",
                scene.line(stage.span)
            );
            draft.pitfall(text(&template, &[("name", name)]), [stage.span, word.span]);
        }
    }
    platform(scene, draft);
    let number = scene.stage().map_or(0, |stage| stage.0);
    if number > 0 && matches!(base, Base::Image | Base::Chosen | Base::Nothing) {
        draft.pitfall(
            Text::from("Nothing of the stages above is carried over: their files, variables, user and directory are gone here, unless COPY or a mount fetches files from them."),
            [here],
        );
    }
}

fn unpinned(from: &From, span: Span, draft: &mut Draft) {
    if from.reference.digest.is_none() && from.reference.tag.is_none() {
        draft.pitfall(
            text("Without a tag it is the tag `latest`. The same line can give another image tomorrow.", &[]),
            [span],
        );
        draft.as_check("base-no-tag");
    }
}

/// Whether AS is written in another case than FROM.
fn mixed_case(scene: &Scene<'_>, span: Span) -> bool {
    let is_lower = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase());
    let is_upper = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase());
    let (keyword, word) = (scene.raw(scene.instruction.keyword_span), scene.raw(span));
    !(is_upper(keyword) && is_upper(word) || is_lower(keyword) && is_lower(word))
}

fn platform(scene: &Scene<'_>, draft: &mut Draft) {
    let Some(flag) = scene.flag("platform") else { return };
    let Some(value) = scene.flag_value(flag) else { return };
    match value {
        "$TARGETPLATFORM" | "${TARGETPLATFORM}" => draft.pitfall(
            Text::from("The target platform is the default, so the flag changes nothing; BuildKit warns (RedundantTargetPlatform)."),
            [flag.span],
        ),
        _ if value.contains('$') => {}
        _ => draft.pitfall(
            text("A fixed platform holds for everybody who builds: on another machine the stage is emulated, or its programs do not run. BuildKit warns (FromPlatformFlagConstDisallowed).", &[]),
            [flag.span],
        ),
    }
}
