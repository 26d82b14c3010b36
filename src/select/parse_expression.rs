//! Text to expression.

use crate::dockerfile::Keyword;

use super::SelectError;
use super::cursor::Cursor;
use super::expression::{BUILD_FACTS, Comparison, Kind, Node, Takes, Value};
use super::parse_selector;

/// The functions and facts by the names that expressions use.
const KNOWN: [&str; 11] = [
    "exists",
    "none",
    "count",
    "before",
    "line",
    "stages",
    "parses",
    "file.is_sample",
    "true",
    "false",
    "not",
];

/// `a or b or c`.
pub(super) fn expression(cursor: &mut Cursor<'_>) -> Result<Node, SelectError> {
    chain(cursor, "or", conjunction).map(|mut parts| match parts.len() {
        1 => parts.remove(0),
        _ => Node::Or(parts),
    })
}

/// `a and b and c`.
fn conjunction(cursor: &mut Cursor<'_>) -> Result<Node, SelectError> {
    chain(cursor, "and", negation).map(|mut parts| match parts.len() {
        1 => parts.remove(0),
        _ => Node::And(parts),
    })
}

/// Parts joined by a word; each must be true or false when there is more than one.
fn chain(
    cursor: &mut Cursor<'_>,
    word: &str,
    part: fn(&mut Cursor<'_>) -> Result<Node, SelectError>,
) -> Result<Vec<Node>, SelectError> {
    cursor.skip_blanks();
    let start = cursor.offset();
    let mut parts = vec![part(cursor)?];
    while eat_word(cursor, word) {
        if parts.len() == 1 {
            expect_truth(cursor, &parts[0], start)?;
        }
        cursor.skip_blanks();
        let start = cursor.offset();
        let next = part(cursor)?;
        expect_truth(cursor, &next, start)?;
        parts.push(next);
    }
    Ok(parts)
}

/// `not a`, as often as nesting allows.
fn negation(cursor: &mut Cursor<'_>) -> Result<Node, SelectError> {
    cursor.skip_blanks();
    if !eat_word(cursor, "not") {
        return comparison(cursor);
    }
    cursor.enter()?;
    cursor.skip_blanks();
    let start = cursor.offset();
    let inner = negation(cursor)?;
    expect_truth(cursor, &inner, start)?;
    cursor.leave();
    Ok(Node::Not(Box::new(inner)))
}

/// `a == b`, or `a` alone.
fn comparison(cursor: &mut Cursor<'_>) -> Result<Node, SelectError> {
    let left = operand(cursor)?;
    cursor.skip_blanks();
    let start = cursor.offset();
    let Some(comparison) = comparison_operator(cursor)? else { return Ok(left) };
    cursor.skip_blanks();
    let right_start = cursor.offset();
    let right = operand(cursor)?;
    let (left_kind, right_kind) = (left.kind(), right.kind());
    if left_kind != right_kind {
        let message = format!(
            "this compares {} with {}, which are never equal",
            left_kind.name(),
            right_kind.name()
        );
        return Err(cursor.error_at(right_start, message));
    }
    let ordered = !matches!(comparison, Comparison::Equal | Comparison::Different);
    if ordered && left_kind != Kind::Number {
        let error = cursor.error_at(start, format!("{} has no order", left_kind.name()));
        return Err(error.hint("only == and != work here"));
    }
    Ok(Node::Compare { left: Box::new(left), comparison, right: Box::new(right) })
}

fn comparison_operator(cursor: &mut Cursor<'_>) -> Result<Option<Comparison>, SelectError> {
    let operators = [
        ("==", Comparison::Equal),
        ("!=", Comparison::Different),
        ("<=", Comparison::LessOrEqual),
        (">=", Comparison::GreaterOrEqual),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
    ];
    if let Some((_, found)) = operators.into_iter().find(|(written, _)| cursor.eat(written)) {
        return Ok(Some(found));
    }
    if cursor.peek() == Some('=') {
        return Err(cursor.error("one = does not compare").hint("write =="));
    }
    Ok(None)
}

fn operand(cursor: &mut Cursor<'_>) -> Result<Node, SelectError> {
    cursor.skip_blanks();
    let start = cursor.offset();
    if cursor.eat("(") {
        cursor.enter()?;
        let inner = expression(cursor)?;
        cursor.leave();
        cursor.expect(")", "the expression")?;
        return Ok(inner);
    }
    if let Some(text) = cursor.string()? {
        return Ok(Node::Literal(Value::Text(text)));
    }
    let found = cursor.found();
    let word = cursor.word();
    if word.is_empty() {
        let error =
            cursor.error(format!("expected a fact or a question such as exists(…), found {found}"));
        return Err(error);
    }
    if word.starts_with(|it: char| it.is_ascii_digit() || it == '-') {
        let number = word
            .parse()
            .map_err(|_| cursor.error_at(start, format!("{word} is no whole number")))?;
        return Ok(Node::Literal(Value::Number(number)));
    }
    named(cursor, word, start)
}

/// What a word stands for: a function, a fact or a literal.
fn named(cursor: &mut Cursor<'_>, word: &str, start: usize) -> Result<Node, SelectError> {
    match word {
        "true" => Ok(Node::Literal(Value::Truth(true))),
        "false" => Ok(Node::Literal(Value::Truth(false))),
        "stages" => Ok(Node::Stages),
        "parses" => Ok(Node::Parses),
        "file.is_sample" => Ok(Node::IsSample),
        "exists" => {
            in_parentheses(cursor, word, |cursor| parse_selector::list(cursor).map(Node::Exists))
        }
        "none" => {
            in_parentheses(cursor, word, |cursor| parse_selector::list(cursor).map(Node::None))
        }
        "count" => {
            in_parentheses(cursor, word, |cursor| parse_selector::list(cursor).map(Node::Count))
        }
        "line" => {
            in_parentheses(cursor, word, |cursor| parse_selector::list(cursor).map(Node::Line))
        }
        "before" => in_parentheses(cursor, word, |cursor| {
            let first = parse_selector::pattern(cursor)?;
            cursor.expect(",", "the first of the two selectors")?;
            Ok(Node::Before(first, parse_selector::pattern(cursor)?))
        }),
        _ => build_fact(cursor, word, start),
    }
}

fn build_fact(cursor: &mut Cursor<'_>, word: &str, start: usize) -> Result<Node, SelectError> {
    let Some(fact) = BUILD_FACTS.iter().find(|fact| fact.name == word) else {
        let names: Vec<&str> =
            KNOWN.into_iter().chain(BUILD_FACTS.iter().map(|fact| fact.name)).collect();
        let error = cursor.error_at(start, format!("there is no fact {word}"));
        let instruction = Keyword::read(word.as_bytes()).is_some();
        return Err(if instruction {
            error.hint(format!("ask about instructions with exists({word}) or count({word})"))
        } else {
            error.did_you_mean(word, &names)
        });
    };
    if fact.takes == Takes::Nothing {
        return Ok(Node::Build(fact, None));
    }
    in_parentheses(cursor, word, |cursor| {
        cursor.skip_blanks();
        if let Some(name) = cursor.string()? {
            return Ok(Node::Build(fact, Some(name)));
        }
        let bare = cursor.take_while(|it| !it.is_whitespace() && !"()[],\"'".contains(it));
        if bare.is_empty() {
            return Err(cursor.error(format!("{word} needs a name in its parentheses")));
        }
        Ok(Node::Build(fact, Some(bare.to_owned())))
    })
}

fn in_parentheses(
    cursor: &mut Cursor<'_>,
    name: &str,
    inside: impl FnOnce(&mut Cursor<'_>) -> Result<Node, SelectError>,
) -> Result<Node, SelectError> {
    cursor.expect("(", name)?;
    cursor.enter()?;
    let node = inside(cursor)?;
    cursor.leave();
    cursor.expect(")", "the selector")?;
    Ok(node)
}

/// Takes a whole word, not the start of a longer one.
fn eat_word(cursor: &mut Cursor<'_>, word: &str) -> bool {
    cursor.skip_blanks();
    let start = cursor.offset();
    let found = cursor.word() == word;
    if !found {
        cursor.go_back_to(start);
    }
    found
}

/// Fails where a number or a text stands that is not compared with anything.
pub(super) fn expect_truth(
    cursor: &Cursor<'_>,
    node: &Node,
    offset: usize,
) -> Result<(), SelectError> {
    let kind = node.kind();
    if kind == Kind::Truth {
        return Ok(());
    }
    let hint = match kind {
        Kind::Number => "compare it, such as stages > 1",
        _ => "compare it, such as final.user == \"app\"",
    };
    Err(cursor.error_at(offset, format!("this is {}, not true or false", kind.name())).hint(hint))
}
