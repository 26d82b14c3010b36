//! A table as a run of bytes: sorted keys, each with the number of a record.
//!
//! ```text
//! number of keys, number of records
//! for each key: where its text ends
//! for each key: its record
//! for each record: where its bytes end
//! the texts of the keys, one behind the other
//! the bytes of the records, one behind the other
//! ```
//!
//! Numbers are 32 bits, the least significant byte first. Nothing in it is an address, so
//! the program is mapped as it lies on disk: a table costs only the pages that a look-up
//! touches. Several keys may share a record.

use std::ops::Range;

/// The numbers before those of the keys.
const HEAD: usize = 2;
/// The bytes of a number.
const WIDTH: usize = 4;

/// A table that is looked up in. What is no blob answers as an empty one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Blob<'b> {
    bytes: &'b [u8],
}

impl<'b> Blob<'b> {
    /// A blob of these bytes, as the build script makes them (`build/make/blob.rs`).
    pub(crate) const fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    fn number(&self, place: usize) -> Option<usize> {
        let bytes = self.bytes.get(place * WIDTH..(place + 1) * WIDTH)?;
        usize::try_from(u32::from_le_bytes(bytes.try_into().ok()?)).ok()
    }

    /// The number of keys.
    pub(crate) fn len(&self) -> usize {
        self.number(0).unwrap_or_default()
    }

    /// The number of records.
    pub(crate) fn records(&self) -> usize {
        self.number(1).unwrap_or_default()
    }

    /// Where a part lies whose end is one of a row of numbers that begins at `first`.
    fn part(&self, first: usize, index: usize) -> Option<Range<usize>> {
        let start = if index == 0 { 0 } else { self.number(first + index - 1)? };
        Some(start..self.number(first + index)?)
    }

    fn bytes_at(&self, start: usize, part: Range<usize>) -> Option<&'b [u8]> {
        self.bytes.get(start + part.start..start + part.end)
    }

    fn texts_start(&self) -> usize {
        (HEAD + 2 * self.len() + self.records()) * WIDTH
    }

    fn key_bytes(&self, index: usize) -> Option<&'b [u8]> {
        self.bytes_at(self.texts_start(), self.part(HEAD, index)?)
    }

    /// A key by its place in their order.
    pub(crate) fn key(&self, index: usize) -> Option<&'b str> {
        std::str::from_utf8(self.key_bytes(index)?).ok()
    }

    /// The number of a key's record, by the key's place.
    pub(crate) fn record_of(&self, index: usize) -> Option<usize> {
        (index < self.len()).then(|| self.number(HEAD + self.len() + index)).flatten()
    }

    /// The bytes of a record.
    pub(crate) fn record(&self, number: usize) -> Option<&'b [u8]> {
        if number >= self.records() {
            return None;
        }
        let texts = match self.len() {
            0 => 0,
            keys => self.number(HEAD + keys - 1)?,
        };
        let part = self.part(HEAD + 2 * self.len(), number)?;
        self.bytes_at(self.texts_start() + texts, part)
    }

    /// The place of the first key that is not `before` it, which holds for some first ones.
    fn first_not(&self, before: impl Fn(&[u8]) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            match self.key_bytes(middle) {
                Some(key) if before(key) => low = middle + 1,
                _ => high = middle,
            }
        }
        low
    }

    /// The number of the record of a key.
    pub(crate) fn find(&self, key: &str) -> Option<usize> {
        let place = self.first_not(|own| own < key.as_bytes());
        (self.key_bytes(place)? == key.as_bytes()).then(|| self.record_of(place)).flatten()
    }

    /// The record of a key.
    pub(crate) fn get(&self, key: &str) -> Option<&'b [u8]> {
        self.record(self.find(key)?)
    }

    /// The record of a key that is a text as it is.
    pub(crate) fn text(&self, key: &str) -> Option<&'b str> {
        std::str::from_utf8(self.get(key)?).ok()
    }

    /// All keys that begin with this text, without it, each with its record's number.
    pub(crate) fn beginning(self, start: &str) -> impl Iterator<Item = (&'b str, usize)> + use<'b> {
        let text = start.as_bytes();
        let first = self.first_not(|key| key < text);
        let end = self.first_not(|key| key < text || key.starts_with(text));
        let length = start.len();
        (first..end).filter_map(move |index| {
            Some((self.key(index)?.get(length..)?, self.record_of(index)?))
        })
    }

    /// The same with records that are texts.
    pub(crate) fn texts(self, start: &str) -> impl Iterator<Item = (&'b str, &'b str)> + use<'b> {
        self.beginning(start).filter_map(move |(key, number)| {
            Some((key, std::str::from_utf8(self.record(number)?).ok()?))
        })
    }
}
