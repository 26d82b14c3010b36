//! The document model: Markdown in, rows out.

mod layout;
mod reading;
