//! From a node with parts of a logical line to the tree with places in the file.

use super::go;
use super::heredocs;
use super::image;
use super::list::List;
use super::node::{Node, Shape};
use super::part::Part;
use super::split::RawFlag;
use super::syntax::{
    Arguments, Command, Flag, FlagOption, Form, From, Healthcheck, ImageReference, Keyword,
    Logical, Pair, Transfer, Variable, Word,
};
use super::variables::RawVariable;
use crate::source::{Source, Span};

/// A logical line with the way back to the file.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) line: &'a [u8],
    pub(super) logical: &'a Logical,
    pub(super) source: &'a Source,
}

impl Place<'_> {
    /// Where a part stands in the file; a part that cuts a character takes the whole of it.
    pub(super) fn span(&self, part: Part) -> Span {
        let mut span = self.logical.source_span(part.start, part.end);
        let text = self.source.text();
        while !text.is_char_boundary(span.start as usize) {
            span.start -= 1;
        }
        while !text.is_char_boundary(span.end as usize) {
            span.end += 1;
        }
        span
    }

    /// A word that means what is written.
    pub(super) fn word(&self, part: Part) -> Word {
        let span = self.span(part);
        let bytes = part.of(self.line);
        let same = self.logical.pieces.is_empty() && span.len() as usize == bytes.len()
            || self.source.slice(span).as_bytes() == bytes;
        let differs = (!same).then(|| go::lossy(bytes).into_owned().into_boxed_str());
        Word { span, differs }
    }

    fn option(&self, part: Option<Part>) -> Option<Span> {
        part.map(|part| self.span(part))
    }
}

/// The words of a node.
fn words(node: &Node, place: Place<'_>) -> impl DoubleEndedIterator<Item = Word> {
    node.words.iter().enumerate().map(move |(index, part)| match node.strings.get(index) {
        Some(value) => Word { span: place.span(*part), differs: Some(value.as_str().into()) },
        None => place.word(*part),
    })
}

/// The arguments of an instruction, ONBUILD's excepted.
pub(super) fn arguments(node: &Node, place: Place<'_>) -> Arguments {
    let Some(keyword) = node.keyword else {
        return Arguments::Unknown(place.span(node.split.rest));
    };
    match keyword {
        Keyword::From => Arguments::From(Box::new(from(node, place))),
        Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell => {
            Arguments::Command(command(node, place))
        }
        Keyword::Add | Keyword::Copy => {
            let mut words = words(node, place);
            let destination = words.next_back();
            Arguments::Transfer(Transfer {
                sources: words.collect(),
                destination,
                form: form(node),
            })
        }
        Keyword::Env | Keyword::Label => Arguments::Pairs(pairs(node, place)),
        Keyword::Arg => Arguments::Pairs(declarations(node, place)),
        Keyword::Expose | Keyword::Volume => {
            Arguments::Words { words: words(node, place).collect(), form: form(node) }
        }
        Keyword::User | Keyword::Workdir | Keyword::Stopsignal | Keyword::Maintainer => {
            let text = (node.shape == Shape::Text).then(|| Box::new(place.word(node.text)));
            Arguments::Text(text)
        }
        Keyword::Healthcheck => Arguments::Healthcheck(Box::new(Healthcheck {
            sub_command: node.sub_command.map(|part| place.word(part)),
            command: (node.shape != Shape::Empty).then(|| command(node, place)),
        })),
        Keyword::Onbuild => Arguments::Onbuild(None),
    }
}

fn form(node: &Node) -> Form {
    match (node.shape, node.broken_json) {
        (Shape::Json, _) => Form::Json,
        (_, Some(_)) => Form::BrokenJson,
        _ => Form::Shell,
    }
}

fn command(node: &Node, place: Place<'_>) -> Command {
    let script = node.keyword == Some(Keyword::Run)
        && node.text.of(place.line).contains(&b'<')
        && heredocs::is_marker(&go::lossy(node.text.of(place.line)));
    Command {
        form: if script { Form::Heredoc } else { form(node) },
        words: words(node, place).collect(),
        text: place.span(node.text),
    }
}

fn from(node: &Node, place: Place<'_>) -> From {
    let Some(first) = node.words.first() else {
        return From {
            image: None,
            reference: ImageReference::default(),
            as_span: None,
            name: None,
        };
    };
    let reference = image::read(place.line, *first);
    let is_as = |part: &&Part| go::equal_fold_as(part.of(place.line));
    let as_part = node.words.get(1).filter(is_as).copied();
    let name = as_part.and_then(|_| node.words.get(2)).copied();
    From {
        image: Some(place.word(*first)),
        reference: ImageReference {
            registry: place.option(reference.registry),
            repository: place.option(reference.repository),
            tag: place.option(reference.tag),
            digest: place.option(reference.digest),
        },
        as_span: place.option(as_part),
        name: name.map(|part| place.word(part)),
    }
}

/// ENV and LABEL: key and value stand by turns.
fn pairs(node: &Node, place: Place<'_>) -> Box<[Pair]> {
    let with_equals = node.shape == Shape::Pairs;
    node.words
        .chunks(2)
        .map(|chunk| {
            let value = chunk.get(1).copied();
            let equals = value
                .filter(|_| with_equals)
                .map(|value| place.span(Part { start: value.start - 1, end: value.start }));
            let value = value.map(|value| place.word(value));
            Pair { key: place.word(chunk[0]), value, equals }
        })
        .collect()
}

/// ARG: each word is a name, or a name with a default.
fn declarations(node: &Node, place: Place<'_>) -> Box<[Pair]> {
    let read = |word: &Part| match memchr::memchr(b'=', word.of(place.line)) {
        None => Pair { key: place.word(*word), value: None, equals: None },
        Some(at) => {
            let at = word.start + at as u32;
            Pair {
                key: place.word(Part { end: at, ..*word }),
                value: Some(place.word(Part { start: at + 1, ..*word })),
                equals: Some(place.span(Part { start: at, end: at + 1 })),
            }
        }
    };
    node.words.iter().map(read).collect()
}

/// The flags with their places.
pub(super) fn flags(node: &Node, place: Place<'_>) -> List<Flag> {
    node.split.flags.iter().map(|flag| lower_flag(flag, place)).collect()
}

fn lower_flag(flag: &RawFlag, place: Place<'_>) -> Flag {
    let parts = FlagParts::read(flag, place.line);
    let options = parts
        .options(place.line)
        .into_iter()
        .map(|(key, value)| FlagOption { key: place.span(key), value: place.option(value) });
    let span = place.span(flag.part);
    let written = place.source.slice(span).as_bytes();
    let clean = flag.text(place.line);
    Flag {
        span,
        name: place.span(parts.name),
        value: place.option(parts.value),
        clean: (written != clean).then(|| go::lossy(clean).into_owned().into()),
        options: options.collect(),
    }
}

/// A flag as written, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FlagParts {
    /// Without the dashes.
    pub(super) name: Part,
    /// Behind the `=`.
    pub(super) value: Option<Part>,
}

impl FlagParts {
    pub(super) fn read(flag: &RawFlag, line: &[u8]) -> FlagParts {
        let name_start = flag.part.start + 2;
        match memchr::memchr(b'=', flag.part.of(line)) {
            Some(at) => {
                let at = flag.part.start + at as u32;
                let value = Part { start: at + 1, end: flag.part.end };
                FlagParts { name: Part { start: name_start, end: at }, value: Some(value) }
            }
            None => FlagParts { name: Part { start: name_start, end: flag.part.end }, value: None },
        }
    }

    /// The `key=value` parts of `--mount` and `--device`; quotes around them stay outside.
    pub(super) fn options(self, line: &[u8]) -> Vec<(Part, Option<Part>)> {
        let Some(value) = self.value else { return Vec::new() };
        if !matches!(self.name.of(line), b"mount" | b"device") {
            return Vec::new();
        }
        let mut options = Vec::new();
        let mut start = value.start as usize;
        let end = value.end as usize;
        while start < end {
            let length = memchr::memchr(b',', &line[start..end]);
            let field_end = length.map_or(end, |length| start + length);
            let field = without_quotes(line, Part::new(start, field_end));
            if !field.is_empty() {
                options.push(option(line, field));
            }
            start = field_end + 1;
        }
        options
    }
}

fn option(line: &[u8], field: Part) -> (Part, Option<Part>) {
    match memchr::memchr(b'=', field.of(line)) {
        Some(at) => {
            let at = field.start + at as u32;
            let value = Part { start: at + 1, ..field };
            (Part { end: at, ..field }, Some(value))
        }
        None => (field, None),
    }
}

fn without_quotes(line: &[u8], mut part: Part) -> Part {
    while !part.is_empty() && matches!(line[part.start as usize], b'"' | b'\'') {
        part.start += 1;
    }
    while !part.is_empty() && matches!(line[part.end as usize - 1], b'"' | b'\'') {
        part.end -= 1;
    }
    part
}

/// The references to variables with their places.
pub(super) fn variables(raw: &[RawVariable], place: Place<'_>) -> List<Variable> {
    raw.iter()
        .map(|variable| Variable {
            span: place.span(variable.part),
            name: place.span(variable.name),
            operator: place.option(variable.operator),
            argument: place.option(variable.argument),
        })
        .collect()
}

/// Whether a flag's value is the name of a stage or image.
pub(super) fn names_stage(keyword: Option<Keyword>, name: &[u8]) -> bool {
    keyword == Some(Keyword::Copy) && name == b"from"
}
