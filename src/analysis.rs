//! Everything that follows from a file and what the reader chose, computed once.
//!
//! Every surface reads an [`Analysis`]; none computes its facts for itself.

use std::sync::Arc;

use crate::build::{self, Build, Options};
use crate::dockerfile::Dockerfile;
use crate::knowledge::images;

/// A file with what a build of it does.
#[derive(Clone, Debug)]
pub struct Analysis {
    /// The file.
    pub file: Arc<Dockerfile>,
    /// What the reader chose: target, platform, build arguments, known bases.
    pub options: Options,
    /// What a build with these options does.
    pub build: Build,
}

impl Analysis {
    /// Works it out. Takes time in line with the file's length. About a base
    /// image that the options say nothing of, the table of images is asked.
    pub fn of(file: Arc<Dockerfile>, mut options: Options) -> Self {
        options.table.get_or_insert(images::assume);
        let build = build::evaluate(&file, &options);
        Self { file, options, build }
    }
}
