//! What our own tables are when the program runs: the form of a blob, and the records in it.
//!
//! This folder is compiled twice: into the library, which reads, and into the build script
//! (`build/`), which writes. So it uses nothing of the rest of the library.

pub(crate) mod blob;
mod command;
mod image;
mod release;
mod small;

pub use command::{CommandEntry, FlagLine, SubLine, Takes};
pub(crate) use command::{CommandText, Named, Style, alias, flag_line, sub_line};
pub use image::{ImageEntry, Variant};
pub(crate) use release::{DISTRIBUTION, EndedRelease};
pub use small::*;

/// Names of packages are compared without case, and `_` is `-`.
pub(crate) fn plain(name: &str) -> String {
    name.to_ascii_lowercase().replace('_', "-")
}
