//! Which questions a quiz or a review asks, and in which order.
//!
//! The same file, seed, wishes and record give the same paper. Skills are
//! mixed, because telling apart what a question is about is half of knowing it.

use std::collections::{BTreeMap, BTreeSet};

use super::generate::{Generated, Material, NotAsked, generate};
use super::{Level, question_seed};
use crate::doc::plain_text;
use crate::lesson::{Ask, Course, CourseEntry, Generator, Item, Moment, Question, QuestionKind};

/// What the log calls the lesson of questions that are made from a file outside one.
pub const QUIZ: &str = "quiz";

/// Of so many variants that a generator makes of a file the seed chooses.
const MOST_VARIANTS: u32 = 9;
/// A lesson is not known by fewer questions, as far as it has so many.
const FEWEST_OF_LESSON: usize = 3;

/// What is wanted of a paper.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// How many questions at most.
    pub count: usize,
    /// Decides variants and order.
    pub seed: u64,
    /// Only from these generators; from all where there are none.
    pub generators: &'a [Generator],
    /// Only about these skills, or those that begin with one of these and a
    /// dot; about all where there are none.
    pub skills: &'a [String],
    /// How far the reader is with a skill.
    pub level: &'a dyn Fn(&str) -> Level,
}

/// The questions of a quiz or review.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    /// In the order in which they are asked.
    pub questions: Vec<Posed>,
    /// What could not be asked, and why.
    pub not_asked: Vec<LeftOut>,
}

impl Paper {
    /// The reason why nothing could be asked, where several questions share it.
    pub fn one_reason(&self) -> Option<&str> {
        let (first, rest) = self.not_asked.split_first()?;
        let is_one = !rest.is_empty() && rest.iter().all(|it| it.reason == first.reason);
        is_one.then_some(first.reason.as_str())
    }
}

/// One question of a paper.
#[derive(Clone, Debug)]
pub struct Posed {
    /// The lesson under which the log keeps the answer.
    pub lesson: String,
    /// The question.
    pub question: Question,
    /// What made it from the file; `None` for one that a lesson's author wrote.
    pub made: Option<Made>,
}

/// How a question was made from a file.
#[derive(Clone, Debug)]
pub struct Made {
    /// By what.
    pub generator: Generator,
    /// All that is known of it. Its question may be easier or harder to
    /// answer than [`Posed::question`].
    pub generated: Generated,
}

/// What could not be asked.
#[derive(Clone, Debug)]
pub struct LeftOut {
    /// What would have made the question; `None`: a skill that no question is about.
    pub generator: Option<Generator>,
    /// The skill.
    pub skill: String,
    /// Why not; stands behind a colon.
    pub reason: String,
}

/// A quiz about a file.
pub fn of_file(material: &Material<'_>, wish: &Wish<'_>) -> Paper {
    let mut paper = Paper::default();
    let mut piles: Vec<Vec<Posed>> = Vec::new();
    for ask in asks().filter(|ask| wish.wants(ask)) {
        match variants(&ask, material, wish) {
            Ok(posed) => piles.push(posed),
            Err(NotAsked { reason, .. }) => paper.not_asked.push(left_out(&ask, reason)),
        }
    }
    piles.sort_by_cached_key(|pile| {
        question_seed(wish.seed, pile.first().map_or("", |posed| posed.question.id.as_str()))
    });
    // One of each kind, then a second of each, so that the kinds are mixed.
    let longest = piles.iter().map(Vec::len).max().unwrap_or_default();
    let rounds =
        (0..longest).flat_map(|round| piles.iter().filter_map(move |pile| pile.get(round)));
    paper.questions = rounds.take(wish.count).cloned().collect();
    paper
}

/// A review of skills, the most urgent first: a variant made from the file
/// where a generator knows the skill, else a question of the course.
pub fn review(
    course: &Course,
    material: Option<&Material<'_>>,
    skills: &[&str],
    wish: &Wish<'_>,
) -> Paper {
    let mut paper = Paper::default();
    let skills: Vec<&str> =
        skills.iter().copied().filter(|skill| wish.wants_skill(skill)).collect();
    let mut written = Written::default();
    for skill in skills {
        if paper.questions.len() == wish.count {
            break;
        }
        let made = material.and_then(|material| first_made(skill, material, wish));
        match made.or_else(|| written.question(course, skill, wish)) {
            Some(posed) => paper.questions.push(posed),
            None => paper.not_asked.push(LeftOut {
                generator: None,
                skill: skill.to_owned(),
                reason: "neither this file nor the course has a question about it".to_owned(),
            }),
        }
    }
    paper.questions = mixed(paper.questions, wish.seed);
    paper
}

/// What a reader is asked who wants to show that a lesson is known: one
/// question for each of its skills, and more of its own where these are few.
pub fn of_lesson(
    course: &Course,
    material: Option<&Material<'_>>,
    lesson: &str,
    wish: &Wish<'_>,
) -> Paper {
    let entry = course.entries.iter().find(|entry| entry.id == lesson);
    let Some(entry) = entry else { return Paper::default() };
    let skills: Vec<&str> = entry.lesson().skills.iter().map(String::as_str).collect();
    let mut paper = review(course, material, &skills, wish);
    // A skill without a question of its own is not held against the reader.
    paper.not_asked.clear();
    let mut more: Vec<Posed> =
        written(std::slice::from_ref(entry)).into_values().flatten().map(posed).collect();
    more.retain(|it| paper.questions.iter().all(|asked| asked.question.id != it.question.id));
    more.sort_by_cached_key(|it| question_seed(wish.seed, &it.question.id));
    let left = FEWEST_OF_LESSON.saturating_sub(paper.questions.len());
    paper.questions.extend(more.into_iter().take(left));
    paper
}

/// The skills that questions about files train.
pub fn skills_of_files() -> BTreeSet<&'static str> {
    asks().map(|ask| ask.generator.skill(ask.when)).collect()
}

impl Wish<'_> {
    /// Whether any question about a file could be wanted.
    pub fn wants_any(&self) -> bool {
        asks().any(|ask| self.wants(&ask))
    }

    fn wants(&self, ask: &Ask) -> bool {
        let is_chosen = self.generators.is_empty() || self.generators.contains(&ask.generator);
        is_chosen && self.wants_skill(ask.generator.skill(ask.when))
    }

    fn wants_skill(&self, skill: &str) -> bool {
        let fits = |wanted: &String| {
            skill
                .strip_prefix(wanted.as_str())
                .is_some_and(|rest| matches!(rest.chars().next(), None | Some('.')))
        };
        self.skills.is_empty() || self.skills.iter().any(fits)
    }
}

/// Every way to ask about a file.
fn asks() -> impl Iterator<Item = Ask> {
    let plain = Generator::ALL.into_iter().map(Ask::plain);
    let at_run = Ask { when: Moment::Run, ..Ask::plain(Generator::VarValue) };
    plain.chain([at_run]).map(|ask| {
        let moment = if ask.when == Moment::Run { "-run" } else { "" };
        let stem = format!("{QUIZ}-{}{moment}", ask.generator.name());
        // What nobody but the reader grades is asked once.
        let count = if ask.generator == Generator::ExplainLine { 1 } else { MOST_VARIANTS };
        Ask { count, stem, ..ask }
    })
}

/// The variants that a generator makes, in the order in which they are asked.
fn variants(ask: &Ask, material: &Material<'_>, wish: &Wish<'_>) -> Result<Vec<Posed>, NotAsked> {
    let level = (wish.level)(ask.generator.skill(ask.when));
    let mut made = generate(ask, material, wish.seed)?;
    made.sort_by_cached_key(|it| {
        (hardness(it, level), question_seed(wish.seed, &it.question.hash))
    });
    let posed = made.into_iter().map(|generated| {
        let typed = if level == Level::Firm { generated.typed() } else { None };
        let question = typed.unwrap_or_else(|| generated.question.clone());
        let made = Some(Made { generator: ask.generator, generated });
        Posed { lesson: QUIZ.to_owned(), question, made }
    });
    Ok(posed.collect())
}

/// How hard a question is for a reader who is so far; the easy ones come
/// first. For who begins, fewer ways to be wrong are easier.
fn hardness(made: &Generated, level: Level) -> usize {
    if level == Level::New { made.beliefs.iter().flatten().count() } else { 0 }
}

/// The questions that an `ask` of a lesson wants of a file, as hard as suits a
/// reader who is so far. One that was answered stays what it was: `answered`
/// gives the hash that an id was answered with. What was asked somewhere else
/// comes last: `is_known` says it of a hash.
///
/// # Errors
/// Those of [`generate`].
pub fn of_ask(
    ask: &Ask,
    material: &Material<'_>,
    level: Level,
    answered: impl Fn(&str) -> Option<String>,
    is_known: impl Fn(&str) -> bool,
) -> Result<Vec<Generated>, NotAsked> {
    // Questions of the same file are the same in every session.
    const SEED: u64 = 0;
    let wide = Ask { count: ask.count.max(MOST_VARIANTS), ..ask.clone() };
    let mut variants = generate(&wide, material, SEED)?;
    // They come with the ones first that tell most.
    variants.sort_by_cached_key(|it| (is_known(&it.question.hash), hardness(it, level)));
    let ids: Vec<String> = ask.ids().collect();
    let mut taken: Vec<Option<Generated>> = ids
        .iter()
        .map(|id| {
            let hash = answered(id)?;
            let place = variants.iter().position(|it| as_answered(it, &hash).is_some())?;
            as_answered(&variants.remove(place), &hash)
        })
        .collect();
    let mut left = variants.into_iter().map(|made| match level {
        Level::Firm => typed(&made).unwrap_or(made),
        Level::New | Level::Growing => made,
    });
    for place in &mut taken {
        *place = place.take().or_else(|| left.next());
    }
    let named = ids.into_iter().zip(taken).filter_map(|(id, made)| {
        let mut made = made?;
        made.question.id = id;
        Some(made)
    });
    Ok(named.collect())
}

/// The variant in the form that has this hash: with options, or typed.
fn as_answered(made: &Generated, hash: &str) -> Option<Generated> {
    let has_hash = |it: &Generated| it.question.hash == hash;
    Some(made.clone()).filter(has_hash).or_else(|| typed(made).filter(has_hash))
}

/// The same question, with its answer to be typed; `None` where it cannot be.
fn typed(made: &Generated) -> Option<Generated> {
    let question = made.typed()?;
    Some(Generated { question, ..made.clone() })
}

/// A question about a skill that the file gives.
fn first_made(skill: &str, material: &Material<'_>, wish: &Wish<'_>) -> Option<Posed> {
    let mut asks: Vec<Ask> = asks().filter(|ask| ask.generator.skill(ask.when) == skill).collect();
    asks.sort_by_cached_key(|ask| question_seed(wish.seed, &ask.stem));
    asks.iter().find_map(|ask| variants(ask, material, wish).ok()?.into_iter().next())
}

fn left_out(ask: &Ask, reason: String) -> LeftOut {
    let skill = ask.generator.skill(ask.when).to_owned();
    LeftOut { generator: Some(ask.generator), skill, reason }
}

/// The questions that authors wrote, by skill; read when they are first needed.
#[derive(Default)]
struct Written {
    by_skill: Option<BTreeMap<String, Vec<(String, Question)>>>,
}

impl Written {
    fn question(&mut self, course: &Course, skill: &str, wish: &Wish<'_>) -> Option<Posed> {
        let by_skill = self.by_skill.get_or_insert_with(|| written(&course.entries));
        let of_skill = by_skill.get(skill)?.iter();
        let (lesson, question) =
            of_skill.min_by_key(|(_, question)| question_seed(wish.seed, &question.id))?;
        Some(posed((lesson.clone(), question.clone())))
    }
}

/// A question that an author wrote, kept under its lesson.
fn posed((lesson, question): (String, Question)) -> Posed {
    Posed { lesson, question, made: None }
}

fn written(entries: &[CourseEntry]) -> BTreeMap<String, Vec<(String, Question)>> {
    let mut by_skill: BTreeMap<String, Vec<(String, Question)>> = BTreeMap::new();
    for entry in entries {
        let mut left: Vec<&Item> =
            entry.lesson().steps.iter().flat_map(|step| &step.items).collect();
        while let Some(item) = left.pop() {
            match item {
                Item::Question(question) if stands_alone(question) => {
                    let Some(skill) = &question.skill else { continue };
                    let of_skill = by_skill.entry(skill.clone()).or_default();
                    of_skill.push((entry.id.clone(), question.clone()));
                }
                Item::Conditional { then, otherwise, .. } => {
                    left.extend(then.iter().chain(otherwise));
                }
                _ => {}
            }
        }
    }
    by_skill
}

/// Whether a question says all that it is about: it points at no text of its
/// lesson, and is answered without writing about the lesson's sample.
fn stands_alone(question: &Question) -> bool {
    let prompt = plain_text(&question.prompt, 1000).to_lowercase();
    let points = ["file", "stage", "line", "lines", "mount", "list", "table", "example"]
        .iter()
        .any(|what| prompt.contains(&format!("{what} above")));
    let is_about_sample = prompt.contains("the sample");
    !points && !is_about_sample && !matches!(question.kind, QuestionKind::Explain { .. })
}

/// The questions in an order in which the modules of their skills take turns.
fn mixed(questions: Vec<Posed>, seed: u64) -> Vec<Posed> {
    let mut piles: BTreeMap<String, Vec<Posed>> = BTreeMap::new();
    for posed in questions {
        let skill = posed.question.skill.clone().unwrap_or_default();
        let module = skill.split('.').next().unwrap_or_default().to_owned();
        piles.entry(module).or_default().push(posed);
    }
    let mut piles: Vec<(String, Vec<Posed>)> = piles.into_iter().collect();
    // The largest pile goes first, so that it is spread over the whole.
    piles.sort_by_cached_key(|(module, pile)| {
        (std::cmp::Reverse(pile.len()), question_seed(seed, module))
    });
    let mut queues: Vec<_> = piles.into_iter().map(|(_, pile)| pile.into_iter()).collect();
    let mut order = Vec::new();
    while !queues.is_empty() {
        queues.retain_mut(|queue| match queue.next() {
            Some(posed) => {
                order.push(posed);
                true
            }
            None => false,
        });
    }
    order
}
