//! Reading what `docker history` and `podman history` print.
//!
//! docker (`--format '{{json .}}'`) prints an object a line, with sizes as
//! text; podman (`--format json`) prints an array, with sizes as numbers.
//! Sources: docker/cli `formatter_history.go`, podman `cmd/podman/images/history.go`.

use serde_json::{Map, Value};

/// So many layers are read; an image has at most 127 with files.
const MOST_LAYERS: usize = 2_000;

/// A layer of an image, or an instruction that made none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layer {
    /// What made it, as the builder noted it down.
    pub created_by: String,
    /// Bytes, unpacked.
    pub size: u64,
}

/// Why a history cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// There is nothing in it.
    #[error("it says nothing about the image")]
    Empty,
    /// It is in another form.
    #[error("its answer is not understood")]
    Form,
    /// It names too many layers.
    #[error("it names more than {MOST_LAYERS} layers")]
    Long,
}

/// Reads a history, the newest layer first.
///
/// # Errors
/// When it is none that a container tool prints.
pub fn read(text: &str) -> Result<Vec<Layer>, HistoryError> {
    let text = text.trim();
    let objects: Vec<Value> = if text.starts_with('[') {
        serde_json::from_str(text).map_err(|_| HistoryError::Form)?
    } else {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        let read = lines.take(MOST_LAYERS + 1).map(serde_json::from_str);
        read.collect::<Result<_, _>>().map_err(|_| HistoryError::Form)?
    };
    match objects.len() {
        0 => Err(HistoryError::Empty),
        1..=MOST_LAYERS => objects.iter().map(layer).collect(),
        _ => Err(HistoryError::Long),
    }
}

fn layer(object: &Value) -> Result<Layer, HistoryError> {
    let members = object.as_object().ok_or(HistoryError::Form)?;
    let created_by = member(members, "CreatedBy").and_then(Value::as_str).unwrap_or_default();
    let size = match member(members, "Size") {
        Some(Value::Number(number)) => number.as_u64(),
        Some(Value::String(text)) => bytes(text),
        _ => None,
    };
    Ok(Layer { created_by: created_by.to_owned(), size: size.ok_or(HistoryError::Form)? })
}

/// A member, whatever the case of its name.
fn member<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    members.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
}

/// `1234`, `12.3kB`, `45MB`, `1.2 GB`.
fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|it: char| !it.is_ascii_digit() && it != '.').unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    let factor = match text[end..].trim().to_ascii_lowercase().as_str() {
        "" | "b" => 1.0,
        "kb" => 1e3,
        "mb" => 1e6,
        "gb" => 1e9,
        "tb" => 1e12,
        _ => return None,
    };
    let bytes = number * factor;
    (bytes.is_finite() && (0.0..1e18).contains(&bytes)).then_some(bytes.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_tools_are_read() {
        let docker = "{\"CreatedBy\":\"RUN x # buildkit\",\"Size\":\"12\"}\n{\"CreatedBy\":\"y\",\"Size\":\"1.5kB\"}\n";
        let podman = "[{\"id\":\"a\",\"CreatedBy\":\"RUN x # buildkit\",\"size\":12},{\"CreatedBy\":\"y\",\"size\":1500}]";
        assert_eq!(read(docker), read(podman));
        assert_eq!(read(docker).unwrap()[1], Layer { created_by: "y".into(), size: 1500 });
    }

    #[test]
    fn what_is_no_history_is_refused() {
        for text in ["", "[]"] {
            assert_eq!(read(text), Err(HistoryError::Empty));
        }
        for text in [
            "no such image",
            "{}",
            "[1]",
            "{\"Size\":\"-1\"}",
            "{\"Size\":\"9e99\"}",
            "{\"Size\":\"many\"}",
            "[{\"size\":-4}]",
        ] {
            assert_eq!(read(text), Err(HistoryError::Form), "{text}");
        }
        assert_eq!(read(&"{\"Size\":1}\n".repeat(MOST_LAYERS + 1)), Err(HistoryError::Long));
    }
}
