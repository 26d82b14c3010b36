//! Questions about a file that stands alone, for authors.

use std::sync::Arc;

use super::{Material, generate};
use crate::analysis::Analysis;
use crate::build::Options;
use crate::dockerfile;
use crate::lesson::{Ask, Asker, Question, Sample};
use crate::source::Source;

/// Asks about samples as the screen does where a reader has no file.
#[derive(Clone, Copy, Debug, Default)]
pub struct SampleAsker;

impl Asker for SampleAsker {
    fn questions(&self, ask: &Ask, file: &Sample) -> Result<Vec<Question>, String> {
        let snapshot = file.beside.as_ref().map(|beside| beside.snapshot());
        let source = Source::new(file.name.clone(), file.text.clone().into_bytes());
        let file = dockerfile::parse(Arc::new(source));
        let analysis = Analysis::of(Arc::new(file), Options::default());
        let made = generate(ask, &Material { analysis: &analysis, snapshot: snapshot.as_ref() }, 0);
        let made = made.map_err(|not_asked| not_asked.reason)?;
        Ok(made.into_iter().map(|generated| generated.question).collect())
    }
}
