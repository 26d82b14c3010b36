//! The layers of a built image, beside the instructions that made them.
//!
//! What a container tool prints as the history of an image is read by [`read`],
//! and [`Measured::of`] matches it with the file, from the last instruction
//! upwards and only as far as both say the same.

mod history;
mod matching;

pub use history::{HistoryError, Layer, read};
pub use matching::{Measured, Part};

/// Bytes of a megabyte, as docker counts.
const MEGABYTE: u64 = 1_000_000;

/// The sizes that are aimed at, the strictest first: below so many megabytes, unpacked.
pub const SIZES: [(u64, &str); 3] = [(100, "best"), (150, "better"), (200, "good")];

/// The times that are aimed at, the strictest first: below so many minutes.
pub const TIMES: [(u64, &str); 3] = [(1, "best, with a cache"), (2, "better"), (5, "good")];

/// The class of a size in bytes; `None` where it is above all.
pub fn class(bytes: u64) -> Option<&'static str> {
    SIZES.iter().find(|(limit, _)| bytes < limit * MEGABYTE).map(|(_, name)| *name)
}

/// A size in words, as docker writes it: `1.2 GB`, `45.3 MB`, `12 kB`, `0 B`.
pub fn size(bytes: u64) -> String {
    let value = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{:.1} kB", value / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", value / 1e6),
        _ => format!("{:.2} GB", value / 1e9),
    }
}
