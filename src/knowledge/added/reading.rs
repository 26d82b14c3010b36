//! One added table while it is read: its TOML, and its slips with their places.

use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::{KINDS, MOST_BYTES};
use crate::dockerfile::go::nearest;
use crate::source::safe_line;

/// So many slips of one file are told.
const MOST_FAULTS: usize = 100;
/// The longest text of an entry, in characters.
const LONGEST_TEXT: usize = 400;

/// A table as a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFile {
    /// Its path, as it is shown.
    pub name: String,
    /// Its text.
    pub text: String,
}

impl TableFile {
    /// The kind of the table, by the file's name; `None` when it says none.
    pub(super) fn kind(&self) -> Option<&'static str> {
        KINDS.into_iter().find(|kind| *kind == self.word())
    }

    /// The first word of the file's name.
    fn word(&self) -> &str {
        let name = self.name.rsplit(['/', '\\']).next().unwrap_or_default();
        name.split(['.', '-', '_']).next().unwrap_or_default()
    }
}

/// Something that is wrong with an added table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted in characters from 1.
    pub column: usize,
    /// Whether something is left out because of it; else it is only told.
    pub is_error: bool,
    /// What is wrong. May hold text from the file: show it through the safe display.
    pub message: String,
    /// What to try.
    pub hint: Option<String>,
}

impl Fault {
    /// A fault of the whole file.
    pub(super) fn of_file(file: &str, message: String) -> Self {
        Self { file: file.to_owned(), line: 1, column: 1, is_error: true, message, hint: None }
    }
}

/// One file while it is read.
pub(super) struct Reading<'t> {
    file: &'t TableFile,
    /// Where lines begin.
    lines: Vec<usize>,
    faults: Vec<Fault>,
}

impl<'t> Reading<'t> {
    pub(super) fn new(file: &'t TableFile) -> Self {
        let ends = file.text.match_indices('\n').map(|(at, _)| at + 1);
        Self { file, lines: std::iter::once(0).chain(ends).collect(), faults: Vec::new() }
    }

    /// The slips in the order of their places.
    pub(super) fn finish(mut self) -> Vec<Fault> {
        self.faults.sort_by_key(|fault| (fault.line, fault.column));
        self.faults
    }

    /// The kind of the table and its TOML; `None` when either cannot be read.
    pub(super) fn table(&mut self) -> Option<(&'static str, DeTable<'t>)> {
        let Some(kind) = self.file.kind() else {
            let message = format!("{:?} is no kind of table", self.file.word());
            let hint = near(self.file.word(), KINDS.into_iter()).unwrap_or_else(|| {
                format!("the file's name begins with one of: {}", KINDS.join(", "))
            });
            self.error(0, message, Some(hint));
            return None;
        };
        if self.file.text.len() > MOST_BYTES {
            self.error(0, format!("it is larger than {} KiB", MOST_BYTES / 1024), None);
            return None;
        }
        let (table, errors) = DeTable::parse_recoverable(&self.file.text);
        let is_sound = errors.is_empty();
        errors.iter().for_each(|error| self.refused(error, 0));
        // What follows a slip of the TOML itself may belong elsewhere.
        is_sound.then(|| (kind, table.into_inner()))
    }

    /// The text of a key at the top of the file, such as `source`.
    pub(super) fn about_file(&mut self, table: &DeTable<'t>, key: &str) -> String {
        match table.get(key) {
            None => String::new(),
            Some(value) => match value.get_ref().as_str() {
                Some(text) => self.checked(value.span().start, text).unwrap_or_default(),
                None => {
                    self.error(value.span().start, format!("{key} is a text"), None);
                    String::new()
                }
            },
        }
    }

    /// `FILE:LINE` of a place.
    pub(super) fn place(&self, at: usize) -> String {
        format!("{}:{}", self.file.name, self.line(at))
    }

    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).max(1)
    }

    /// Where the file's line begins that is so many lines below a place.
    pub(super) fn below(&self, at: usize, lines: usize) -> usize {
        let line = self.line(at) + lines;
        self.lines.get(line - 1).copied().unwrap_or(at)
    }

    /// The text behind a place, as written.
    pub(super) fn written(&self, at: usize) -> &'t str {
        self.file.text.get(at..).unwrap_or_default()
    }

    /// Something is wrong, and what stands there is left out.
    pub(super) fn error(&mut self, at: usize, message: String, hint: Option<String>) {
        self.fault(at, true, message, hint);
    }

    fn fault(&mut self, at: usize, is_error: bool, message: String, hint: Option<String>) {
        if self.faults.len() >= MOST_FAULTS {
            return;
        }
        let line = self.line(at);
        let start = self.lines.get(line - 1).copied().unwrap_or_default();
        let before = self.file.text.get(start..at).unwrap_or_default();
        let column = before.chars().count() + 1;
        let file = self.file.name.clone();
        self.faults.push(Fault { file, line, column, is_error, message, hint });
    }

    /// Reads a value as an entry; an error is told with its place.
    pub(super) fn entry<T: DeserializeOwned>(&mut self, value: &Spanned<DeValue<'t>>) -> Option<T> {
        if let Some(at) = unsound(value) {
            let message = "the text holds a control character or a line end".to_owned();
            self.error(at, message, None);
            return None;
        }
        match T::deserialize(ValueDeserializer::from(value.clone())) {
            Ok(entry) => Some(entry),
            Err(error) => {
                self.refused(&error, value.span().start);
                None
            }
        }
    }

    fn refused(&mut self, error: &toml::de::Error, otherwise: usize) {
        let at = error.span().map_or(otherwise, |span| span.start);
        let message = error.message().lines().next().unwrap_or_default();
        self.error(at, message.to_owned(), hint_of(error.message()));
    }

    /// The tables or texts of a table: `[variables]` of a file.
    pub(super) fn sub_table<'v>(
        &mut self,
        value: &'v Spanned<DeValue<'t>>,
    ) -> Option<&'v DeTable<'t>> {
        let found = value.get_ref().as_table();
        if found.is_none() {
            let kind = value.get_ref().type_str();
            self.error(value.span().start, format!("a table is expected here, not a {kind}"), None);
        }
        found
    }

    /// A text of an entry, as it may be shown in a sentence; `None` when it is left out.
    pub(super) fn text(&mut self, value: &Spanned<DeValue<'t>>) -> Option<String> {
        match value.get_ref().as_str() {
            Some(text) => self.checked(value.span().start, text),
            None => {
                let kind = value.get_ref().type_str();
                self.error(
                    value.span().start,
                    format!("a text is expected here, not a {kind}"),
                    None,
                );
                None
            }
        }
    }

    /// The same for a text that was read already.
    pub(super) fn checked(&mut self, at: usize, text: &str) -> Option<String> {
        if let Some(wrong) = wrong_with(text) {
            self.error(at, wrong.to_owned(), None);
            return None;
        }
        match text.strip_suffix('.').filter(|text| !text.is_empty()) {
            Some(without) => {
                let hint = "layerwise puts the text into a sentence and ends it".to_owned();
                self.fault(at, false, "the text ends with a full stop".to_owned(), Some(hint));
                Some(without.to_owned())
            }
            None => Some(text.to_owned()),
        }
    }
}

/// Where a text in a value holds a control character. Line ends are for the lines of
/// flags and sub-commands alone. The parser bounds how deep values are.
fn unsound(value: &Spanned<DeValue<'_>>) -> Option<usize> {
    match value.get_ref() {
        DeValue::String(text) => (safe_line(text) != *text).then(|| value.span().start),
        DeValue::Array(values) => values.iter().find_map(unsound),
        DeValue::Table(table) => table.iter().find_map(|(key, value)| match &**key.get_ref() {
            "flags" | "subs" => {
                let lines = value.get_ref().as_str().unwrap_or_default().lines();
                let is_wrong = lines.into_iter().any(|line| safe_line(line) != line);
                is_wrong.then(|| value.span().start)
            }
            _ => unsound(value),
        }),
        _ => None,
    }
}

fn wrong_with(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        return Some("the text is empty");
    }
    if text.chars().count() > LONGEST_TEXT {
        return Some("the text is longer than 400 characters");
    }
    (safe_line(text) != text).then_some("the text holds a control character or a line end")
}

/// "did you mean …?"
pub(super) fn near<'a>(word: &str, names: impl Iterator<Item = &'a str>) -> Option<String> {
    nearest(word, names).map(|name| format!("did you mean {name}?"))
}

/// What to try for "unknown field `x`, expected one of `y`, `z`".
fn hint_of(message: &str) -> Option<String> {
    let rest = message.strip_prefix("unknown field `")?;
    let (word, expected) = rest.split_once('`')?;
    let names = || expected.split('`').skip(1).step_by(2);
    near(word, names())
        .or_else(|| Some(format!("the keys are: {}", names().collect::<Vec<_>>().join(", "))))
}
