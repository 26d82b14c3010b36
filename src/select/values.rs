//! The values that an instruction has for a key.

use crate::dockerfile::{Arguments, Dockerfile, Escape, Form, Instruction, Keyword, Pair, Word};
use crate::shell::{self, Dialect, SimpleCommand};
use crate::source::Span;

use super::pattern::Key;
use super::stages::Stages;

/// The values for a key.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) known: Vec<Value>,
    /// Why there may be others that the file does not tell.
    pub(super) open: Option<String>,
}

/// One value.
#[derive(Debug, Default)]
pub(super) struct Value {
    pub(super) text: String,
    /// Where the first variable begins that a build replaces.
    pub(super) variable: Option<usize>,
    /// The words of a command, for `cmd`.
    pub(super) words: Vec<String>,
}

impl Values {
    fn of(known: impl IntoIterator<Item = Value>) -> Self {
        Self { known: known.into_iter().collect(), open: None }
    }

    fn texts(texts: impl IntoIterator<Item = String>) -> Self {
        Self::of(texts.into_iter().map(Value::text))
    }
}

impl Value {
    fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// The values of an instruction for a key; those of ONBUILD are those of what it holds back.
pub(super) fn values(
    file: &Dockerfile,
    stages: &Stages,
    instruction: &Instruction,
    key: &Key,
) -> Values {
    match key {
        Key::Text => Values::texts([logical(file, instruction)]),
        Key::Keyword => Values::texts([file.source.slice(instruction.keyword_span).to_owned()]),
        Key::Line => Values::texts([instruction.lines.first.to_string()]),
        Key::Problem => problems(file, instruction),
        _ => match &instruction.arguments {
            Arguments::Onbuild(Some(inner)) => own_values(file, stages, inner, key),
            _ => own_values(file, stages, instruction, key),
        },
    }
}

fn own_values(file: &Dockerfile, stages: &Stages, instruction: &Instruction, key: &Key) -> Values {
    match key {
        Key::Flag { name, option } => flags(file, instruction, name, option.as_deref()),
        Key::Form => Values::texts(form(instruction).map(str::to_owned)),
        Key::Command => commands_of(file, instruction),
        Key::Package => Values::texts(
            simple_commands(file, instruction).iter().flat_map(super::packages::installed),
        ),
        Key::Source | Key::Destination => transfer(file, instruction, key),
        Key::Name | Key::Value => pairs_and_texts(file, instruction, key),
        Key::Image | Key::Tag | Key::Digest | Key::As | Key::Parent => {
            super::image_values::values(file, stages, instruction, key)
        }
        Key::Port => ports(file, instruction),
        // Answered by `values`.
        Key::Text | Key::Keyword | Key::Line | Key::Problem => Values::default(),
    }
}

/// The joined line as BuildKit sees it, heredocs included.
fn logical(file: &Dockerfile, instruction: &Instruction) -> String {
    let mut text = instruction.logical.text(&file.source).into_owned();
    for heredoc in instruction.heredocs.iter() {
        text.push('\n');
        text.push_str(file.source.slice(heredoc.body));
    }
    text
}

fn problems(file: &Dockerfile, instruction: &Instruction) -> Values {
    let span = instruction.span;
    let first = file.problems.partition_point(|problem| problem.span.start < span.start);
    let own = file.problems[first..].iter().take_while(|problem| problem.span.start <= span.end);
    Values::texts(own.map(|problem| snake_case(&format!("{:?}", problem.kind))))
}

fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for character in name.chars() {
        if character.is_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.extend(character.to_lowercase());
    }
    snake
}

fn flags(file: &Dockerfile, instruction: &Instruction, name: &str, option: Option<&str>) -> Values {
    let mut found = Values::default();
    for flag in instruction.flags.iter() {
        let clean = match &flag.clean {
            Some(clean) => clean,
            None => file.source.slice(flag.span),
        };
        let clean = clean.strip_prefix("--").unwrap_or(clean);
        let (flag_name, value) = clean.split_once('=').unwrap_or((clean, ""));
        if !flag_name.eq_ignore_ascii_case(name) {
            continue;
        }
        let Some(option) = option else {
            found.known.push(expanded(value, file.escape));
            continue;
        };
        for part in flag.options.iter() {
            if file.source.slice(part.key).eq_ignore_ascii_case(option) {
                let value = part.value.map_or("", |span| file.source.slice(span));
                found.known.push(expanded(value, file.escape));
            }
        }
    }
    found
}

fn form(instruction: &Instruction) -> Option<&'static str> {
    let written = |form: Form| match form {
        Form::Shell | Form::BrokenJson => "shell",
        Form::Json => "exec",
        Form::Heredoc => "heredoc",
    };
    match &instruction.arguments {
        Arguments::Command(command) => Some(written(command.form)),
        Arguments::Transfer(_) if !instruction.heredocs.is_empty() => Some("heredoc"),
        Arguments::Transfer(transfer) => Some(written(transfer.form)),
        Arguments::Words { form, .. } => Some(written(*form)),
        Arguments::Healthcheck(check) => {
            check.command.as_ref().map(|command| written(command.form))
        }
        Arguments::Pairs(pairs) => pairs
            .iter()
            .any(|pair| pair.equals.is_none() && pair.value.is_some())
            .then_some("legacy"),
        _ => None,
    }
}

fn commands_of(file: &Dockerfile, instruction: &Instruction) -> Values {
    Values::of(simple_commands(file, instruction).into_iter().map(|command| {
        let words: Vec<String> = command.words.into_iter().map(|word| word.text).collect();
        Value { text: words.join(" "), variable: None, words }
    }))
}

/// The simple commands that an instruction runs. What only runs a script that is
/// looked into (`sh -c '…'`) is left out.
pub(super) fn simple_commands(file: &Dockerfile, instruction: &Instruction) -> Vec<SimpleCommand> {
    let script = shell::script_of(file, instruction, dialect(file, instruction));
    script.commands.into_iter().filter(|command| !command.opens).collect()
}

/// The language of shell form at an instruction. Only files with Windows paths are
/// searched for a SHELL above it, as that takes time in line with the stage.
fn dialect(file: &Dockerfile, instruction: &Instruction) -> Dialect {
    if file.escape == Escape::Backslash {
        return Dialect::Posix;
    }
    let behind = file.instructions.partition_point(|it| it.span.start < instruction.span.start);
    let above = file.instructions[..behind].iter().rev();
    let mut above = above.take_while(|it| it.stage == instruction.stage);
    let shell = above.find_map(|it| match &it.arguments {
        Arguments::Command(command) if it.keyword == Some(Keyword::Shell) => Some(command),
        _ => None,
    });
    match shell {
        Some(command) => {
            shell::dialect_of_argv(command.words.iter().map(|word| word.value(&file.source)))
        }
        None => Dialect::Cmd,
    }
}

fn transfer(file: &Dockerfile, instruction: &Instruction, key: &Key) -> Values {
    let Arguments::Transfer(transfer) = &instruction.arguments else { return Values::default() };
    if *key == Key::Destination {
        return Values::of(transfer.destination.iter().map(|word| of_word(file, word)));
    }
    let markers: Vec<Span> = instruction.heredocs.iter().map(|heredoc| heredoc.marker).collect();
    Values::of(
        transfer
            .sources
            .iter()
            .filter(|word| markers.binary_search(&word.span).is_err())
            .map(|word| of_word(file, word)),
    )
}

fn pairs_and_texts(file: &Dockerfile, instruction: &Instruction, key: &Key) -> Values {
    let pair_part = |pair: &Pair| match key {
        Key::Name => Some(of_word(file, &pair.key)),
        _ => pair.value.as_ref().map(|value| of_word(file, value)),
    };
    match &instruction.arguments {
        Arguments::Pairs(pairs) => Values::of(pairs.iter().filter_map(pair_part)),
        Arguments::Text(word) if *key == Key::Value => {
            Values::of(word.iter().map(|word| of_word(file, word)))
        }
        Arguments::Words { words, .. } if *key == Key::Value => {
            // BuildKit takes blanks off the paths of VOLUME.
            let trimmed = |word| {
                let value = of_word(file, word);
                match value.variable {
                    None => Value::text(value.text.trim()),
                    Some(_) => value,
                }
            };
            Values::of(words.iter().map(trimmed))
        }
        _ => Values::default(),
    }
}

/// `8080/tcp` counts as `8080/tcp` and as `8080`.
fn ports(file: &Dockerfile, instruction: &Instruction) -> Values {
    let Arguments::Words { words, .. } = &instruction.arguments else { return Values::default() };
    if instruction.keyword != Some(Keyword::Expose) {
        return Values::default();
    }
    let mut found = Values::default();
    for word in words.iter() {
        let port = of_word(file, word);
        if let Some((number, _)) = port.text.split_once('/')
            && port.variable.is_none_or(|at| at >= number.len())
        {
            found.known.push(Value::text(number));
        }
        found.known.push(port);
    }
    found
}

/// The value of a word: quotes removed where BuildKit removes them.
pub(super) fn of_word(file: &Dockerfile, word: &Word) -> Value {
    let value = word.value(&file.source);
    if file.source.slice(word.span).starts_with('"') && !value.starts_with('"') {
        // A string of the JSON form: already decoded, variables still replaced.
        return Value { variable: value.find('$'), ..Value::text(value) };
    }
    expanded(value, file.escape)
}

/// Removes quotes and escapes as BuildKit's word processing does, and finds the first variable.
pub(super) fn expanded(raw: &str, escape: Escape) -> Value {
    let escape = match escape {
        Escape::Backslash => '\\',
        Escape::Backtick => '`',
    };
    let mut text = String::with_capacity(raw.len());
    let mut variable = None;
    let mut quote = None;
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        match (character, quote) {
            ('\'' | '"', None) => quote = Some(character),
            (_, Some(open)) if character == open => quote = None,
            (_, Some('\'')) => text.push(character),
            (_, None) if character == escape => text.extend(characters.next()),
            (_, Some(_)) if character == escape => {
                if !matches!(characters.peek(), Some('"' | '$') | None)
                    && characters.peek() != Some(&escape)
                {
                    text.push(character);
                }
                text.extend(characters.next());
            }
            ('$', _) => {
                variable = variable.or(Some(text.len()));
                text.push(character);
            }
            _ => text.push(character),
        }
    }
    Value { text, variable, words: Vec::new() }
}
