//! The screen: two panes, the guide on the left and the file on the right.
//!
//! [`update()`] decides, the views draw, the loop in [`run`] performs:
//!
//! ```text
//! threads ── Message ──> loop ──> update(&mut Model, Message) ──> Vec<Effect> ──> loop performs
//!                         └─ queue empty ──> view::draw(&Model, &mut Buffer)
//! ```
//!
//! No input, no output and no change of state happens while drawing, and
//! `update` does no input or output either: both are tested without a terminal.
//! A key becomes an [`Action`] by the one table of [`keymap`]; the footer, the
//! help and the palette are made from the same table. Colours are roles of
//! [`theme`].
//!
//! Who owns what: the [`Model`] owns the [`FilePane`](file_pane::FilePane) and
//! the [`Guide`](guide::Guide). The two know nothing of each other; they meet
//! in the model: the guide gets a [`Context`](guide::Context) to read and gives
//! [`Request`](guide::Request)s and [`Highlights`](guide::Highlights) back.

mod action;
mod analyst;
mod check_settings;
mod choices;
mod clipboard;
mod commands;
mod effects;
mod events;
pub mod file_pane;
pub mod guide;
mod input;
pub mod keymap;
mod mend;
mod message;
mod model;
mod outlook;
mod picture;
mod scanner;
mod start;
mod surroundings;
mod terminal;
pub mod theme;
mod update;
mod view;
mod views;
mod widget;

pub use action::Action;
pub use check_settings::CheckSettings;
pub use choices::{Choices, Choose};
pub use commands::{Command, PaletteState};
pub use effects::Effect;
pub use events::run;
pub use mend::Mend;
pub use message::Message;
pub use model::{Model, Overlay, Pane, Status};
pub use outlook::{BetterOrder, CacheQuestion, Forecaster, Outlook};
pub use picture::pictures;
pub use start::{Ending, Place, Settings, Start, StartLesson, ThemeChoice, Typed};
pub use surroundings::{Depth, Surroundings};
pub use update::update;
pub use view::{Frame, draw};
pub use views::View;
