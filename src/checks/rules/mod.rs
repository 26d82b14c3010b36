//! One check a file, with its page beside it; the list of all of them.

mod apk_cache;
mod apt_clean_late;
mod apt_frontend_env;
mod apt_lists;
mod apt_not_apt_get;
mod apt_recommends;
mod apt_yes;
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
mod cache_arg_early;
mod cache_install_no_update;
mod cache_update_alone;
mod casing_from_as;
mod casing_instructions;
mod casing_stage;
mod cmd_multiple;
mod cmd_shell_form;
mod comma_in_word;
mod copy_from_unknown;
mod copy_ignored;
mod definition_comment;
mod deps_after_code;
mod directive_ignored;
mod empty_continuation;
mod env_legacy;
mod env_spaced_equals;
mod expose_format;
mod flag_late;
mod from_arg_no_default;
mod from_arg_undefined;
mod heredoc_no_errexit;
mod inline_comment;
mod instruction_swallowed;
mod json_form_broken;
mod maintainer;
mod pip_cache;
mod pragma_unused;
mod prelude;
mod run_state_lost;
mod secret_env_arg;
mod stage_duplicate;
mod stage_reserved;
mod stage_single_with_build;
mod stage_unused;
mod syntax_error;
mod var_undefined;
mod workdir_relative;
mod yum_clean;
mod yum_yes;

use super::rule::Rule;

/// All checks, by their names.
pub(super) const ALL: &[&Rule] = &[
    &apk_cache::RULE,
    &apt_clean_late::RULE,
    &apt_frontend_env::RULE,
    &apt_lists::RULE,
    &apt_not_apt_get::RULE,
    &apt_recommends::RULE,
    &apt_yes::RULE,
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
    &cache_arg_early::RULE,
    &cache_install_no_update::RULE,
    &cache_update_alone::RULE,
    &casing_from_as::RULE,
    &casing_instructions::RULE,
    &casing_stage::RULE,
    &cmd_multiple::RULE,
    &cmd_shell_form::RULE,
    &comma_in_word::RULE,
    &copy_from_unknown::RULE,
    &copy_ignored::RULE,
    &definition_comment::RULE,
    &deps_after_code::RULE,
    &directive_ignored::RULE,
    &empty_continuation::RULE,
    &env_legacy::RULE,
    &env_spaced_equals::RULE,
    &expose_format::RULE,
    &flag_late::RULE,
    &from_arg_no_default::RULE,
    &from_arg_undefined::RULE,
    &heredoc_no_errexit::RULE,
    &inline_comment::RULE,
    &instruction_swallowed::RULE,
    &json_form_broken::RULE,
    &maintainer::RULE,
    &pip_cache::RULE,
    &pragma_unused::RULE,
    &run_state_lost::RULE,
    &secret_env_arg::RULE,
    &stage_duplicate::RULE,
    &stage_reserved::RULE,
    &stage_single_with_build::RULE,
    &stage_unused::RULE,
    &syntax_error::RULE,
    &var_undefined::RULE,
    &workdir_relative::RULE,
    &yum_clean::RULE,
    &yum_yes::RULE,
];
