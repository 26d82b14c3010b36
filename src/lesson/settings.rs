//! The keys of a YAML map, taken one by one.

use super::place::{Place, Problems};
use super::yaml::{Node, Yaml};

/// A map of settings; what nobody takes is reported at the end.
pub(super) struct Settings {
    pairs: Vec<Setting>,
    /// Where the map stands.
    pub(super) place: Place,
}

struct Setting {
    key: String,
    key_place: Place,
    value: Option<Value>,
}

/// A value and the start of the text that its place counts from.
struct Value {
    node: Node,
    base: Place,
}

impl Value {
    fn place(&self) -> Place {
        self.base.plus(self.node.span.start)
    }
}

/// A text with its place.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) place: Place,
}

impl Settings {
    /// No settings.
    pub(super) fn empty(place: Place) -> Self {
        Self { pairs: Vec::new(), place }
    }

    /// The settings of a map that was read from a text beginning at `start`;
    /// anything else than a map is reported.
    pub(super) fn of(node: Node, start: &Place, problems: &mut Problems) -> Self {
        let place = start.plus(node.span.start);
        let pairs = match node.value {
            Yaml::Map(pairs) => pairs,
            Yaml::Empty => Vec::new(),
            Yaml::Scalar(_) | Yaml::List(_) => {
                problems.error_with_hint(
                    &place,
                    "settings are expected here",
                    "such as {id: name}",
                );
                Vec::new()
            }
        };
        let pairs = pairs
            .into_iter()
            .map(|(key, span, node)| {
                let value = Some(Value { node, base: start.clone() });
                Setting { key, key_place: start.plus(span.start), value }
            })
            .collect();
        Self { pairs, place }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|pair| pair.key == key)
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        self.pairs.iter_mut().find(|pair| pair.key == key).and_then(|pair| pair.value.take())
    }

    /// A text; an empty value counts as none.
    pub(super) fn text(&mut self, key: &str, problems: &mut Problems) -> Option<Text> {
        let value = self.take(key)?;
        let place = value.place();
        match value.node.value {
            Yaml::Scalar(text) => Some(Text { text, place }),
            Yaml::Empty => None,
            Yaml::List(_) | Yaml::Map(_) => {
                problems.error(&place, format!("{key} takes one text"));
                None
            }
        }
    }

    /// A whole number.
    pub(super) fn number(&mut self, key: &str, problems: &mut Problems) -> Option<u32> {
        let value = self.text(key, problems)?;
        let number = value.text.parse().ok();
        if number.is_none() {
            problems.error(&value.place, format!("{key} takes a whole number"));
        }
        number
    }

    /// `true` or `false`; false when it is not given.
    pub(super) fn truth(&mut self, key: &str, problems: &mut Problems) -> bool {
        let Some(value) = self.text(key, problems) else { return false };
        match value.text.as_str() {
            "true" | "yes" => true,
            "false" | "no" => false,
            _ => {
                problems.error(&value.place, format!("{key} takes true or false"));
                false
            }
        }
    }

    /// A list of texts; one text counts as a list of one.
    pub(super) fn list(&mut self, key: &str, problems: &mut Problems) -> Vec<Text> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let place = value.place();
        let items = match value.node.value {
            Yaml::List(items) => items,
            Yaml::Empty => Vec::new(),
            Yaml::Scalar(text) => return vec![Text { text, place }],
            Yaml::Map(_) => {
                problems.error(&place, format!("{key} takes a list"));
                Vec::new()
            }
        };
        let mut texts = Vec::with_capacity(items.len());
        for item in items {
            let place = value.base.plus(item.span.start);
            match item.value {
                Yaml::Scalar(text) => texts.push(Text { text, place }),
                _ => problems.error(&place, format!("{key} takes a list of texts")),
            }
        }
        texts
    }

    /// Settings inside settings.
    pub(super) fn inner(&mut self, key: &str, problems: &mut Problems) -> Option<Settings> {
        let value = self.take(key)?;
        Some(Self::of(value.node, &value.base, problems))
    }

    /// Reports the keys that nobody took and that are not among the known ones.
    pub(super) fn report_unknown(&self, known: &[&str], problems: &mut Problems) {
        for pair in &self.pairs {
            if !known.contains(&pair.key.as_str()) {
                problems.unknown(&pair.key_place, "key", &pair.key, known);
            }
        }
    }
}
