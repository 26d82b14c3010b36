//! Copying through the terminal (OSC 52), which works over ssh as well.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Terminals cut longer texts off, or ignore them.
const MOST: usize = 74_000;

/// The control sequence that puts a text into the clipboard; `None` when the
/// text is too long for terminals to take. Inside tmux the sequence is sent a
/// second time, wrapped, for the terminal around it.
pub(super) fn sequence(text: &str, in_tmux: bool) -> Option<String> {
    let coded = STANDARD.encode(text);
    if coded.len() > MOST {
        return None;
    }
    let plain = format!("\x1b]52;c;{coded}\x07");
    let wrapped = if in_tmux { format!("\x1bPtmux;\x1b{plain}\x1b\\") } else { String::new() };
    Some(plain + &wrapped)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tmux_gets_both_forms() {
        assert_eq!(sequence("FROM a", false).as_deref(), Some("\x1b]52;c;RlJPTSBh\x07"));
        let both = sequence("FROM a", true).unwrap();
        assert!(both.ends_with("\x1bPtmux;\x1b\x1b]52;c;RlJPTSBh\x07\x1b\\"));
        assert_eq!(sequence(&"x".repeat(100_000), false), None);
    }
}
