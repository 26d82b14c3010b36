//! The loop: messages in, effects performed, frames drawn when nothing waits.

use std::sync::mpsc;

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, Event, KeyEventKind};
use ratatui::layout::Size;

use super::effects::{Capture, Effect};
use super::message::FileNews;
use super::{Ending, Message, Model, Start, StartFile, draw, terminal, update};

/// Shows the screen until the reader quits.
///
/// # Errors
/// When the terminal cannot be taken or written to. It is restored first.
pub fn run(start: Start) -> anyhow::Result<Ending> {
    let mouse = if start.settings.mouse { Capture::Taken } else { Capture::Freed };
    terminal::enter(mouse)?;
    let result = run_inside(&start);
    terminal::leave();
    result
}

fn run_inside(start: &Start) -> anyhow::Result<Ending> {
    let mut screen = Terminal::new(CrosstermBackend::new(std::io::stdout()))?;
    let Size { width, height } = screen.size()?;
    let mut model = Model::new(start, Size::new(width, height));
    if let StartFile::Path(path) = &start.file {
        let news = std::fs::read(path)
            .map_or_else(|error| FileNews::Unreadable(error.to_string()), FileNews::Read);
        update(&mut model, Message::File(news));
    }
    let (sender, messages) = mpsc::channel();
    screen.draw(|frame| draw(&model, frame.buffer_mut()))?;
    update(&mut model, Message::Ready);
    std::thread::spawn(move || {
        while let Ok(event) = event::read() {
            let message = match event {
                Event::Key(key) if key.kind == KeyEventKind::Press => Message::Key(key),
                Event::Mouse(mouse) => Message::Mouse(mouse),
                Event::Resize(columns, rows) => Message::Resize { columns, rows },
                Event::Paste(text) => Message::Paste(text),
                _ => continue,
            };
            if sender.send(message).is_err() {
                return;
            }
        }
    });
    let started = std::time::Instant::now();
    while let Ok(message) = messages.recv() {
        model.now = started.elapsed();
        let mut effects = update(&mut model, message);
        for message in messages.try_iter() {
            effects.extend(update(&mut model, message));
        }
        if effects.contains(&Effect::Quit) {
            break;
        }
        screen.draw(|frame| draw(&model, frame.buffer_mut()))?;
    }
    Ok(Ending::Quit)
}
