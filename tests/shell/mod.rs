//! The shell text of instructions: commands, words and what stands between.

mod commands;
mod forms;
mod properties;
