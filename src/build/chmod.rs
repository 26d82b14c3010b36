//! What `--chmod` and STOPSIGNAL take.

/// A file mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// In octal digits.
    Number(u32),
    /// In letters, such as `u+x,g-w`.
    Letters,
}

/// Reads the value of `--chmod`.
///
/// # Errors
/// BuildKit's text.
pub(super) fn read_mode(text: &str) -> Result<Mode, String> {
    let refused = || {
        format!(
            "invalid chmod parameter: '{text}'. it should be octal string and between 0 and 07777"
        )
    };
    let is_octal = !text.is_empty() && text.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    if is_octal && let Ok(number) = u32::from_str_radix(text, 8) {
        return if number > 0o7777 { Err(refused()) } else { Ok(Mode::Number(number)) };
    }
    if text.starts_with(|letter: char| letter.is_ascii_digit()) {
        return Err(refused());
    }
    if is_symbolic(text) { Ok(Mode::Letters) } else { Err("invalid syntax".to_owned()) }
}

/// Clauses of who, then operators with permissions, between commas.
fn is_symbolic(text: &str) -> bool {
    text.split(',').all(|clause| {
        let mut rest = clause.trim_start_matches(['a', 'u', 'g', 'o']);
        if rest.is_empty() {
            return false;
        }
        while !rest.is_empty() {
            let Some(permissions) = rest.strip_prefix(['+', '-', '=']) else { return false };
            rest = permissions.trim_start_matches(['r', 's', 't', 'w', 'X', 'x', 'u', 'g', 'o']);
        }
        true
    })
}

const SIGNALS: [&str; 34] = [
    "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL",
    "PIPE", "POLL", "PROF", "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP",
    "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM", "WINCH", "XCPU", "XFSZ",
];

/// Whether Docker knows a signal by this name or number.
pub(super) fn is_signal(text: &str) -> bool {
    if let Ok(number) = text.parse::<i64>() {
        return number != 0;
    }
    let name = text.to_uppercase();
    let name = name.strip_prefix("SIG").unwrap_or(&name);
    let within = |prefix: &str, last: u32| {
        let number = name.strip_prefix(prefix);
        number.is_some_and(|number| {
            !number.starts_with(['0', '+'])
                && number.parse::<u32>().is_ok_and(|number| number <= last)
        })
    };
    SIGNALS.contains(&name)
        || matches!(name, "RTMIN" | "RTMAX")
        || within("RTMIN+", 15)
        || within("RTMAX-", 14)
}
