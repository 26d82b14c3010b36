//! The smallest ratatui program that does the same kind of thing: two panes,
//! raw mode, the other screen, and an end on `q`. `measure` compares with it.

use ratatui::crossterm::event::{self, Event, KeyCode};
use ratatui::layout::{Constraint, Layout};
use ratatui::widgets::{Block, Paragraph};

fn main() -> std::io::Result<()> {
    let mut terminal = ratatui::init();
    let mut presses = 0_u64;
    loop {
        terminal.draw(|frame| {
            let [left, right] =
                Layout::horizontal([Constraint::Percentage(50); 2]).areas(frame.area());
            let text = format!("guide {presses}");
            frame.render_widget(Paragraph::new(text).block(Block::bordered()), left);
            frame.render_widget(Paragraph::new("FROM scratch").block(Block::bordered()), right);
        })?;
        if let Event::Key(key) = event::read()? {
            if key.code == KeyCode::Char('q') {
                break;
            }
            presses += 1;
        }
    }
    ratatui::restore();
    Ok(())
}
