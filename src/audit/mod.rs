//! Check lists that judge the reader's file.
//!
//! A list is data: one file below `lists`, each item a sentence, the question
//! to the engine that decides it (below `judge`), and the lesson that treats it.
//! The answer is *done*, *not done*, *does not apply* or *unknown*, with the
//! places that prove it; what the file cannot tell is unknown and never guessed.

pub mod decide;
pub mod image;
mod judge;
mod lists;
mod material;
mod model;
mod words;

pub use lists::{LISTS, by_name};
pub use material::Material;
pub use model::{Item, Judged, Judgement, List, Verdict};
pub use words::{blocks, measured, sum, targets};

/// Judges every item of a list, in its order.
pub fn judge(list: &'static List, material: &Material<'_>) -> Vec<Judged> {
    let judged = |item: &'static Item| Judged { item, judgement: (item.judge)(material) };
    list.items.iter().map(judged).collect()
}
