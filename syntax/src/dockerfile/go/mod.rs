//! What Go's standard library does with text, where BuildKit's answer depends on it.

mod csv;
mod duration;
mod glob;
mod integer;
mod json;
mod quote;
mod suggest;
mod text;

pub use csv::fields as csv_fields;
pub use duration::parse_duration;
pub use glob::{has_wildcards, path_matches, split_at_wildcards};
pub use integer::{parse_bool, parse_int32, parse_uint64_saturating};
pub use json::{JsonArray, parse_array as parse_json_array, syntax_of_object};
pub use quote::quote;
pub use suggest::{Case, nearest, suggest};
pub use text::{
    decode, equal_fold_as, is_digit, is_letter, is_space, is_space_byte, leading_space, lossy,
    to_lower, to_upper, trim, without_trailing_space,
};
