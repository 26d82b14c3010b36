//! Go's `strconv`: whole numbers and truth values.

use super::quote::quote;

/// Go's `ParseInt(text, 10, 32)` with the text of its error.
pub fn parse_int32(text: &[u8]) -> Result<i32, String> {
    let failed = |why: &str| Err(format!("strconv.ParseInt: parsing {}: {why}", quote(text)));
    let (negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    if digits.is_empty() {
        return failed("invalid syntax");
    }
    let mut value: i64 = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return failed("invalid syntax");
        }
        // Go stops at the first digit that is too much, before it sees what follows.
        value = value * 10 + i64::from(digit - b'0');
        if value > i64::from(u32::MAX) {
            return failed("value out of range");
        }
    }
    let value = if negative { -value } else { value };
    i32::try_from(value).or_else(|_| failed("value out of range"))
}

/// Go's `ParseUint(text, 10, 64)` without its error: too large gives the largest.
pub fn parse_uint64_saturating(digits: &[u8]) -> u64 {
    digits.iter().fold(0u64, |value, digit| {
        value.saturating_mul(10).saturating_add(u64::from(digit.wrapping_sub(b'0')))
    })
}

/// Go's `ParseBool`.
pub fn parse_bool(text: &[u8]) -> Option<bool> {
    match text {
        b"1" | b"t" | b"T" | b"TRUE" | b"true" | b"True" => Some(true),
        b"0" | b"f" | b"F" | b"FALSE" | b"false" | b"False" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_integers_as_go_does() {
        assert_eq!(parse_int32(b"+3"), Ok(3));
        assert_eq!(parse_int32(b"-2147483648"), Ok(i32::MIN));
        for (text, why) in [
            ("", "invalid syntax"),
            ("-", "invalid syntax"),
            ("1_0", "invalid syntax"),
            ("2147483648", "value out of range"),
            ("99999999999x", "value out of range"),
            ("3x", "invalid syntax"),
        ] {
            let expected = format!("strconv.ParseInt: parsing \"{text}\": {why}");
            assert_eq!(parse_int32(text.as_bytes()), Err(expected));
        }
        assert_eq!(parse_uint64_saturating(b"99999999999999999999"), u64::MAX);
    }
}
