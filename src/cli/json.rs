//! JSON that is safe to look at in a terminal.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, PrettyFormatter};

use crate::source::safe_line;

/// The value as indented JSON with a final newline. Everything that the safe
/// display would replace (C1 controls, bidirectional and invisible characters)
/// is escaped as `\uXXXX`: a program reads the same value, a terminal obeys none.
///
/// # Errors
/// When the value cannot be JSON (a map with keys that are no text) or the writer fails.
pub(crate) fn write(writer: impl Write, value: &impl Serialize) -> io::Result<()> {
    let mut writer = io::BufWriter::new(writer);
    let formatter = Careful { pretty: PrettyFormatter::new() };
    let mut serializer = serde_json::Serializer::with_formatter(&mut writer, formatter);
    value.serialize(&mut serializer)?;
    writer.write_all(b"\n")?;
    writer.flush()
}

struct Careful<'a> {
    pretty: PrettyFormatter<'a>,
}

impl Formatter for Careful<'_> {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut written = 0;
        for (at, character) in fragment.char_indices().filter(|(_, it)| is_suspect(*it)) {
            writer.write_all(&fragment.as_bytes()[written..at])?;
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                write!(writer, "\\u{unit:04x}")?;
            }
            written = at + character.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[written..])
    }

    fn write_char_escape<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        escape: CharEscape,
    ) -> io::Result<()> {
        self.pretty.write_char_escape(writer, escape)
    }

    fn begin_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_array(writer)
    }

    fn end_array<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array(writer)
    }

    fn begin_array_value<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.pretty.begin_array_value(writer, first)
    }

    fn end_array_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_array_value(writer)
    }

    fn begin_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object(writer)
    }

    fn end_object<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object(writer)
    }

    fn begin_object_key<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.pretty.begin_object_key(writer, first)
    }

    fn begin_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.begin_object_value(writer)
    }

    fn end_object_value<W: ?Sized + Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.pretty.end_object_value(writer)
    }
}

/// Whether a terminal may obey the character instead of showing it. What is
/// below U+0020 never comes here: serde_json escapes it itself.
fn is_suspect(character: char) -> bool {
    let mut buffer = [0; 4];
    let text: &str = character.encode_utf8(&mut buffer);
    (character == '\u{7f}' || !character.is_ascii()) && safe_line(text) != text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_a_terminal_might_obey_and_keeps_the_value() {
        let text = "a\u{1b}[0m \u{7f}\u{9b}31m \u{202e}x \u{200b} é 🐳\n";
        let mut bytes = Vec::new();
        write(&mut bytes, &text).unwrap();
        let shown = String::from_utf8(bytes).unwrap();
        assert_eq!(serde_json::from_str::<String>(&shown).unwrap(), text);
        assert!(shown.contains("é 🐳"), "{shown}");
    }
}
