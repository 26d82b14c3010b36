//! What an instruction does with a reference, by where it stands: the end of "Line 12 uses it …".

use super::references::{self, Reference};
use crate::arrange::Arrange as _;
use crate::doc::Text;
use crate::dockerfile::{Arguments, From, Keyword, Pair, Transfer};
use crate::explain::compose::text;
use crate::explain::scene::Scene;
use crate::explain::{pairs, words};
use crate::knowledge::{self, Knowledge, Part};
use crate::shell::{self, Joint, Mark, MarkKind, Script, ShellWord};
use crate::source::Span;

/// So many words are looked at for the one that holds a reference; substitutions within
/// substitutions are seldom deeper.
const DEEPEST: usize = 16;

/// So many bytes before a reference say what the word is.
const LONGEST_START: u32 = 256;

/// One phrase for each reference of the instruction, in their order. Takes time in line with
/// the instruction's length.
pub(super) fn phrases(scene: &Scene<'_>) -> Vec<Text> {
    let references = references::of(scene);
    let is_command =
        matches!(scene.instruction.arguments, Arguments::Command(_) | Arguments::Healthcheck(_));
    if !is_command {
        return references.iter().map(|at| in_arguments(scene, at.span)).collect();
    }
    let script = words::script(scene);
    let shell = ShellText::new(scene, &script);
    let phrase = |at: &Reference| in_flag(scene, at.span).unwrap_or_else(|| shell.phrase(at.span));
    references.iter().map(phrase).collect()
}

fn plain(words: &str) -> Text {
    text(words, &[])
}

fn in_flag(scene: &Scene<'_>, span: Span) -> Option<Text> {
    let flag = scene.instruction.flags.iter().find(|flag| flag.span.covers(span))?;
    let name = format!("--{}", scene.raw(flag.name));
    Some(match name.as_str() {
        "--platform" => plain("as the platform of the stage"),
        "--checksum" => plain("as the checksum of what is fetched"),
        _ => text("in {flag}", &[("flag", &name)]),
    })
}

fn in_arguments(scene: &Scene<'_>, span: Span) -> Text {
    if let Some(phrase) = in_flag(scene, span) {
        return phrase;
    }
    let keyword = scene.instruction.keyword;
    match &scene.instruction.arguments {
        Arguments::From(from) => plain(in_image(from, span)),
        Arguments::Pairs(pairs) => in_pairs(scene, pairs, span),
        Arguments::Transfer(transfer) => in_transfer(scene, transfer, span),
        _ => plain(match keyword {
            Some(Keyword::Expose) => "for a port that EXPOSE names",
            Some(Keyword::Volume) => "in the path of a volume",
            Some(Keyword::User) => "for the user or group that USER chooses",
            Some(Keyword::Workdir) => "for the folder that WORKDIR goes to",
            Some(Keyword::Stopsignal) => "as the signal that stops a container",
            _ => "in its text",
        }),
    }
}

fn in_image(from: &From, span: Span) -> &'static str {
    let is_in = |part: Option<Span>| part.is_some_and(|part| part.covers(span));
    let parts = &from.reference;
    match from.image.as_ref() {
        Some(image) if image.span == span => "as the image that FROM starts from",
        _ if is_in(parts.digest) => "in the digest of the image that FROM starts from",
        _ if is_in(parts.tag) => "in the tag of the image that FROM starts from",
        _ => "in the name of the image that FROM starts from",
    }
}

fn in_pairs(scene: &Scene<'_>, pairs: &[Pair], span: Span) -> Text {
    let at = pairs.partition_point(|pair| pair.key.span.start <= span.start);
    let pair = at.checked_sub(1).and_then(|at| pairs.get(at));
    let Some(pair) = pair else { return plain("in its text") };
    let key = pairs::key(scene, pair);
    let is_whole = pair.value.as_ref().is_some_and(|value| value.span == span);
    let template = match (scene.instruction.keyword, is_whole) {
        (Some(Keyword::Label), _) => "in the label {key}",
        (_, false) if key == "PATH" => "in `PATH`, where programs are looked for",
        (_, true) => "as the value of {key}",
        (_, false) => "in the value of {key}",
    };
    text(template, &[("key", key)])
}

fn in_transfer(scene: &Scene<'_>, transfer: &Transfer, span: Span) -> Text {
    let keyword = scene.instruction.keyword.map_or("", Keyword::name);
    if transfer.destination.as_ref().is_some_and(|word| word.span.covers(span)) {
        return plain(&format!("in the path that {keyword} writes to"));
    }
    let behind = transfer.sources.partition_point(|word| word.span.start <= span.start);
    let source = behind.checked_sub(1).and_then(|at| transfer.sources.get(at));
    let is_address = source.is_some_and(|word| scene.word(word).contains("://"));
    let what = if is_address { "address that {} fetches" } else { "path that {} takes" };
    plain(&format!("in the {}", what.replace("{}", keyword)))
}

/// The words and marks of shell text, by where they begin.
struct ShellText<'s, 'a> {
    scene: &'s Scene<'a>,
    script: &'s Script,
    pieces: Vec<(Span, Piece<'s>)>,
    /// What each word of a list of words is, by the list.
    parts: Vec<Vec<Part<'a>>>,
}

enum Piece<'s> {
    Word(WordAt<'s>),
    Mark(&'s Mark),
}

/// A word of a command.
struct WordAt<'s> {
    /// The command's place in the script.
    command: usize,
    words: &'s [ShellWord],
    /// Which list of words these are.
    list: usize,
    /// Which word of them.
    at: usize,
}

impl<'s, 'a> ShellText<'s, 'a> {
    fn new(scene: &'s Scene<'a>, script: &'s Script) -> Self {
        let knowledge = scene.survey.knowledge();
        let (mut pieces, mut parts) = (Vec::new(), Vec::new());
        for (place, command) in script.commands.iter().enumerate() {
            for words in command.wrappers.iter().chain([&command.words]) {
                let list = parts.len();
                let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
                parts.push(knowledge.anatomy(&texts));
                pieces.extend(words.iter().enumerate().map(|(at, word)| {
                    let place = WordAt { command: place, words, list, at };
                    (word.span, Piece::Word(place))
                }));
            }
        }
        pieces.extend(script.marks.iter().map(|mark| (mark.span, Piece::Mark(mark))));
        pieces.arrange_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        Self { scene, script, pieces, parts }
    }

    fn phrase(&self, span: Span) -> Text {
        let behind = self.pieces.partition_point(|(piece, _)| piece.start <= span.start);
        let near = self.pieces[..behind].iter().rev().take(DEEPEST);
        let found = near.into_iter().find(|(piece, _)| piece.covers(span));
        match found {
            Some((_, Piece::Word(place))) => self.in_word(place, span),
            Some((_, Piece::Mark(mark))) => in_mark(mark),
            None => plain("in its shell text"),
        }
    }

    fn in_word(&self, place: &WordAt<'_>, span: Span) -> Text {
        let words = place.words;
        let part = self.parts.get(place.list).and_then(|parts| parts.get(place.at));
        let (Some(word), Some(part)) = (words.get(place.at), part) else {
            return plain("in its shell text");
        };
        let program = words.first().map_or("", |first| shell::program_name(&first.text));
        let before = self.before(word, span);
        if let Some(phrase) = self.checked(place.command, program, before) {
            return phrase;
        }
        if before.contains("://") {
            return text("in an address for {program}", &[("program", program)]);
        }
        if ["[", "[[", "test"].contains(&program) {
            return plain("in a condition");
        }
        match part {
            Part::Variable if place.at == 0 => plain("as a command that runs"),
            Part::Package(kind) if before.contains(['=', '@', '<', '>', '~']) => {
                let name = knowledge::without_version(kind, &word.text);
                of_package(program, name)
            }
            part => of_part(self.scene.survey.knowledge(), program, &word.text, part),
        }
    }

    /// What stands before a reference in its word, of a long one the last part.
    fn before(&self, word: &ShellWord, span: Span) -> &'a str {
        let start = word.span.start.max(span.start.saturating_sub(LONGEST_START));
        let is_start = |at: &u32| self.scene.file.source.text().is_char_boundary(*at as usize);
        let start = (start..=span.start).find(is_start).unwrap_or(span.start);
        self.scene.raw(Span::new(start, span.start))
    }

    /// `echo "$SUM  file" | sha256sum -c`: what a program of checksums reads from `echo`.
    fn checked(&self, place: usize, program: &str, before: &str) -> Option<Text> {
        let next = self.script.commands.get(place + 1)?;
        let reader = next.words.first().map(|word| shell::program_name(&word.text))?;
        let is_fed = next.joint == Joint::Pipe && ["echo", "printf"].contains(&program);
        let checks = reader.ends_with("sum") && reader.starts_with(['s', 'm', 'b']);
        if !(is_fed && checks) {
            return None;
        }
        let is_sum = before.trim_start_matches(['"', '\'']).is_empty();
        let template = match is_sum {
            true => "as the checksum that {reader} compares a file with",
            false => "in the name of the file that {reader} checks",
        };
        Some(text(template, &[("reader", reader)]))
    }
}

fn of_part(knowledge: &Knowledge, program: &str, word: &str, part: &Part<'_>) -> Text {
    let values = [("program", program)];
    match part {
        Part::Program(_) => plain("in the path of a command that runs"),
        Part::Script => plain("in the path of a script that runs"),
        Part::Package(_) => of_package(program, ""),
        Part::PackageFile => text("in the path of what {program} installs", &values),
        Part::Flag(_) if !word.starts_with('$') => {
            let flag = word.split(['=', '$']).next().unwrap_or_default();
            text("in the flag {flag} of {program}", &[("flag", flag), values[0]])
        }
        Part::Value { flag, .. } => {
            text("in the value of {flag} of {program}", &[("flag", flag), values[0]])
        }
        Part::Operand(about) if !about.is_empty() && knowledge.command(program).is_some() => {
            text(&format!("in an argument of {{program}} ({about})"), &values)
        }
        _ => text("in an argument of {program}", &values),
    }
}

/// A version, where the name before it is a name; else what the package is called.
fn of_package(program: &str, name: &str) -> Text {
    match name.is_empty() || name.contains('$') {
        true => text("in the name of a package for {program}", &[("program", program)]),
        false => text("in the version of the package {name}", &[("name", name)]),
    }
}

fn in_mark(mark: &Mark) -> Text {
    match mark.kind {
        MarkKind::Assignment => {
            let name = mark.text.split(['=', '+', '[']).next().unwrap_or_default();
            text("in the shell's variable {name}", &[("name", name)])
        }
        MarkKind::Target => plain("in the path that a redirection leads to"),
        MarkKind::Item => plain("in the values that a loop or a `case` looks at"),
        MarkKind::Pattern => plain("in a pattern of `case`"),
        MarkKind::Body => plain("in a text that a command reads"),
        MarkKind::Arithmetic => plain("in a calculation"),
        _ => plain("in its shell text"),
    }
}
