//! What can be known of the terminal without changing it.

/// How many columns the terminal of standard output has; `None` where there is none.
#[cfg(unix)]
pub fn terminal_columns() -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    (size.ws_col > 0).then_some(usize::from(size.ws_col))
}

/// How many columns the terminal of standard output has; `None` where there is none.
#[cfg(not(unix))]
pub fn terminal_columns() -> Option<usize> {
    None
}
