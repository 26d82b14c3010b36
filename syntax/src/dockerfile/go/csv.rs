//! The comma-separated fields of `--mount` and `--device`, as go-csvvalue reads them.

use std::ops::Range;

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csv {
    /// Where it stands in the value, quotes included.
    pub range: Range<usize>,
    /// Its text without quotes.
    pub text: Vec<u8>,
}

/// The fields of one line, or the text of the error.
pub fn fields(line: &[u8]) -> Result<Vec<Csv>, String> {
    let line =
        line.strip_suffix(b"\n").map_or(line, |rest| rest.strip_suffix(b"\r").unwrap_or(rest));
    if line.is_empty() {
        return Err("EOF".to_owned());
    }
    let mut fields = Vec::new();
    let mut at = 0;
    loop {
        let (field, next) = match line.get(at) {
            Some(b'"') => quoted(line, at)?,
            _ => plain(line, at)?,
        };
        fields.push(field);
        match next {
            Some(next) => at = next,
            None => return Ok(fields),
        }
    }
}

fn plain(line: &[u8], start: usize) -> Result<(Csv, Option<usize>), String> {
    let comma = memchr::memchr(b',', &line[start..]).map(|at| start + at);
    let end = comma.unwrap_or(line.len());
    if let Some(quote) = memchr::memchr(b'"', &line[start..end]) {
        let column = start + quote + 1;
        return Err(format!("parse error on line 1, column {column}: bare \" in non-quoted-field"));
    }
    Ok((Csv { range: start..end, text: line[start..end].to_vec() }, comma.map(|at| at + 1)))
}

fn quoted(line: &[u8], start: usize) -> Result<(Csv, Option<usize>), String> {
    let wrong = |column: usize| {
        Err(format!(
            "parse error on line 1, column {column}: extraneous or missing \" in quoted-field"
        ))
    };
    let mut text = Vec::new();
    let mut at = start + 1;
    loop {
        let Some(length) = memchr::memchr(b'"', &line[at..]) else {
            return wrong(at + 1);
        };
        text.extend_from_slice(&line[at..at + length]);
        at += length + 1;
        match line.get(at) {
            Some(b'"') => {
                text.push(b'"');
                at += 1;
            }
            Some(b',') => return Ok((Csv { range: start..at, text }, Some(at + 1))),
            None => return Ok((Csv { range: start..at, text }, None)),
            Some(_) => return wrong(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Result<Vec<String>, String> {
        let fields = fields(line.as_bytes())?;
        Ok(fields.into_iter().map(|field| String::from_utf8_lossy(&field.text).into()).collect())
    }

    #[test]
    fn splits_as_the_csv_reader_does() {
        assert_eq!(texts("a,,b"), Ok(vec!["a".into(), "".into(), "b".into()]));
        assert_eq!(texts("a,"), Ok(vec!["a".into(), "".into()]));
        assert_eq!(texts("\"a,\"\"b\",c"), Ok(vec!["a,\"b".into(), "c".into()]));
        assert_eq!(texts(""), Err("EOF".into()));
        let bare = "parse error on line 1, column 4: bare \" in non-quoted-field";
        assert_eq!(texts("a,b\"c"), Err(bare.into()));
        let open = "parse error on line 1, column 2: extraneous or missing \" in quoted-field";
        assert_eq!(texts("\"ab"), Err(open.into()));
        let behind = "parse error on line 1, column 4: extraneous or missing \" in quoted-field";
        assert_eq!(texts("\"ab\"c"), Err(behind.into()));
    }
}
