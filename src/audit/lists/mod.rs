//! The lists, one a file.

mod concepts;
mod patterns;
mod production;
mod python;
mod takeaways;

use super::judge;
use super::model::{Item, List};

/// All lists, the general ones first.
pub static LISTS: [&List; 5] =
    [&patterns::LIST, &python::LIST, &takeaways::LIST, &concepts::LIST, &production::LIST];

/// The list of this name.
pub fn by_name(name: &str) -> Option<&'static List> {
    LISTS.iter().copied().find(|list| list.name.eq_ignore_ascii_case(name))
}
