//! The reader of Dockerfiles: bytes become a [`source`], a source becomes a [`dockerfile`] tree.
//!
//! A package of its own, so that it alone is compiled for speed and the rest of
//! the program for size.

pub mod dockerfile;
pub mod source;
