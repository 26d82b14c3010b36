//! Go's `time.ParseDuration`.

use std::fmt::Write as _;

use super::text::lossy;

/// The largest value before the sign is applied.
const LIMIT: u64 = 1 << 63;

/// Nanoseconds of a duration such as `1h30m` or `500ms`, or the text of Go's error.
pub fn parse_duration(text: &[u8]) -> Result<i64, String> {
    let invalid = || format!("time: invalid duration {}", quote(text));
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if rest == b"0" {
        return Ok(0);
    }
    if rest.is_empty() {
        return Err(invalid());
    }
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (value, behind) = part(rest, text)?;
        total = total.checked_add(value).filter(|total| *total <= LIMIT).ok_or_else(invalid)?;
        rest = behind;
    }
    if negative {
        return Ok((total as i64).wrapping_neg());
    }
    i64::try_from(total).map_err(|_| invalid())
}

/// One number with its unit: nanoseconds and what is left.
fn part<'a>(rest: &'a [u8], whole: &[u8]) -> Result<(u64, &'a [u8]), String> {
    let invalid = || format!("time: invalid duration {}", quote(whole));
    let (value, behind) = leading_integer(rest).ok_or_else(invalid)?;
    let before_point = behind.len() != rest.len();
    let (fraction, scale, behind, after_point) = match behind {
        [b'.', behind @ ..] => {
            let (fraction, scale, left) = leading_fraction(behind);
            (fraction, scale, left, left.len() != behind.len())
        }
        _ => (0, 1.0, behind, false),
    };
    if !before_point && !after_point {
        return Err(invalid());
    }
    let length = behind
        .iter()
        .position(|byte| *byte == b'.' || byte.is_ascii_digit())
        .unwrap_or(behind.len());
    let (unit_name, behind) = behind.split_at(length);
    if unit_name.is_empty() {
        return Err(format!("time: missing unit in duration {}", quote(whole)));
    }
    let unit = unit(unit_name).ok_or_else(|| {
        format!("time: unknown unit {} in duration {}", quote(unit_name), quote(whole))
    })?;
    if value > LIMIT / unit {
        return Err(invalid());
    }
    let mut nanoseconds = value * unit;
    if fraction > 0 {
        nanoseconds += (fraction as f64 * (unit as f64 / scale)) as u64;
        if nanoseconds > LIMIT {
            return Err(invalid());
        }
    }
    Ok((nanoseconds, behind))
}

fn unit(name: &[u8]) -> Option<u64> {
    Some(match std::str::from_utf8(name).ok()? {
        "ns" => 1,
        "us" | "\u{b5}s" | "\u{3bc}s" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => return None,
    })
}

/// `None` when the number is too large.
fn leading_integer(text: &[u8]) -> Option<(u64, &[u8])> {
    let mut value: u64 = 0;
    for (at, digit) in text.iter().enumerate() {
        if !digit.is_ascii_digit() {
            return Some((value, &text[at..]));
        }
        if value > LIMIT / 10 {
            return None;
        }
        value = value * 10 + u64::from(digit - b'0');
        if value > LIMIT {
            return None;
        }
    }
    Some((value, &[]))
}

/// Digits behind the point, what to divide them by, and what is left; digits
/// beyond the precision are dropped.
fn leading_fraction(text: &[u8]) -> (u64, f64, &[u8]) {
    let length = text.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, behind) = text.split_at(length);
    let (mut value, mut scale) = (0u64, 1.0f64);
    for digit in digits {
        if value > (LIMIT - 1) / 10 {
            break;
        }
        let next = value * 10 + u64::from(digit - b'0');
        if next > LIMIT {
            break;
        }
        value = next;
        scale *= 10.0;
    }
    (value, scale, behind)
}

/// The `time` package's own quoting: everything outside printable ASCII as
/// bytes, except the delete character.
fn quote(bytes: &[u8]) -> String {
    let mut quoted = String::from('"');
    for character in lossy(bytes).chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            ' '..='\x7f' => quoted.push(character),
            _ => {
                let mut buffer = [0; 4];
                for byte in character.encode_utf8(&mut buffer).bytes() {
                    // Writing to a String cannot fail.
                    _ = write!(quoted, "\\x{byte:02x}");
                }
            }
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_durations_as_go_does() {
        for (text, nanoseconds) in [
            ("0", 0),
            ("-0", 0),
            ("1m30s", 90_000_000_000),
            ("1.5h", 5_400_000_000_000),
            (".5ms", 500_000),
            ("5.s", 5_000_000_000),
            ("-1us", -1_000),
            ("1\u{b5}s", 1_000),
            ("-9223372036854775808ns", i64::MIN),
            ("0.100000000000000000000h", 360_000_000_000),
            ("0.9223372036854775807h", 3_320_413_933_267),
        ] {
            assert_eq!(parse_duration(text.as_bytes()), Ok(nanoseconds), "{text}");
        }
    }

    #[test]
    fn refuses_durations_in_gos_words() {
        for (text, why) in [
            ("", "invalid duration \"\""),
            ("-", "invalid duration \"-\""),
            ("abc", "invalid duration \"abc\""),
            (".s", "invalid duration \".s\""),
            ("3", "missing unit in duration \"3\""),
            ("3 s", "unknown unit \" s\" in duration \"3 s\""),
            ("3\u{e9}", "unknown unit \"\\xc3\\xa9\" in duration \"3\\xc3\\xa9\""),
            ("9223372036854775808ns", "invalid duration \"9223372036854775808ns\""),
            ("99999999999999999999h", "invalid duration \"99999999999999999999h\""),
        ] {
            assert_eq!(parse_duration(text.as_bytes()), Err(format!("time: {why}")));
        }
    }
}
