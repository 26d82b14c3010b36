//! What Go's standard library does with text, where BuildKit's answer depends on it.

mod csv;
mod duration;
mod glob;
mod integer;
mod json;
mod quote;
mod suggest;
mod text;

pub(crate) use csv::fields as csv_fields;
pub(crate) use duration::parse_duration;
pub(crate) use glob::{has_wildcards, path_matches, split_at_wildcards};
pub(crate) use integer::{parse_bool, parse_int32, parse_uint64_saturating};
pub(crate) use json::{JsonArray, parse_array as parse_json_array, syntax_of_object};
pub(crate) use quote::quote;
pub(crate) use suggest::{Case, nearest, suggest};
pub(crate) use text::{
    decode, equal_fold_as, is_digit, is_letter, is_space, is_space_byte, leading_space, lossy,
    to_lower, to_upper, trim, without_trailing_space,
};
