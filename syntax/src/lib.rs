//! The reader of Dockerfiles: bytes become a [`source`], a source becomes a [`dockerfile`] tree.
//!
//! A package of its own, so that it is compiled for speed alone, whatever holds for the
//! rest of the program.

pub mod dockerfile;
pub mod source;
