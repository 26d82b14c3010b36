//! References to variables: `$NAME` and `${NAME…}` with spans.

use super::go;
use super::part::Part;

/// A reference as parts of the logical line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct RawVariable {
    pub(super) part: Part,
    pub(super) name: Part,
    pub(super) operator: Option<Part>,
    pub(super) argument: Option<Part>,
}

/// Who expands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    /// BuildKit, with the file's escape character.
    Buildkit(u8),
    /// A shell.
    Shell,
}

/// Adds the references of one part of the line, in order; those inside the
/// braces of another follow it.
pub(super) fn find(line: &[u8], part: Part, reader: Reader, found: &mut Vec<RawVariable>) {
    let end = part.end as usize;
    let Some(first) = memchr::memchr(b'$', &line[part.range()]) else { return };
    let before = found.len();
    let mut scan = Scan { line, end, reader, in_double: false, open: Vec::new(), no_single: false };
    // What stands before the first dollar matters only for quotes and escapes.
    let mut at = part.start as usize;
    if !line[at..at + first].iter().any(|byte| scan.is_quote_or_escape(*byte)) {
        at += first;
    }
    while at < end {
        at = scan.step(at, found);
    }
    // Braces that stay open are no references.
    let mut open = scan.open.iter().map(|open| open.index).peekable();
    if open.peek().is_some() {
        let mut index = before;
        let tail = found.split_off(before);
        found.extend(tail.into_iter().filter(|_| {
            index += 1;
            open.next_if_eq(&(index - 1)).is_none()
        }));
    }
}

struct Scan<'a> {
    line: &'a [u8],
    end: usize,
    reader: Reader,
    in_double: bool,
    open: Vec<OpenBraces>,
    /// Whether no single quote follows any more.
    no_single: bool,
}

/// `${NAME-` whose `}` is still to come.
struct OpenBraces {
    /// Its place in the list of what was found.
    index: usize,
    was_in_double: bool,
}

impl Scan<'_> {
    fn escape(&self) -> u8 {
        match self.reader {
            Reader::Buildkit(escape) => escape,
            Reader::Shell => b'\\',
        }
    }

    fn is_quote_or_escape(&self, byte: u8) -> bool {
        matches!(byte, b'\'' | b'"') || byte == self.escape()
    }

    /// Looks at one byte and gives where to go on.
    fn step(&mut self, at: usize, found: &mut Vec<RawVariable>) -> usize {
        match self.line[at] {
            byte if byte == self.escape() => at + 2,
            b'"' => {
                self.in_double = !self.in_double;
                at + 1
            }
            b'\'' if !self.in_double && !self.no_single => {
                match memchr::memchr(b'\'', &self.line[at + 1..self.end]) {
                    Some(length) => at + length + 2,
                    None => {
                        self.no_single = true;
                        at + 1
                    }
                }
            }
            b'}' => {
                if let Some(open) = self.open.pop() {
                    self.in_double = open.was_in_double;
                    self.close(&mut found[open.index], at);
                }
                at + 1
            }
            b'$' => self.dollar(at, found),
            _ => at + 1,
        }
    }

    fn close(&self, variable: &mut RawVariable, at: usize) {
        variable.part.end = at as u32 + 1;
        if let Some(argument) = &mut variable.argument {
            argument.end = at as u32;
        }
    }

    fn dollar(&mut self, at: usize, found: &mut Vec<RawVariable>) -> usize {
        if self.line.get(at + 1) == Some(&b'{') && at + 1 < self.end {
            return self.braces(at, found);
        }
        let name = self.name(at + 1);
        if name.is_empty() {
            return at + 1;
        }
        let part = Part { start: at as u32, end: name.end };
        found.push(RawVariable { part, name, operator: None, argument: None });
        name.end as usize
    }

    fn braces(&mut self, at: usize, found: &mut Vec<RawVariable>) -> usize {
        let name = self.name(at + 2);
        let behind = name.end as usize;
        if name.is_empty() || behind >= self.end {
            return at + 2;
        }
        let part = Part::new(at, behind + 1);
        let mut variable = RawVariable { part, name, operator: None, argument: None };
        if self.line[behind] == b'}' {
            found.push(variable);
            return behind + 1;
        }
        let length = operator_length(&self.line[behind..self.end]);
        if length == 0 {
            return behind;
        }
        let operator_end = behind + length;
        variable.operator = Some(Part::new(behind, operator_end));
        variable.argument = Some(Part::empty(operator_end));
        self.open.push(OpenBraces { index: found.len(), was_in_double: self.in_double });
        found.push(variable);
        operator_end
    }

    /// Digits, or letters, digits and `_`; special parameters such as `$?` are not
    /// variables that a Dockerfile can set.
    fn name(&self, start: usize) -> Part {
        let mut at = start.min(self.end);
        let mut only_digits = false;
        while let Some((character, width)) = go::decode(&self.line[at..self.end]) {
            let is_digit = go::is_digit(character);
            only_digits |= is_digit && at == start;
            if !is_digit && (only_digits || character != '_' && !go::is_letter(character)) {
                break;
            }
            at += width;
        }
        Part::new(start.min(self.end), at)
    }
}

/// `:-`, `-`, `##`, `//` …; 0 when there is none.
fn operator_length(bytes: &[u8]) -> usize {
    match bytes {
        [b':', b'-' | b'+' | b'?' | b'=', ..] => 2,
        [b'#', b'#', ..] | [b'%', b'%', ..] | [b'/', b'/', ..] => 2,
        [b'-' | b'+' | b'?' | b'#' | b'%' | b'/' | b':' | b'=' | b'^' | b',', ..] => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, reader: Reader, expected: &[&str]) {
        let mut found = Vec::new();
        find(text.as_bytes(), Part::new(0, text.len()), reader, &mut found);
        let shown: Vec<String> = found
            .iter()
            .map(|variable| {
                let text = |part: Part| &text[part.range()];
                let rest = variable.operator.map_or(String::new(), |operator| {
                    format!(" {} {}", text(operator), variable.argument.map_or("", text))
                });
                format!("{} {}{rest}", text(variable.part), text(variable.name))
            })
            .collect();
        assert_eq!(shown, expected, "{text}");
    }

    #[test]
    fn finds_names_operators_and_arguments() {
        let buildkit = Reader::Buildkit(b'\\');
        check("a$b-${c}/$1", buildkit, &["$b b", "${c} c", "$1 1"]);
        check("${a:-x${b##y}z}", buildkit, &["${a:-x${b##y}z} a :- x${b##y}z", "${b##y} b ## y"]);
        check(r"\$a '$b' $c", buildkit, &["$c c"]);
        check("\"it's $a\"", buildkit, &["$a a"]);
        check("don't $a", buildkit, &["$a a"]);
        check("${a:-b", buildkit, &[]);
        check("$ $( $? ${} ${:-x}", buildkit, &[]);
        check("`$a \\$b", Reader::Buildkit(b'`'), &["$b b"]);
        check("echo `$a` $b", Reader::Shell, &["$a a", "$b b"]);
    }

    #[test]
    fn takes_any_depth() {
        let deep = "${a:-".repeat(100_000) + &"}".repeat(100_000);
        let mut found = Vec::new();
        find(deep.as_bytes(), Part::new(0, deep.len()), Reader::Shell, &mut found);
        assert_eq!(found.len(), 100_000);
    }
}
