//! Whatever is edited: reading again gives what reading the whole gives.

use super::super::record::record_meaning;
use super::*;

/// What files are put together from, and what is put in.
const PIECES: &[&str] = &[
    "FROM python:3.13-slim AS base\n",
    "FROM base\n",
    "FROM scratch as Final\n",
    "ARG A=1 B\n",
    "ENV A=1 B=\"x y\" C=${A:-2}\n",
    "LABEL a=b\n",
    "RUN --mount=type=cache,target=/x apt-get update \\\n    && apt-get install -y curl\n",
    "RUN <<EOF\necho $A\nEOF\n",
    "COPY <<A <<-\"B\" /x/\none\nA\n\ttwo\n\tB\n",
    "COPY --from=base --chown=1:1 [\"a\", \"b c\"]\n",
    "ADD a \\\n# between\n  b /c\n",
    "CMD [\"python\", \"-m\", \"app\"]\n",
    "HEALTHCHECK --interval=5s CMD curl -f http://localhost:$PORT\n",
    "ONBUILD RUN echo ${A#x}\n",
    "EXPOSE 80 443/tcp\n",
    "VOLUME [\"/data\"]\n",
    "USER app\n",
    "WORKDIR /ä/ö\n",
    "# a comment\n",
    "#\n",
    "\n",
    "  \t\n",
    "# syntax=docker/dockerfile:1\n",
    "# escape=`\n",
    "RUN a `\n  b\n",
    "\\\n",
    "<<EOF",
    "EOF\n",
    "RUN",
    "run echo \\",
    "FORM x\n",
    "\r\n",
    "\"",
    "é",
];

/// Numbers that look like chance and are the same each time (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    /// Some pieces: of those that are whole instructions more often.
    fn text(&mut self, most: usize) -> String {
        let count = self.below(most + 1);
        (0..count)
            .map(|_| {
                let kinds = if self.below(12) == 0 { PIECES.len() } else { 20 };
                PIECES[self.below(kinds)]
            })
            .collect()
    }

    fn place(&mut self, text: &str) -> usize {
        let place = self.below(text.len() + 1);
        // Where lines begin more often than anywhere.
        let at = if self.below(2) == 0 {
            text[..text.floor_char_boundary(place)].rfind('\n')
        } else {
            None
        };
        at.map_or(text.floor_char_boundary(place), |at| at + 1)
    }

    fn edit(&mut self, text: &mut String) {
        let (a, b) = (self.place(text), self.place(text));
        let range = match self.below(3) {
            0 => a..a,
            1 => a.min(b)..b.max(a).min(text.floor_char_boundary(a.min(b) + 9)),
            _ => a.min(b)..a.max(b),
        };
        let put = if self.below(3) == 0 { String::new() } else { self.text(2) };
        text.replace_range(range, &put);
    }
}

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec()))
}

/// Everything in a tree; the names of stages inside its tokens have no order.
fn shown(file: &Dockerfile) -> String {
    let Dockerfile { source, escape, directives, instructions, comments, tokens, problems, stages } =
        file;
    let tokens: Vec<_> = tokens.iter().collect();
    let words = (source, escape, directives, comments, problems, stages);
    format!("{words:#?}\n{instructions:#?}\n{tokens:?}")
}

/// Reads `new` after `old`; says how many instructions were kept.
fn check(old: &str, new: &str) -> usize {
    let (before, after) = (reader::read(&source(old)), source(new));
    // What its instructions mean is kept with them.
    record_meaning(&before);
    let (again, kept) = if can_be_kept(&before) {
        Former::new(before, &after).read(&after)
    } else {
        (reread(&after, Arc::new(before)), 0)
    };
    let whole = reader::read(&after);
    assert_eq!(shown(&again), shown(&whole), "{old:?} became {new:?}");
    assert_eq!(record_meaning(&again), record_meaning(&whole), "{old:?} became {new:?}");
    tells_what_its_meanings_say(&whole);
    kept
}

/// What the engine asks the tree for, because the meanings lie all over the memory.
fn tells_what_its_meanings_say(file: &Dockerfile) {
    let Some(meanings) = record_meaning(file).instructions else { return };
    let is_cut =
        file.problems.iter().any(|it| it.kind == crate::dockerfile::ProblemKind::LineTooLong);
    for (instruction, meaning) in file.instructions.iter().zip(&meanings).filter(|_| !is_cut) {
        assert_eq!(instruction.refused, meaning.error.is_some(), "{meaning:?}");
        if instruction.keyword.is_some() && instruction.logical.pieces.is_empty() {
            assert_eq!(file.source.slice(instruction.keyword_span), meaning.keyword);
        }
        if !instruction.refused {
            assert_eq!(instruction.flags.is_empty(), meaning.flags.is_empty(), "{meaning:?}");
        }
    }
}

#[test]
fn any_edit_gives_the_tree_of_the_whole() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let (mut edits, mut kept) = (0, 0);
    for _ in 0..3_000 {
        let mut text = format!("{}{}", PIECES[0], chance.text(12));
        for _ in 0..4 {
            let before = text.clone();
            chance.edit(&mut text);
            edits += 1;
            kept += usize::from(check(&before, &text) > 0);
        }
    }
    assert!(kept * 4 > edits, "only {kept} of {edits} edits kept anything");
}

#[test]
fn what_was_changed_alone_is_read() {
    let line = "RUN echo one \\\n    && echo two\nENV A=1\n";
    let long = |from: &str| format!("FROM {from} AS a\n{}CMD [\"x\"]\n", line.repeat(100));
    assert_eq!(check(&long("x"), &long("longer\nFROM y")), 201);
    assert_eq!(check(&long("x"), &long("y")), 201);
    let edited = long("x").replacen("two\nENV A=1\n", "three\n", 1);
    assert_eq!(check(&long("x"), &edited), 200);
    assert_eq!(check(&long("x"), &format!("{}ENV B=2\n", long("x"))), 201);
}

#[test]
fn ends_of_files_that_go_on_are_read_anew() {
    for (old, new) in [
        ("FROM a\nRUN b", "FROM a\nRUN bc"),
        ("FROM a\nRUN b \\\n", "FROM a\nRUN b \\\nc\n"),
        ("FROM a\nRUN b \\\n# c\n", "FROM a\nRUN b \\\n# c\nRUN d\n"),
        ("FROM a\n", "FROM a\n# c\nRUN d"),
        ("", "FROM a"),
        ("FROM a", ""),
        ("\u{feff}FROM a\nRUN b\n", "\u{feff}FROM a\nRUN c\n"),
        ("\u{feff}FROM a\nRUN b\n", "FROM a\nRUN b\n"),
        ("FROM a\nRUN <<E\nx\nE\nRUN c\n", "FROM a\nRUN <<F\nx\nE\nRUN c\n"),
        ("# escape=`\nFROM a\nRUN b `\nc\n", "FROM a\nRUN b `\nc\n"),
        ("ARG A\nFROM a\nRUN b\n", "ARG A\nRUN b\n"),
        ("ARG A\nARG B\nFROM a\n", "ARG B\nFROM a\n"),
    ] {
        check(old, new);
        check(new, old);
    }
}
