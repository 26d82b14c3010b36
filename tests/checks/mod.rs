//! The checks: their pages are their tests.

mod pages;
mod properties;
