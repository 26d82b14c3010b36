//! The document model: Markdown in, rows out.

mod fragments;
mod layout;
mod reading;
mod writing;
