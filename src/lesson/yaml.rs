//! YAML as a tree with places, read with strict limits.
//!
//! Scalars stay as written: `3.10` in an answer is not the number 3.1.

use std::fmt;
use std::ops::Range;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{Budget, Location, Options, Spanned};

/// The longest piece of YAML in a lesson, in bytes.
const LONGEST: usize = 64 * 1024;

/// A value with its place in the text that was read.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Node {
    pub(crate) value: Yaml,
    /// Bytes of the text; the place of an empty value is where it would stand.
    pub(crate) span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Yaml {
    Empty,
    Scalar(String),
    List(Vec<Node>),
    /// Keys in the order written, each with its place.
    Map(Vec<(String, Range<usize>, Node)>),
}

/// Why a text is no YAML.
#[derive(Debug)]
pub(super) struct YamlError {
    pub(super) message: String,
    /// Byte offset in the text.
    pub(super) offset: usize,
}

/// Reads one YAML value.
pub(super) fn read(text: &str) -> Result<Node, YamlError> {
    if text.len() > LONGEST {
        let message = format!("this is longer than {} KiB", LONGEST / 1024);
        return Err(YamlError { message, offset: 0 });
    }
    let raw: Spanned<Raw> = serde_saphyr::from_str_with_options(text, options(&OF_LESSON))
        .map_err(|error| {
            let offset = error.location().map_or(0, |location| span(location, text).start);
            YamlError { message: first_line(&error.to_string()), offset }
        })?;
    Ok(node(raw, text))
}

/// Reads a file of another program, in which one part may refer to another;
/// `None` for what is no YAML, or larger than such files are.
pub(crate) fn read_foreign(text: &str) -> Option<Node> {
    let options = options(&Limits { events: 50_000, nodes: 20_000, depth: 24, references: 200 });
    let raw: Spanned<Raw> = serde_saphyr::from_str_with_options(text, options).ok()?;
    Some(node(raw, text))
}

impl Node {
    /// The value behind a key of a map.
    pub(crate) fn get(&self, key: &str) -> Option<&Node> {
        self.pairs().iter().find(|(name, _, _)| name == key).map(|(_, _, node)| node)
    }

    /// The keys and values of a map; none of anything else.
    pub(crate) fn pairs(&self) -> &[(String, Range<usize>, Node)] {
        match &self.value {
            Yaml::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// The values of a list; none of anything else.
    pub(crate) fn items(&self) -> &[Node] {
        match &self.value {
            Yaml::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Yaml::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// How much a text may hold.
struct Limits {
    events: usize,
    nodes: usize,
    depth: usize,
    /// How often a part may refer to another.
    references: usize,
}

/// Far above what a lesson needs; nothing may refer to anything else.
const OF_LESSON: Limits = Limits { events: 20_000, nodes: 10_000, depth: 12, references: 0 };

fn options(limits: &Limits) -> Options {
    let mut budget = Budget::default();
    budget.max_events = limits.events;
    budget.max_aliases = limits.references;
    budget.max_anchors = limits.references;
    budget.max_depth = limits.depth;
    budget.max_inclusion_depth = 0;
    budget.max_documents = 1;
    budget.max_nodes = limits.nodes;
    budget.max_merge_keys = limits.references;
    budget.flow_nesting_limit = limits.depth;
    let mut options = Options::default();
    options.budget = Some(budget);
    options
}

/// The first line of the library's message, without its own account of the place.
fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    match line.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((_, rest)) => rest.to_owned(),
        None => line.to_owned(),
    }
}

fn span(location: Location, text: &str) -> Range<usize> {
    let clamp = |at: u64| {
        let mut at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = location.span().byte_offset().unwrap_or(0);
    let end = start + location.span().byte_len().unwrap_or(0);
    clamp(start)..clamp(end)
}

fn node(raw: Spanned<Raw>, text: &str) -> Node {
    let span = span(raw.referenced, text);
    let value = match raw.value {
        Raw::Empty => Yaml::Empty,
        Raw::Text(text) => Yaml::Scalar(text),
        // The text as written, since the library has already made a number of it.
        Raw::Other(value) => {
            let written = text[span.clone()].trim();
            Yaml::Scalar(if written.is_empty() { value } else { written.to_owned() })
        }
        Raw::List(items) => Yaml::List(items.into_iter().map(|item| node(item, text)).collect()),
        Raw::Map(pairs) => Yaml::Map(
            pairs
                .into_iter()
                .map(|(key, value)| {
                    let place = self::span(key.referenced, text);
                    (key.value, place, node(value, text))
                })
                .collect(),
        ),
    };
    Node { value, span }
}

/// What the library gives.
enum Raw {
    Empty,
    Text(String),
    /// A number or a truth value.
    Other(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Other(value.to_string()))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Other(value.to_string()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Other(value.to_string()))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Raw, E> {
        Ok(Raw::Other(value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Raw, E> {
        Ok(Raw::Other(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Other(value.to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E: de::Error>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_unit<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_none<E: de::Error>(self) -> Result<Raw, E> {
        Ok(Raw::Empty)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Raw, D::Error> {
        Raw::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Raw, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element()? {
            items.push(item);
        }
        Ok(Raw::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Raw, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Raw::Map(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn shown(text: &str) -> String {
        fn show(node: &Node, text: &str, into: &mut String) {
            match &node.value {
                Yaml::Empty => into.push('~'),
                Yaml::Scalar(scalar) => {
                    into.push_str(&format!("{scalar:?}@{}", &text[node.span.clone()]));
                }
                Yaml::List(items) => {
                    into.push('[');
                    items.iter().for_each(|item| {
                        show(item, text, into);
                        into.push(' ');
                    });
                    into.push(']');
                }
                Yaml::Map(pairs) => {
                    into.push('{');
                    for (key, place, value) in pairs {
                        assert_eq!(&text[place.clone()], key);
                        into.push_str(&format!("{key}="));
                        show(value, text, into);
                        into.push(' ');
                    }
                    into.push('}');
                }
            }
        }
        match read(text) {
            Err(error) => format!("{}: {}", error.offset, error.message),
            Ok(node) => {
                let mut into = String::new();
                show(&node, text, &mut into);
                into
            }
        }
    }

    #[test]
    fn values_keep_their_text_and_their_place() {
        assert_eq!(
            shown("a: 3.10\nb: [true, x y]\nc: {d: '1 # é', e: \"f\"}\ng:\nh: 2026-11-20\n"),
            "{a=\"3.10\"@3.10 b=[\"true\"@true \"x y\"@x y ] c={d=\"1 # é\"@'1 # é' \
             e=\"f\"@\"f\" } g=~ h=\"2026-11-20\"@2026-11-20 }"
        );
        assert_eq!(shown("{id: a, retry: 2}"), "{id=\"a\"@a retry=\"2\"@2 }");
        assert_eq!(shown(""), "~");
    }

    #[test]
    fn bombs_are_refused() {
        assert!(shown("a: &x [1]\nb: *x").contains("budget"), "{}", shown("a: &x [1]\nb: *x"));
        assert!(read(&"[".repeat(1000)).is_err());
        assert!(read(&"a".repeat(LONGEST + 1)).is_err());
        assert!(read("a: 1\na: 2").is_err());
    }
}
