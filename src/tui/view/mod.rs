//! Drawing: the model in, cells out. Changes nothing but the buffer.

mod file;
mod footer;
mod frame;
mod header;

use ratatui::buffer::Buffer;

pub use frame::Frame;

use super::Model;

/// Draws the whole screen.
pub fn draw(model: &Model, buffer: &mut Buffer) {
    let frame = Frame::of(model);
    header::draw(model, frame.header, buffer);
    frame.draw_lines(model, buffer);
    if !frame.guide.is_empty() {
        model.guide.draw(frame.guide, buffer, &model.context());
    }
    if !frame.file.is_empty() {
        file::draw(model, frame.file, buffer);
    }
    footer::draw(model, frame.footer, buffer);
}
