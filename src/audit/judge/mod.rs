//! What decides the items: one file for each part of a build.

mod base;
mod cache;
mod context;
mod health;
mod measured;
mod packages;
mod server;
mod stages;
mod user;
mod variables;

pub(super) use base::{has_version, is_small};
pub(super) use cache::{dependencies_first, order};
pub(super) use context::{has_ignore_file, no_secrets};
pub(super) use health::has_health_check;
pub(super) use measured::{build_time, image_size, scanned};
pub(super) use packages::{cleans_up, lists_removed, pinned, runtime_only};
pub(super) use server::{FOR_PRODUCTION, is_python, production_server};
pub(super) use stages::{development_apart, no_build_tools, several_stages};
pub(super) use user::not_root;
pub(super) use variables::unbuffered;

use super::Material;
use super::model::Judgement;

/// A server for production, and a health check.
pub(super) fn server_with_health(material: &Material<'_>) -> Judgement {
    production_server(material).and(has_health_check(material))
}
