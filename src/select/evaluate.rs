//! What an expression says about a file: true, false or unknown, with proof.

use std::cmp::Ordering;

use crate::dockerfile::{Dockerfile, ProblemLevel};
use crate::fact::Fact;
use crate::source::Span;

use super::build_facts;
use super::expression::{Comparison, Node, Value};
use super::find::{Hits, find, find_one};
use super::pattern::{List, Pattern};
use super::reach::Reach;
use super::stages::Stages;
use super::world::World;

/// A value, or a number that is known only roughly.
enum Outcome {
    Fact(Fact<Value>),
    Between(Range),
}

/// A number that lies between two others.
struct Range {
    least: i64,
    most: i64,
    proof: Vec<Span>,
    /// Why it is not known better; empty when it is known.
    reason: String,
}

/// Whether the expression holds.
pub(super) fn truth(node: &Node, world: &World<'_>) -> Fact<bool> {
    match node {
        Node::Not(inner) => truth(inner, world).map(|value| !value),
        Node::And(parts) => all_are(true, parts, world),
        Node::Or(parts) => all_are(false, parts, world),
        Node::Compare { left, comparison, right } => {
            compare(outcome(left, world), *comparison, outcome(right, world))
        }
        Node::Exists(list) => exists(list, world),
        Node::None(list) => exists(list, world).map(|value| !value),
        Node::Before(first, second) => before(first, second, world),
        Node::Parses => parses(world.file),
        Node::IsSample => Fact::known(world.is_sample, Vec::new()),
        Node::Literal(Value::Truth(value)) => Fact::known(*value, Vec::new()),
        Node::Build(fact, argument) => match build_facts::value(fact, argument.as_deref(), world) {
            Fact::Unknown { reason } => Fact::unknown(reason),
            known => known.map(|value| value == Value::Truth(true)),
        },
        // The parser lets nothing else stand where a truth is asked for.
        Node::Literal(_) | Node::Count(_) | Node::Line(_) | Node::Stages => {
            Fact::unknown("this is not true or false")
        }
    }
}

/// What the expression gives, whatever its kind.
pub(super) fn value(node: &Node, world: &World<'_>) -> Fact<Value> {
    match outcome(node, world) {
        Outcome::Fact(fact) => fact,
        Outcome::Between(range) => Fact::unknown(range.reason),
    }
}

fn outcome(node: &Node, world: &World<'_>) -> Outcome {
    let fact = match node {
        Node::Literal(value) => Fact::known(value.clone(), Vec::new()),
        Node::Stages => {
            let froms =
                world.file.stages.iter().map(|stage| span(world.file, stage.from.0 as usize));
            Fact::known(Value::Number(world.file.stages.len() as i64), froms.collect())
        }
        Node::Build(fact, argument) => build_facts::value(fact, argument.as_deref(), world),
        Node::Count(list) => return count(&find(list, world), world.file),
        Node::Line(list) => first_line(&find(list, world), world.file),
        _ => truth(node, world).map(Value::Truth),
    };
    Outcome::Fact(fact)
}

/// `and` (all are true) and `or` (all are false, then turned round): one
/// part that is otherwise decides, whatever is unknown of the others.
fn all_are(wanted: bool, parts: &[Node], world: &World<'_>) -> Fact<bool> {
    let mut proofs = Vec::new();
    let (mut unknown, mut note) = (None, None);
    for part in parts {
        match truth(part, world) {
            known @ Fact::Known { .. } if known.value() != Some(&wanted) => return known,
            Fact::Known { proof, note: own, .. } => {
                proofs.extend(proof);
                note = note.or(own);
            }
            Fact::Unknown { reason } => unknown = unknown.or(Some(reason)),
        }
    }
    match unknown {
        Some(reason) => Fact::unknown(reason),
        None => Fact::Known { value: wanted, proof: in_order(proofs), note },
    }
}

fn in_order(mut proof: Vec<Span>) -> Vec<Span> {
    proof.sort_unstable();
    proof.dedup();
    proof
}

fn span(file: &Dockerfile, index: usize) -> Span {
    file.instructions.get(index).map_or(Span::default(), |instruction| instruction.span)
}

fn spans(file: &Dockerfile, indexes: impl Iterator<Item = usize>) -> Vec<Span> {
    indexes.map(|index| span(file, index)).collect()
}

fn exists(list: &List, world: &World<'_>) -> Fact<bool> {
    let hits = find(list, world);
    if hits.sure().next().is_some() {
        return Fact::known(true, spans(world.file, hits.sure()));
    }
    match hits.list.is_empty() {
        true => Fact::known(false, Vec::new()),
        false => Fact::unknown(hits.reason()),
    }
}

fn count(hits: &Hits, file: &Dockerfile) -> Outcome {
    let sure = hits.sure().count() as i64;
    let proof = spans(file, hits.sure());
    if sure == hits.list.len() as i64 {
        return Outcome::Fact(Fact::known(Value::Number(sure), proof));
    }
    let most = hits.list.len() as i64;
    Outcome::Between(Range { least: sure, most, proof, reason: hits.reason() })
}

fn first_line(hits: &Hits, file: &Dockerfile) -> Fact<Value> {
    match hits.list.first() {
        None => Fact::unknown("no instruction of the file is meant"),
        Some(hit) if !hit.sure => Fact::unknown(hits.reason()),
        Some(hit) => {
            let line = file.instructions[hit.index].lines.first.get();
            Fact::known(Value::Number(i64::from(line)), vec![span(file, hit.index)])
        }
    }
}

fn parses(file: &Dockerfile) -> Fact<bool> {
    let errors: Vec<Span> = file
        .problems
        .iter()
        .filter(|problem| problem.level == ProblemLevel::Error)
        .map(|problem| problem.span)
        .collect();
    Fact::known(errors.is_empty(), errors)
}

/// Whether each of the first stands before each of the second in the same
/// chain of stages; where no two share a chain, the order of the file decides.
fn before(first: &Pattern, second: &Pattern, world: &World<'_>) -> Fact<bool> {
    let first = find_one(first, world);
    let second = find_one(second, world);
    let unknown = || Fact::unknown(first.reason.clone().unwrap_or_else(|| second.reason()));
    let proof = || in_order(spans(world.file, first.sure().chain(second.sure())));
    if first.list.is_empty() || second.list.is_empty() {
        return Fact::known(false, proof());
    }
    if first.sure().next().is_none() || second.sure().next().is_none() {
        return unknown();
    }
    let stages = Stages::of(world);
    let sure = Reach::of(second.sure(), &stages, world);
    let wrong: Vec<usize> = first.sure().filter(|index| sure.earlier(world, *index)).collect();
    if !wrong.is_empty() {
        let blockers = second.sure().filter(|index| wrong.last().is_some_and(|last| index < last));
        return Fact::known(
            false,
            in_order(spans(world.file, wrong.iter().copied().chain(blockers))),
        );
    }
    let possible = Reach::of(second.possible(), &stages, world);
    if first.possible().any(|index| possible.earlier(world, index)) {
        return unknown();
    }
    if first.sure().any(|index| sure.later(world, index)) {
        return Fact::known(true, proof());
    }
    if first.possible().any(|index| possible.later(world, index)) {
        return unknown();
    }
    Fact::known(first.possible().max() < second.possible().min(), proof())
}

fn compare(left: Outcome, comparison: Comparison, right: Outcome) -> Fact<bool> {
    if let (Outcome::Fact(left), Outcome::Fact(right)) = (&left, &right) {
        return compare_facts(left, comparison, right);
    }
    let (left, right) = match (range(left), range(right)) {
        (Ok(left), Ok(right)) => (left, right),
        (Err(reason), _) | (_, Err(reason)) => return Fact::unknown(reason),
    };
    let proof = in_order([left.proof, right.proof].concat());
    let (low, high) = ((left.least, left.most), (right.least, right.most));
    let less = |a: (i64, i64), b: (i64, i64)| decide(a.1 < b.0, a.0 >= b.1);
    let equal = decide(low.0 == low.1 && low == high, low.1 < high.0 || high.1 < low.0);
    let holds = match comparison {
        Comparison::Equal => equal,
        Comparison::Different => equal.map(|value| !value),
        Comparison::Less => less(low, high),
        Comparison::Greater => less(high, low),
        Comparison::LessOrEqual => less(high, low).map(|value| !value),
        Comparison::GreaterOrEqual => less(low, high).map(|value| !value),
    };
    match holds {
        Some(value) => Fact::known(value, proof),
        None => Fact::unknown(if left.reason.is_empty() { right.reason } else { left.reason }),
    }
}

fn decide(surely: bool, surely_not: bool) -> Option<bool> {
    if surely { Some(true) } else { surely_not.then_some(false) }
}

fn range(outcome: Outcome) -> Result<Range, String> {
    match outcome {
        Outcome::Between(range) => Ok(range),
        Outcome::Fact(Fact::Known { value: Value::Number(number), proof, .. }) => {
            Ok(Range { least: number, most: number, proof, reason: String::new() })
        }
        Outcome::Fact(Fact::Known { .. }) => Err("only numbers can be compared here".to_owned()),
        Outcome::Fact(Fact::Unknown { reason }) => Err(reason),
    }
}

fn compare_facts(left: &Fact<Value>, comparison: Comparison, right: &Fact<Value>) -> Fact<bool> {
    let order = left.clone().and(right.clone(), |left, right| match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.cmp(&right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(&right)),
        (Value::Truth(left), Value::Truth(right)) => Some(left.cmp(&right)),
        _ => None,
    });
    if let Fact::Known { value: None, .. } = order {
        return Fact::unknown("these two cannot be compared");
    }
    order.map(|order| match comparison {
        Comparison::Equal => order.is_some_and(Ordering::is_eq),
        Comparison::Different => order.is_some_and(Ordering::is_ne),
        Comparison::Less => order.is_some_and(Ordering::is_lt),
        Comparison::LessOrEqual => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order.is_some_and(Ordering::is_gt),
        Comparison::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
    })
}
