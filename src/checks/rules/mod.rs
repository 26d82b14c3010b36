//! One check a file, with its page beside it; the list of all of them.

mod arg_scope;
mod base_alpine_python;
mod base_eol;
mod base_floating;
mod base_latest;
mod base_no_tag;
mod base_not_minimal;
mod base_platform;
mod base_platform_actual;
mod base_platform_redundant;
mod build_error;
mod casing_from_as;
mod casing_instructions;
mod casing_stage;
mod cmd_multiple;
mod cmd_shell_form;
mod comma_in_word;
mod copy_from_unknown;
mod copy_ignored;
mod definition_comment;
mod directive_ignored;
mod empty_continuation;
mod env_legacy;
mod env_spaced_equals;
mod expose_format;
mod flag_late;
mod from_arg_no_default;
mod from_arg_undefined;
mod inline_comment;
mod instruction_swallowed;
mod json_form_broken;
mod maintainer;
mod pragma_unused;
mod prelude;
mod secret_env_arg;
mod stage_duplicate;
mod stage_reserved;
mod stage_single_with_build;
mod stage_unused;
mod syntax_error;
mod var_undefined;
mod workdir_relative;

use super::rule::Rule;

/// All checks, by their names.
pub(super) const ALL: &[&Rule] = &[
    &arg_scope::RULE,
    &base_alpine_python::RULE,
    &base_eol::RULE,
    &base_floating::RULE,
    &base_latest::RULE,
    &base_no_tag::RULE,
    &base_not_minimal::RULE,
    &base_platform::RULE,
    &base_platform_actual::RULE,
    &base_platform_redundant::RULE,
    &build_error::RULE,
    &casing_from_as::RULE,
    &casing_instructions::RULE,
    &casing_stage::RULE,
    &cmd_multiple::RULE,
    &cmd_shell_form::RULE,
    &comma_in_word::RULE,
    &copy_from_unknown::RULE,
    &copy_ignored::RULE,
    &definition_comment::RULE,
    &directive_ignored::RULE,
    &empty_continuation::RULE,
    &env_legacy::RULE,
    &env_spaced_equals::RULE,
    &expose_format::RULE,
    &flag_late::RULE,
    &from_arg_no_default::RULE,
    &from_arg_undefined::RULE,
    &inline_comment::RULE,
    &instruction_swallowed::RULE,
    &json_form_broken::RULE,
    &maintainer::RULE,
    &pragma_unused::RULE,
    &secret_env_arg::RULE,
    &stage_duplicate::RULE,
    &stage_reserved::RULE,
    &stage_single_with_build::RULE,
    &stage_unused::RULE,
    &syntax_error::RULE,
    &var_undefined::RULE,
    &workdir_relative::RULE,
];
