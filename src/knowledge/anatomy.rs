//! The words of a command, each with its place in it: program, sub-command, flag, value, package.

use super::Knowledge;
use super::commands::{FlagMeaning, KnownCommand};
use crate::shell::program_name;

/// What a word of a command is.
#[derive(Clone, Debug)]
pub enum Part<'k> {
    /// The program; `None` where the table does not know it.
    Program(Option<KnownCommand<'k>>),
    /// A script of the project or the image, by its name.
    Script,
    /// A sub-command, and what it does.
    Sub(&'k str),
    /// A flag, or several in one word; empty where the table does not know it.
    Flag(Vec<FlagMeaning>),
    /// The value of the flag before it.
    Value {
        /// The flag.
        flag: String,
        /// What the flag does.
        about: String,
    },
    /// A package of a kind, see [`Knowledge::package`].
    Package(&'k str),
    /// A file or an address that is installed like a package.
    PackageFile,
    /// Any other operand, and what it is; empty where the table does not say.
    Operand(&'k str),
    /// Something that the shell puts in.
    Variable,
}

impl Knowledge {
    /// What each of a command's words is; as many as there are words.
    pub fn anatomy(&self, words: &[&str]) -> Vec<Part<'_>> {
        let mut parts = Vec::with_capacity(words.len());
        let mut rest = words;
        // `python -m pip install`: the program behind `-m` has words of its own.
        while let [program, "-m", module, ..] = rest
            && self.is_python(program)
            && !module.starts_with('-')
        {
            let known = self.command(program);
            parts.push(Part::Program(known));
            let meaning = known.map(|known| known.entry.flag("", "-m"));
            parts.push(Part::Flag(meaning.unwrap_or_default()));
            rest = &rest[2..];
        }
        // `python manage.py migrate`, `php artisan migrate`: so does a script that is known.
        if let [program, script, ..] = rest
            && (self.is_python(program) || program_name(program) == "php")
            && ["manage.py", "artisan"].contains(&program_name(script))
        {
            parts.push(Part::Program(self.command(program)));
            rest = &rest[1..];
        }
        Reader::new(self).read(rest, &mut parts);
        parts
    }

    fn is_python(&self, program: &str) -> bool {
        self.command(program).is_some_and(|known| {
            self.command("python").is_some_and(|python| std::ptr::eq(known.entry, python.entry))
        })
    }
}

/// Reads words from left to right.
struct Reader<'k> {
    knowledge: &'k Knowledge,
    sub: &'k str,
    packages: &'k str,
    /// Flags whose values are the next words.
    waiting: std::collections::VecDeque<FlagMeaning>,
    /// Whether another sub-command may follow.
    chains: bool,
    operands: usize,
    flags_ended: bool,
}

impl<'k> Reader<'k> {
    fn new(knowledge: &'k Knowledge) -> Self {
        Self {
            knowledge,
            sub: "",
            packages: "",
            waiting: std::collections::VecDeque::new(),
            chains: false,
            operands: 0,
            flags_ended: false,
        }
    }

    fn read(mut self, words: &[&str], parts: &mut Vec<Part<'k>>) {
        let Some((program, rest)) = words.split_first() else { return };
        let known = self.knowledge.command(program);
        parts.push(match known {
            None if program.starts_with('$') => Part::Variable,
            None if is_script(program) => Part::Script,
            known => Part::Program(known),
        });
        if let Some(known) = known {
            self.packages = known.entry.packages.as_str();
        }
        for word in rest {
            parts.push(self.word(known, word));
        }
    }

    fn word(&mut self, known: Option<KnownCommand<'k>>, word: &str) -> Part<'k> {
        if let Some(flag) = self.waiting.pop_front() {
            return Part::Value { flag: flag.name, about: flag.about };
        }
        let entry = known.map(|known| known.entry);
        let letters = entry.is_some_and(|entry| entry.takes_bare_letters()) && self.operands == 0;
        let looks = word.starts_with('-') && !self.flags_ended;
        let may_be = known.is_some() && word.starts_with('+') && self.operands == 0;
        let tests = entry.is_some_and(|entry| entry.sub.is_empty()) && matches!(word, "!");
        if looks || tests || may_be || letters && word.bytes().all(|it| it.is_ascii_lowercase()) {
            let found = entry.map(|entry| entry.flag(self.sub, word)).unwrap_or_default();
            if looks || !found.is_empty() {
                if letters {
                    self.operands += 1;
                }
                self.flags_ended |= word == "--";
                self.waiting.extend(found.iter().filter(|flag| flag.takes_next).cloned());
                return Part::Flag(found);
            }
        }
        if let Some(entry) = entry
            && (self.sub.is_empty() && self.operands == 0 || self.chains)
            && let Some(sub) = entry.sub(word)
        {
            self.sub = &sub.name;
            self.chains = sub.packages == "+";
            self.packages = if self.chains { "" } else { &sub.packages };
            return Part::Sub(&sub.about);
        }
        self.operands += 1;
        match self.packages {
            _ if word.starts_with('$') || word.starts_with('`') => Part::Variable,
            "" => Part::Operand(entry.map_or("", |entry| entry.operand.as_str())),
            _ if is_file(word) => Part::PackageFile,
            kind => Part::Package(kind),
        }
    }
}

/// A script by its name: `./build.sh`, `install.py`.
fn is_script(word: &str) -> bool {
    [".sh", ".bash", ".py", ".pl", ".rb", ".js", ".ps1", ".bat", ".cmd"]
        .iter()
        .any(|end| word.ends_with(end))
        || word.starts_with("./")
}

/// Something that is installed from a file or an address instead of by its name.
fn is_file(word: &str) -> bool {
    word.starts_with(['.', '/', '*', '<', '>', '~', '"', '{']) && !word.starts_with(".build")
        || word.contains("://")
        || word.split('=').next().is_some_and(|name| name.contains('*'))
        || [".deb", ".rpm", ".apk", ".whl", ".tar.gz", ".tgz", ".zip", ".txt", ".gem"]
            .iter()
            .any(|end| word.ends_with(end))
}
