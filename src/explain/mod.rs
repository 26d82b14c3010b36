//! From the tree to the document: what an instruction says, token by token.
//!
//! [`explain`] treats one instruction, [`explain_line`] any other line,
//! [`document`] and [`report`] the whole file. Texts that hold for
//! every Dockerfile come from [`knowledge`]; the modules
//! here say what holds for this one.

pub mod advice;
mod chain;
mod command;
mod compose;
mod coverage;
mod draft;
mod families;
mod file;
pub mod files;
mod fill;
mod flags;
mod found;
mod from;
mod gist;
mod health;
mod here;
mod image;
mod inherit;
mod line;
pub use crate::mask;
mod model;
mod mounts;
mod notes;
mod onbuild;
mod page;
mod pairs;
mod parts;
mod paths;
mod reasons;
mod report;
mod run;
pub mod runtime;
mod scene;
mod settings;
mod start;
mod survey;
mod things;
mod transfer;
mod uses;
mod values;
mod variable;
pub mod whole;
mod words;

pub use chain::{Part, parts};
pub use compose::plain_text;
pub use coverage::{Count, Counted, Coverage};
pub use file::{Choice, Depth, Piece, document, document_at, document_of_line};
pub use gist::gist;
pub use here::{found_here, found_here_by};
pub use line::{explain_comment, explain_directive, explain_line, instruction_at};
pub use model::*;
pub use page::page;
pub use report::*;
pub use survey::Index;
pub use things::{Thing, things, things_of};

use compose::text;
use draft::Draft;
use scene::Scene;
use survey::Survey;

use crate::doc::{Block, Document, Text};
use crate::dockerfile::{Arguments, Dockerfile, InstructionId, Keyword};
use crate::knowledge::{self, EffectEntry};

/// Explains one instruction of a file; an empty explanation when there is none of this id.
pub fn explain(file: &Dockerfile, instruction: InstructionId) -> Explanation {
    explain_by(file, &Index::default(), instruction)
}

/// Explains one instruction of a file by the index of its text, so that explaining the
/// next one looks at its own surroundings only.
pub fn explain_by(file: &Dockerfile, index: &Index, instruction: InstructionId) -> Explanation {
    explain_in(&Survey::new(file, index), instruction)
}

/// Explains one instruction with indexes that other instructions use too.
fn explain_in<'a>(survey: &'a Survey<'a>, id: InstructionId) -> Explanation {
    let Some(instruction) = survey.instruction(id.0) else {
        return Explanation { instruction: id, ..Explanation::default() };
    };
    let scene = Scene::new(survey, id.0, instruction);
    let mut draft = Draft::default();
    describe(&scene, &mut draft);
    reasons::explain(&scene, &mut draft);
    draft.complete(&scene);
    let mut remarks: Vec<Note> = notes::author(&scene).into_iter().collect();
    remarks.extend(notes::problems(&scene));
    remarks.append(&mut draft.reasons);
    remarks.extend(draft.remarks(&scene));
    let summary = summary(&draft, &remarks);
    Explanation {
        instruction: id,
        sentence: draft.sentence,
        effect: draft.effect,
        leaves: draft.leaves,
        notes: remarks,
        summary,
        tokens: draft.tokens,
        lessons: draft.lessons,
    }
}

/// Writes the parts of an explanation; for an ONBUILD also those of what it holds back.
fn describe(scene: &Scene<'_>, draft: &mut Draft) {
    let written = scene.raw(scene.instruction.keyword_span);
    let Some(keyword) = scene.instruction.keyword else {
        let template = "{word} is no instruction that Docker knows, so BuildKit refuses the file.";
        draft.sentence = text(template, &[("word", written)]);
        draft.token(
            scene.instruction.keyword_span,
            "unknown keyword",
            [text("Docker knows no instruction {word}.", &[("word", written)])],
        );
        draft.lesson("anatomy");
        return;
    };
    if let Some(entry) = knowledge::instructions().get(keyword.name()) {
        draft.effect = entry.effect.into();
        draft.leaves = text(&entry.leaves, &[]);
        let label = command::KEYWORD_LABEL;
        draft.token(scene.instruction.keyword_span, label, [text(&entry.about, &[])]);
        entry.lessons.iter().for_each(|lesson| draft.lesson(lesson));
    }
    flags::explain(scene, keyword, draft);
    arguments(scene, keyword, draft);
    if scene.instruction.refused {
        refused(keyword, draft);
    } else if draft.sentence.is_empty() {
        draft.sentence =
            Text::from(format!("What this {} says is not known to layerwise.", keyword.name()));
    }
}

fn arguments(scene: &Scene<'_>, keyword: Keyword, draft: &mut Draft) {
    match &scene.instruction.arguments {
        Arguments::From(from) => from::explain(scene, from, draft),
        Arguments::Command(command) => match keyword {
            Keyword::Cmd | Keyword::Entrypoint => start::explain(scene, keyword, command, draft),
            Keyword::Shell => settings::explain_shell(scene, command, draft),
            _ => run::explain(scene, command, draft),
        },
        Arguments::Transfer(transfer) => transfer::explain(scene, keyword, transfer, draft),
        Arguments::Pairs(pairs) => pairs::explain(scene, keyword, pairs, draft),
        Arguments::Words { words, .. } if keyword == Keyword::Expose => {
            settings::explain_ports(scene, words, draft);
        }
        Arguments::Words { words, form } => settings::explain_volumes(scene, words, *form, draft),
        Arguments::Text(Some(word)) => settings::explain_text(scene, keyword, word, draft),
        Arguments::Healthcheck(check) => health::explain(scene, check, draft),
        Arguments::Onbuild(Some(inner)) => onbuild::explain(scene, inner, draft),
        Arguments::Text(None) | Arguments::Onbuild(None) | Arguments::Unknown(_) => {}
    }
}

/// What BuildKit refuses does nothing, so nothing of what it would do is claimed.
fn refused(keyword: Keyword, draft: &mut Draft) {
    draft.sentence = Text::from(format!(
        "BuildKit refuses this {} and builds nothing from the file.",
        keyword.name()
    ));
    draft.proof.clear();
    draft.effect = Effect::Nothing;
    draft.leaves = Text::new();
    draft.pitfalls.clear();
    draft.reasons.clear();
    draft.lesson("anatomy");
}

/// The parts as one document.
fn summary(draft: &Draft, remarks: &[Note]) -> Document {
    let proof = draft.proof.iter().copied();
    let mut blocks = vec![Block::paragraph(draft.sentence.clone()).proved_by(proof)];
    if !draft.leaves.is_empty() {
        let head = Text::new().strong("In the image:").plain(" ");
        blocks.push(Block::paragraph(compose::concat([head, draft.leaves.clone()])));
    }
    blocks.extend(remarks.iter().map(|note| note.block.clone()));
    Document::new(blocks)
}

impl From<EffectEntry> for Effect {
    fn from(entry: EffectEntry) -> Self {
        match entry {
            EffectEntry::Layer => Effect::Layer,
            EffectEntry::Configuration => Effect::Configuration,
            EffectEntry::Stage => Effect::Stage,
            EffectEntry::Nothing => Effect::Nothing,
        }
    }
}
