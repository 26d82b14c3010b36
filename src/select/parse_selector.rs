//! Text to selector.

use regex_lite::RegexBuilder;

use crate::dockerfile::Keyword;

use super::SelectError;
use super::cursor::Cursor;
use super::pattern::{
    FORMS, Filter, KEYS, Key, List, Operand, Operator, Pattern, StageFilter, Step, Test, Which,
};

/// The sizes of compiled regular expressions that are told apart, in KiB; none may be larger.
const REGEX_SIZES: [usize; 5] = [1, 2, 4, 8, 16];

/// The names behind `:`.
const PSEUDOS: [&str; 8] =
    ["first", "last", "nth(n)", "not(…)", "before(…)", "after(…)", "effective", "rule(ID)"];

/// Selectors up to the end, a closing parenthesis or something else that is none.
pub(super) fn list(cursor: &mut Cursor<'_>) -> Result<List, SelectError> {
    let mut patterns = vec![pattern(cursor)?];
    loop {
        cursor.skip_blanks();
        if !cursor.eat(",") {
            return Ok(patterns);
        }
        patterns.push(pattern(cursor)?);
    }
}

/// One selector without commas.
pub(super) fn pattern(cursor: &mut Cursor<'_>) -> Result<Pattern, SelectError> {
    cursor.skip_blanks();
    let stage = stage_prefix(cursor)?;
    cursor.skip_blanks();
    let keyword = if cursor.eat("*") { None } else { Some(keyword(cursor)?) };
    Ok(Pattern { stage, keyword, steps: steps(cursor)? })
}

fn stage_prefix(cursor: &mut Cursor<'_>) -> Result<Option<StageFilter>, SelectError> {
    let start = cursor.offset();
    if !cursor.word().eq_ignore_ascii_case("stage") || !cursor.eat("(") {
        cursor.go_back_to(start);
        return Ok(None);
    }
    cursor.skip_blanks();
    let negated = cursor.eat("!");
    let quoted = matches!(cursor.peek(), Some('"' | '\''));
    let name = name(cursor, "a stage")?;
    let which = match name.as_str() {
        "final" if !quoted => Which::Final,
        "target" if !quoted => Which::Target,
        "from" if !quoted && cursor.eat("(") => {
            cursor.skip_blanks();
            let base = self::name(cursor, "a stage or an image")?;
            cursor.expect(")", "the name")?;
            Which::From(base)
        }
        _ => Which::Named(name),
    };
    cursor.expect(")", "the stage")?;
    Ok(Some(StageFilter { negated, which }))
}

/// A name, bare or in quotes.
fn name(cursor: &mut Cursor<'_>, what: &str) -> Result<String, SelectError> {
    if let Some(quoted) = cursor.string()? {
        return Ok(quoted);
    }
    let bare = cursor.take_while(|it| it.is_alphanumeric() || "_.-/:@".contains(it));
    if bare.is_empty() {
        return Err(cursor.error(format!("expected the name of {what}, found {}", cursor.found())));
    }
    Ok(bare.to_owned())
}

fn keyword(cursor: &mut Cursor<'_>) -> Result<Keyword, SelectError> {
    let start = cursor.offset();
    let found = cursor.found();
    let word = cursor.take_while(char::is_alphanumeric);
    if word.is_empty() {
        let error = cursor.error(format!("expected an instruction such as RUN, found {found}"));
        return Err(error.hint("* stands for any instruction"));
    }
    Keyword::read(word.as_bytes()).ok_or_else(|| {
        cursor
            .error_at(start, format!("{word} is no instruction"))
            .did_you_mean(word, &Keyword::ALL.map(Keyword::name))
    })
}

fn steps(cursor: &mut Cursor<'_>) -> Result<Vec<Step>, SelectError> {
    let mut steps = Vec::new();
    loop {
        if cursor.eat("[") {
            steps.push(Step::Filter(filter(cursor)?));
        } else if cursor.eat(":") {
            steps.push(pseudo(cursor)?);
        } else {
            return Ok(steps);
        }
    }
}

fn pseudo(cursor: &mut Cursor<'_>) -> Result<Step, SelectError> {
    let start = cursor.offset();
    let word = cursor.take_while(|it| it.is_alphanumeric() || it == '-' || it == '_');
    match word {
        "first" => Ok(Step::First),
        "last" => Ok(Step::Last),
        "effective" => Ok(Step::Effective),
        "nth" => nth(cursor),
        "not" => Ok(Step::Not(argument(cursor, "not", NamelessList::Allowed)?)),
        "before" => Ok(Step::Before(argument(cursor, "before", NamelessList::Refused)?)),
        "after" => Ok(Step::After(argument(cursor, "after", NamelessList::Refused)?)),
        "rule" => {
            cursor.expect("(", ":rule")?;
            cursor.skip_blanks();
            let rule = name(cursor, "a rule")?;
            cursor.expect(")", "the rule")?;
            Ok(Step::Rule(rule))
        }
        _ => Err(cursor
            .error_at(start, format!("there is no :{word}"))
            .did_you_mean(word, &PSEUDOS.map(|name| name.split('(').next().unwrap_or(name)))),
    }
}

fn nth(cursor: &mut Cursor<'_>) -> Result<Step, SelectError> {
    cursor.expect("(", ":nth")?;
    cursor.skip_blanks();
    let start = cursor.offset();
    let number = cursor.take_while(|it| it.is_ascii_digit()).parse::<usize>().unwrap_or(0);
    if number == 0 {
        let error = cursor.error_at(start, ":nth takes a number from 1");
        return Err(error.hint(":nth(2) is the second"));
    }
    cursor.expect(")", "the number")?;
    Ok(Step::Nth(number))
}

/// Whether the argument may be a filter without an instruction's name.
#[derive(Clone, Copy, PartialEq)]
enum NamelessList {
    Allowed,
    Refused,
}

/// The selectors in the parentheses of a pseudo.
fn argument(
    cursor: &mut Cursor<'_>,
    pseudo: &str,
    nameless: NamelessList,
) -> Result<List, SelectError> {
    cursor.expect("(", &format!(":{pseudo}"))?;
    cursor.enter()?;
    let mut patterns = Vec::new();
    loop {
        cursor.skip_blanks();
        let start = cursor.offset();
        if nameless == NamelessList::Allowed && matches!(cursor.peek(), Some('[' | ':')) {
            let steps = steps(cursor)?;
            if steps.iter().any(|step| matches!(step, Step::First | Step::Last | Step::Nth(_))) {
                let error = cursor.error_at(start, "the first of what? the instruction is missing");
                return Err(error.hint("name it, such as :not(RUN:first)"));
            }
            patterns.push(Pattern { stage: None, keyword: None, steps });
        } else {
            patterns.push(pattern(cursor)?);
        }
        cursor.skip_blanks();
        if !cursor.eat(",") {
            break;
        }
    }
    cursor.leave();
    cursor.expect(")", "the selector")?;
    Ok(patterns)
}

fn filter(cursor: &mut Cursor<'_>) -> Result<Filter, SelectError> {
    cursor.skip_blanks();
    let key = key(cursor)?;
    cursor.skip_blanks();
    if cursor.eat("]") {
        return Ok(Filter { key, test: None });
    }
    let operator = operator(cursor)?;
    cursor.skip_blanks();
    let start = cursor.offset();
    let operand = operand(cursor)?;
    let exact = matches!(operator, Operator::Equals | Operator::Differs);
    match &operand {
        Operand::Regex { .. } if !exact => {
            let error = cursor.error_at(start, "a regular expression goes with = or != only");
            return Err(error.hint("write [text=/…/]"));
        }
        Operand::Text(value) if key == Key::Form && exact && !FORMS.contains(&value.as_str()) => {
            let error = cursor.error_at(start, format!("{value:?} is no form"));
            return Err(error.did_you_mean(value, &FORMS));
        }
        _ => {}
    }
    cursor.skip_blanks();
    if !cursor.eat("]") {
        let error = cursor.error(format!("expected ] behind the value, found {}", cursor.found()));
        return Err(error.hint("put a value with blanks in quotes: [cmd=\"apt-get install\"]"));
    }
    Ok(Filter { key, test: Some(Test { operator, operand }) })
}

fn key(cursor: &mut Cursor<'_>) -> Result<Key, SelectError> {
    let start = cursor.offset();
    if cursor.eat("--") {
        let name = cursor.take_while(|it| it.is_alphanumeric() || it == '-' || it == '_');
        let option = if cursor.eat(".") { Some(cursor.word().to_owned()) } else { None };
        if name.is_empty() || option.as_deref() == Some("") {
            return Err(cursor.error("expected the name of a flag, such as [--from]"));
        }
        return Ok(Key::Flag { name: name.to_ascii_lowercase(), option });
    }
    let word = cursor.word();
    if word.is_empty() {
        return Err(cursor.error(format!("expected a key, found {}", cursor.found())));
    }
    if let Some((_, key)) = KEYS.iter().find(|(name, _)| *name == word) {
        return Ok(key.clone());
    }
    let error = cursor.error_at(start, format!("there is no key {word}"));
    let base = word.split('.').next().unwrap_or(word);
    Err(match base {
        "from" | "mount" | "chown" | "chmod" | "platform" | "link" | "network" | "security"
        | "parents" | "exclude" | "checksum" | "interval" | "timeout" | "retries" => {
            error.hint(format!("flags are written with dashes: [--{word}]"))
        }
        "name" => error.hint("the name of a stage is [as=…], a variable's name is [key=…]"),
        "user" | "path" | "dir" => error.hint("what USER and WORKDIR say is [value=…]"),
        "type" => error.hint("the type of a mount is [--mount.type=…]"),
        _ => error.did_you_mean(word, &KEYS.map(|(name, _)| name)),
    })
}

fn operator(cursor: &mut Cursor<'_>) -> Result<Operator, SelectError> {
    let operators = [
        ("!=", Operator::Differs),
        ("^=", Operator::StartsWith),
        ("$=", Operator::EndsWith),
        ("*=", Operator::Contains),
        ("~=", Operator::HasWord),
        ("==", Operator::Equals),
        ("=", Operator::Equals),
    ];
    operators.into_iter().find(|(written, _)| cursor.eat(written)).map(|(_, it)| it).ok_or_else(
        || {
            let error =
                cursor.error(format!("expected = or ] behind the key, found {}", cursor.found()));
            error.hint("operators are = != ^= $= *= ~=")
        },
    )
}

fn operand(cursor: &mut Cursor<'_>) -> Result<Operand, SelectError> {
    if let Some(text) = cursor.string()? {
        return Ok(Operand::Text(text));
    }
    if cursor.peek() == Some('/') {
        return regex(cursor);
    }
    let bare = cursor.take_while(|it| !it.is_whitespace() && !"[]\"'".contains(it));
    if bare.is_empty() {
        let error = cursor.error(format!("expected a value, found {}", cursor.found()));
        return Err(error.hint("[key] alone asks whether there is one"));
    }
    Ok(Operand::Text(bare.to_owned()))
}

/// `/…/` or `/…/i`; a `/` inside is written `\/`.
fn regex(cursor: &mut Cursor<'_>) -> Result<Operand, SelectError> {
    let start = cursor.offset();
    cursor.eat("/");
    let mut pattern = String::new();
    let mut closed = false;
    let mut characters = cursor.rest().char_indices();
    let mut length = cursor.rest().len();
    while let Some((index, character)) = characters.next() {
        match character {
            '/' => {
                closed = true;
                length = index + 1;
                break;
            }
            '\\' => match characters.next() {
                Some((_, '/')) => pattern.push('/'),
                Some((_, escaped)) => pattern.extend(['\\', escaped]),
                None => break,
            },
            _ => pattern.push(character),
        }
    }
    cursor.go_back_to(start + 1 + length);
    let ignore_case = closed && cursor.eat("i");
    if !closed || !matches!(cursor.peek(), Some(']' | ' ')) {
        let error = cursor.error_at(start, "a value that starts with / is a regular expression");
        return Err(error.hint("put a path in quotes: [dest=\"/app\"]"));
    }
    let mut builder = RegexBuilder::new(&pattern);
    builder.case_insensitive(ignore_case).nest_limit(16);
    let mut failed = None;
    for cost in REGEX_SIZES {
        match builder.size_limit(cost * 1024).build() {
            Ok(regex) => {
                cursor.searches += cost;
                return Ok(Operand::Regex { regex, cost });
            }
            Err(error) => failed = Some(error),
        }
    }
    let why = failed.map(|error| format!(": {error}")).unwrap_or_default();
    let error = cursor.error_at(start, format!("this regular expression does not work{why}"));
    Err(error.hint("a special character stands for itself behind a \\"))
}
