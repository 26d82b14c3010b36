//! Taking the terminal and giving it back, on every way out.

use std::io::{BufWriter, Stdout, Write};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute, queue};
use ratatui::layout::{Rect, Size};

use super::effects::Capture;
use super::{Model, draw};

/// Bytes of a frame that go out at once: a whole one, so that none is seen half.
const FRAME_BYTES: usize = 1 << 16;

/// The terminal while the program has it. Dropping it gives it back.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<BufWriter<Stdout>>>,
}

impl Screen {
    /// Takes the terminal: raw mode, the other screen, and the mouse as asked for.
    ///
    /// # Errors
    /// When the terminal refuses; it is as before then.
    pub(super) fn take(mouse: Capture) -> std::io::Result<Self> {
        let out = BufWriter::with_capacity(FRAME_BYTES, std::io::stdout());
        let terminal = Terminal::new(CrosstermBackend::new(out))?;
        let mut screen = Self { terminal };
        screen.enter(mouse)?;
        Ok(screen)
    }

    /// Takes the terminal again after [`leave`]; the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal refuses.
    pub(super) fn enter(&mut self, mouse: Capture) -> std::io::Result<()> {
        enable_raw_mode()?;
        let out = self.terminal.backend_mut();
        queue!(out, EnterAlternateScreen, EnableBracketedPaste, cursor::Hide)?;
        if mouse == Capture::Taken {
            queue!(out, EnableMouseCapture)?;
        }
        Write::flush(out)
    }

    /// Forgets what is on the screen, so that the next frame is drawn whole.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn forget(&mut self) -> std::io::Result<()> {
        // Not `clear`, which asks the terminal where the cursor is: the answer
        // would be read by the input thread, or never come.
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from(size))
    }

    /// The size of the terminal now.
    ///
    /// # Errors
    /// When the terminal does not tell.
    pub(super) fn size(&self) -> std::io::Result<Size> {
        self.terminal.size()
    }

    /// Draws a frame.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn draw(&mut self, model: &Model) -> std::io::Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(|frame| {
            let cursor = draw(model, frame.buffer_mut());
            if let Some(place) = cursor {
                frame.set_cursor_position(place);
            }
        })?;
        let out = self.terminal.backend_mut();
        queue!(out, EndSynchronizedUpdate)?;
        Write::flush(out)
    }

    /// Takes or frees the mouse.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn capture(&mut self, mouse: Capture) -> std::io::Result<()> {
        let out = self.terminal.backend_mut();
        match mouse {
            Capture::Taken => execute!(out, EnableMouseCapture),
            Capture::Freed => execute!(out, DisableMouseCapture),
        }
    }

    /// Sends a control sequence that is no part of a frame.
    ///
    /// # Errors
    /// When the terminal cannot be written to.
    pub(super) fn send(&mut self, sequence: &str) -> std::io::Result<()> {
        let out = self.terminal.backend_mut();
        Write::write_all(out, sequence.as_bytes())?;
        Write::flush(out)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        leave();
    }
}

/// Gives the terminal back as it was. Errors are of no use any more: the
/// terminal may be gone. Twice does no harm.
pub(super) fn leave() {
    let mut out = std::io::stdout();
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = out.flush();
    let _ = disable_raw_mode();
}

/// Lets a panic restore the terminal before it is printed. A panic of another
/// thread does not end the program, so it must not touch the screen either.
pub(super) fn restore_on_panic() {
    let before = std::panic::take_hook();
    let drawer = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == drawer {
            leave();
            before(panic);
        }
    }));
}
