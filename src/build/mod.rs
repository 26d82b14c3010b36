//! Meaning: what a build of the file does, by BuildKit's rules.

pub mod expand;
pub mod mount;
pub mod paths;
pub mod platform;
pub mod ports;
pub mod reference;
