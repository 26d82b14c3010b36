//! One check a file, with its page beside it; the list of all of them.

mod add_local;
mod apk_cache;
mod apt_clean_late;
mod apt_frontend_env;
mod apt_lists;
mod apt_not_apt_get;
mod apt_recommends;
mod apt_yes;
mod arg_scope;
mod base_alpine_python;
mod base_digest;
mod base_eol;
mod base_floating;
mod base_latest;
mod base_no_tag;
mod base_not_minimal;
mod base_platform;
mod base_platform_actual;
mod base_platform_redundant;
mod bind_loopback;
mod build_error;
mod build_tools_in_final;
mod cache_arg_early;
mod cache_install_no_update;
mod cache_many_runs;
mod cache_mount;
mod cache_update_alone;
mod casing_from_as;
mod casing_instructions;
mod casing_stage;
mod chmod_777;
mod chown_layer;
mod cmd_multiple;
mod cmd_shell_form;
mod cmd_var_in_exec;
mod comma_in_word;
mod copy_after_user_chown;
mod copy_context_all;
mod copy_from_self;
mod copy_from_unknown;
mod copy_ignored;
mod copy_multi_dest;
mod curl_pipe_shell;
mod debug_enabled;
mod definition_comment;
mod deps_after_code;
mod dev_deps;
mod dev_server;
mod directive_ignored;
mod dockerignore_entries;
mod dockerignore_missing;
mod download_http;
mod download_unverified;
mod empty_continuation;
mod entrypoint_shell_ignores_cmd;
mod env_legacy;
mod env_self_reference;
mod env_spaced_equals;
mod expose_format;
mod expose_mismatch;
mod expose_range;
mod flag_late;
mod from_arg_no_default;
mod from_arg_undefined;
mod git_clone_unpinned;
mod healthcheck_missing;
mod healthcheck_port;
mod healthcheck_start_period;
mod healthcheck_tool_missing;
mod heredoc_no_errexit;
mod inline_comment;
mod instruction_swallowed;
mod json_form_broken;
mod maintainer;
mod node_env;
mod npm_as_pid1;
mod npm_ci;
mod package_pin;
mod passwd;
mod pip_cache;
mod pip_pin;
mod pip_requirements_unpinned;
mod pip_venv_user;
mod pipefail;
mod pragma_unused;
mod prelude;
mod purge_in_later_layer;
mod python_unbuffered;
mod run_cd;
mod run_in_scratch;
mod run_state_lost;
mod secret_env_arg;
mod secret_file_copied;
mod secret_in_url;
mod secret_literal;
mod secret_rm_later;
mod service_in_run;
mod sshd;
mod stage_duplicate;
mod stage_reserved;
mod stage_single_with_build;
mod stage_unused;
mod sudo;
mod syntax_error;
mod tls_disabled;
mod user_before_root_work;
mod user_created_unused;
mod user_missing;
mod user_numeric;
mod user_root_last;
mod user_uid_fixed;
mod user_undefined;
mod var_undefined;
mod wheels_left;
mod workdir_missing;
mod workdir_relative;
mod yum_clean;
mod yum_yes;

pub(crate) use deps_after_code::installs_listed;
pub(crate) use dev_deps::TOOLS as DEV_TOOLS;
pub(crate) use secret_file_copied::is_secret_file;
pub(crate) use stage_single_with_build::builds;
pub(crate) use user_missing::drops_rights;

use super::rule::Rule;

/// All checks, by their names.
pub(super) const ALL: &[&Rule] = &[
    &add_local::RULE,
    &apk_cache::RULE,
    &apt_clean_late::RULE,
    &apt_frontend_env::RULE,
    &apt_lists::RULE,
    &apt_not_apt_get::RULE,
    &apt_recommends::RULE,
    &apt_yes::RULE,
    &arg_scope::RULE,
    &base_alpine_python::RULE,
    &base_digest::RULE,
    &base_eol::RULE,
    &base_floating::RULE,
    &base_latest::RULE,
    &base_no_tag::RULE,
    &base_not_minimal::RULE,
    &base_platform::RULE,
    &base_platform_actual::RULE,
    &base_platform_redundant::RULE,
    &bind_loopback::RULE,
    &build_error::RULE,
    &build_tools_in_final::RULE,
    &cache_arg_early::RULE,
    &cache_install_no_update::RULE,
    &cache_many_runs::RULE,
    &cache_mount::RULE,
    &cache_update_alone::RULE,
    &casing_from_as::RULE,
    &casing_instructions::RULE,
    &casing_stage::RULE,
    &chmod_777::RULE,
    &chown_layer::RULE,
    &cmd_multiple::RULE,
    &cmd_shell_form::RULE,
    &cmd_var_in_exec::RULE,
    &comma_in_word::RULE,
    &copy_after_user_chown::RULE,
    &copy_context_all::RULE,
    &copy_from_self::RULE,
    &copy_from_unknown::RULE,
    &copy_ignored::RULE,
    &copy_multi_dest::RULE,
    &curl_pipe_shell::RULE,
    &debug_enabled::RULE,
    &definition_comment::RULE,
    &deps_after_code::RULE,
    &dev_deps::RULE,
    &dev_server::RULE,
    &directive_ignored::RULE,
    &dockerignore_entries::RULE,
    &dockerignore_missing::RULE,
    &download_http::RULE,
    &download_unverified::RULE,
    &empty_continuation::RULE,
    &entrypoint_shell_ignores_cmd::RULE,
    &env_legacy::RULE,
    &env_self_reference::RULE,
    &env_spaced_equals::RULE,
    &expose_format::RULE,
    &expose_mismatch::RULE,
    &expose_range::RULE,
    &flag_late::RULE,
    &from_arg_no_default::RULE,
    &from_arg_undefined::RULE,
    &git_clone_unpinned::RULE,
    &healthcheck_missing::RULE,
    &healthcheck_port::RULE,
    &healthcheck_start_period::RULE,
    &healthcheck_tool_missing::RULE,
    &heredoc_no_errexit::RULE,
    &inline_comment::RULE,
    &instruction_swallowed::RULE,
    &json_form_broken::RULE,
    &maintainer::RULE,
    &node_env::RULE,
    &npm_as_pid1::RULE,
    &npm_ci::RULE,
    &package_pin::RULE,
    &passwd::RULE,
    &pip_cache::RULE,
    &pip_pin::RULE,
    &pip_requirements_unpinned::RULE,
    &pip_venv_user::RULE,
    &pipefail::RULE,
    &pragma_unused::RULE,
    &purge_in_later_layer::RULE,
    &python_unbuffered::RULE,
    &run_cd::RULE,
    &run_in_scratch::RULE,
    &run_state_lost::RULE,
    &secret_env_arg::RULE,
    &secret_file_copied::RULE,
    &secret_in_url::RULE,
    &secret_literal::RULE,
    &secret_rm_later::RULE,
    &service_in_run::RULE,
    &sshd::RULE,
    &stage_duplicate::RULE,
    &stage_reserved::RULE,
    &stage_single_with_build::RULE,
    &stage_unused::RULE,
    &sudo::RULE,
    &syntax_error::RULE,
    &tls_disabled::RULE,
    &user_before_root_work::RULE,
    &user_created_unused::RULE,
    &user_missing::RULE,
    &user_numeric::RULE,
    &user_root_last::RULE,
    &user_uid_fixed::RULE,
    &user_undefined::RULE,
    &var_undefined::RULE,
    &wheels_left::RULE,
    &workdir_missing::RULE,
    &workdir_relative::RULE,
    &yum_clean::RULE,
    &yum_yes::RULE,
];
