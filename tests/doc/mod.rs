//! The document model: Markdown in, rows out.

mod reading;
