//! The threads that feed the queue: keys and mouse, and signals.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, sync_channel};
use std::time::Duration;

use ratatui::crossterm::event::{self, Event, KeyEventKind};

use super::Message;

/// Events taken in one go, so that a burst is drawn once.
const BURST: usize = 256;

/// How long to look for a further event before a burst counts as whole. Not zero: the reader
/// that `use-dev-tty` chooses answers nothing then, not even what it has read already.
const LOOK: Duration = Duration::from_micros(100);

/// What the threads tell the loop.
#[derive(Debug)]
pub(super) enum Incoming {
    /// For `update`.
    Message(Message),
    /// From the keyboard and the mouse; the input thread waits until the loop
    /// has dealt with them, see [`Input::go_on`].
    Input(Vec<Message>),
    /// The terminal gives no more input.
    InputEnded,
    /// Stop, as after Ctrl-Z.
    Suspend,
    /// Going on after a stop.
    Continued,
    /// End because of this signal.
    End(i32),
    /// The keeper cannot keep something, or can again: words for the status line.
    Keeping(String),
}

/// The thread that reads keys and mouse.
///
/// crossterm has two readers. The usual one (crossterm 0.29, `event/source/unix/mio.rs`) asks
/// with edge-triggered readiness and goes on after the first event of a batch: when the
/// signal of a resize comes first, the key behind it waits until the next key is pressed. The one of
/// the feature `use-dev-tty` asks anew each time, so nothing is lost; it reads from standard
/// input where that is a terminal, and else from `/dev/tty`, as the other does.
///
/// It reads on only when the loop says so. So while the loop runs the reader's
/// editor, nobody else reads from the terminal, and no time limit is needed.
pub(super) struct Input {
    permits: SyncSender<()>,
}

impl Input {
    /// Starts to read.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub(super) fn start(queue: Sender<Incoming>) -> std::io::Result<Self> {
        let (permits, waiting) = sync_channel(1);
        std::thread::Builder::new()
            .name("input".to_owned())
            .spawn(move || read_all(&queue, &waiting))?;
        Ok(Self { permits })
    }

    /// Lets the thread read on after the loop has dealt with what it sent.
    pub(super) fn go_on(&self) {
        // Fails only when the thread has ended, which the loop was told.
        let _ = self.permits.try_send(());
    }
}

fn read_all(queue: &Sender<Incoming>, waiting: &Receiver<()>) {
    loop {
        let Ok(burst) = read_burst() else {
            let _ = queue.send(Incoming::InputEnded);
            return;
        };
        if burst.is_empty() {
            continue;
        }
        if queue.send(Incoming::Input(burst)).is_err() || waiting.recv().is_err() {
            return;
        }
    }
}

/// Waits for an event, and takes those that are there already with it.
fn read_burst() -> std::io::Result<Vec<Message>> {
    let mut burst: Vec<Message> = message(event::read()?).into_iter().collect();
    while burst.len() < BURST && event::poll(LOOK)? {
        burst.extend(message(event::read()?));
    }
    Ok(burst)
}

/// Only presses of keys count: some terminals send releases, too.
fn message(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => Some(Message::Key(key)),
        Event::Mouse(mouse) => Some(Message::Mouse(mouse)),
        Event::Resize(columns, rows) => Some(Message::Resize { columns, rows }),
        Event::Paste(text) => Some(Message::Paste(text)),
        _ => None,
    }
}

/// Whether the terminal is the editor's at present.
pub(super) type HandedOver = Arc<AtomicBool>;

/// Starts the thread that turns signals into messages.
///
/// # Errors
/// When the system gives no thread, or no handler for a signal.
#[cfg(unix)]
pub(super) fn follow_signals(
    queue: Sender<Incoming>,
    handed_over: HandedOver,
) -> std::io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};

    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGTSTP, SIGCONT])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let is_editing = handed_over.load(Ordering::Relaxed);
            let incoming = match signal {
                // The editor stopped with the whole group; the loop waits for it and cannot.
                SIGTSTP if is_editing => {
                    stop();
                    continue;
                }
                // Meant for the editor, which shares the terminal.
                SIGINT if is_editing => continue,
                SIGTSTP => Incoming::Suspend,
                SIGCONT => Incoming::Continued,
                signal => Incoming::End(signal),
            };
            if queue.send(incoming).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

/// Stops this process until it is continued.
#[cfg(unix)]
pub(super) fn stop() {
    // Fails for no process that may signal itself.
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGSTOP);
}

/// There are no such signals.
#[cfg(not(unix))]
pub(super) fn follow_signals(
    _queue: Sender<Incoming>,
    _handed_over: HandedOver,
) -> std::io::Result<()> {
    Ok(())
}

/// There is no such thing as stopping a process.
#[cfg(not(unix))]
pub(super) fn stop() {}
