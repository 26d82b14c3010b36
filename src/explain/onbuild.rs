//! ONBUILD: an instruction that waits for another Dockerfile.

use super::compose::{join, text};
use super::draft::Draft;
use super::scene::Scene;
use crate::doc::Text;
use crate::dockerfile::Instruction;

pub(super) fn explain<'a>(scene: &Scene<'a>, inner: &'a Instruction, draft: &mut Draft) {
    let inner_scene = Scene::new(scene.survey, scene.index, inner);
    let mut held = Draft::default();
    super::describe(&inner_scene, &mut held);
    let keyword = scene.raw(inner.keyword_span).to_ascii_uppercase();
    draft.sentence = join([
        text(
            "Does nothing in this build. When another Dockerfile starts from this image, {keyword} runs there, directly after its FROM:",
            &[("keyword", &keyword)],
        ),
        held.sentence,
    ]);
    draft.tokens.extend(held.tokens);
    held.lessons.iter().for_each(|lesson| draft.lesson(lesson));
    draft.pitfalls.extend(held.pitfalls);
    draft.pitfall(
        Text::from("It works once: an image that is built from that image does not get it again."),
        [scene.instruction.keyword_span],
    );
}
