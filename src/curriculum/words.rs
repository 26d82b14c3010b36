//! Advice and paths as blocks, for every surface that prints.

use super::advice::Advice;
use super::needs::{Need, Reason};
use super::paths::Paths;
use crate::doc::{Block, Text};
use crate::fact::lines;
use crate::lesson::{Course, CourseEntry};
use crate::progress::Progress;
use crate::source::{Source, safe_line};

/// So many reasons for a lesson are told; the others are counted.
const MOST_REASONS: usize = 3;
/// So many further lessons are told.
const MOST_NEEDS: usize = 6;

/// A reason with its lines, as `line 4: …`.
pub fn reason(reason: &Reason, source: Option<&Source>) -> String {
    let place = source.and_then(|source| lines(source, reason.proof.get(..1).unwrap_or_default()));
    let mut words = match place {
        Some(place) => format!("{place}: {}", reason.words),
        None => reason.words.clone(),
    };
    let more = source.and_then(|source| lines(source, reason.proof.get(1..).unwrap_or_default()));
    if let Some(more) = more.filter(|_| reason.check.is_some()) {
        words += &format!(" See also {more}.");
    }
    if let Some(what) = &reason.depends_on {
        words += &format!(" It depends on {what}.");
    }
    safe_line(&words).into_owned()
}

/// A lesson with its title and minutes, and the path that it is read on.
pub fn lesson(course: &Course, paths: &Paths, id: &str, path: Option<&str>) -> Text {
    let entry = course.find(id);
    let title = entry.map_or(id, |entry| entry.title());
    let mut text =
        Text::new().code(safe_line(id).as_ref()).plain("  ").strong(safe_line(title).as_ref());
    if let Some(minutes) = entry.and_then(CourseEntry::minutes) {
        text = text.muted(format!(" · {minutes} min"));
    }
    match path.and_then(|id| paths.find(id)) {
        Some(path) => text.muted(format!(" · path {}", path.id)),
        None => text,
    }
}

/// All of it. `source` is the file that the advice is about.
pub fn blocks(
    advice: &Advice,
    course: &Course,
    paths: &Paths,
    progress: &Progress,
    source: Option<&Source>,
) -> Vec<Block> {
    let mut blocks = begin(advice, course, paths, source);
    let others =
        advice.needs.iter().filter(|need| Some(&need.lesson) != advice.begin.lesson.as_ref());
    let (sure, unsure): (Vec<&Need>, Vec<&Need>) = others.partition(|need| need.is_sure());
    for (title, needs) in [("What else fits your file", sure), ("Not certain", unsure)] {
        if needs.is_empty() {
            continue;
        }
        blocks.push(Block::heading(2, title));
        for need in needs.iter().take(MOST_NEEDS) {
            blocks.push(Block::paragraph(lesson(
                course,
                paths,
                &need.lesson,
                need.path.as_deref(),
            )));
            blocks.push(reasons(&need.reasons, source));
        }
        if needs.len() > MOST_NEEDS {
            let left = needs.len() - MOST_NEEDS;
            blocks.push(Block::paragraph(Text::new().muted(format!("And {left} more."))));
        }
    }
    if !advice.open.is_empty() {
        blocks.push(Block::heading(2, "What the file does not tell"));
        blocks.push(Block::bullets(advice.open.iter().map(|words| safe_line(words).into_owned())));
    }
    blocks.push(Block::heading(2, "Paths"));
    for path in &paths.all {
        let way = path.way(course, progress);
        let far = match way.count() {
            0 => format!(" · {} lessons, {} min", way.done.len(), way.minutes),
            done if done == way.done.len() => " · done".to_owned(),
            done => format!(" · {done} of {} done, {} min left", way.done.len(), way.minutes_left),
        };
        let head = Text::new().code(path.id.as_str()).plain("  ").strong(path.title.as_str());
        blocks.push(Block::paragraph(head.muted(far)));
        let marked = path.lessons.iter().zip(&way.done);
        let names: Vec<String> =
            marked.map(|(id, done)| format!("{}{id}", if *done { "✓ " } else { "" })).collect();
        blocks.push(Block::paragraph(format!("{} {}.", path.about, names.join(", "))));
    }
    blocks
}

/// What lessons are called against what the checks find.
pub const NEEDS: &str = "What your file needs most";
/// What lessons are called that a file does not need, and that go with what it is.
pub const SUITS: &str = "What goes with your file";

/// What the first part of the advice is called.
pub fn begin_title(advice: &Advice) -> &'static str {
    match &advice.begin.lesson {
        None => "All lessons are done",
        Some(_) if advice.begin.why.iter().any(|why| why.check.is_some()) => NEEDS,
        Some(_) if advice.begin.why.iter().any(|why| !why.proof.is_empty()) => SUITS,
        Some(_) => "Where to begin",
    }
}

fn begin(advice: &Advice, course: &Course, paths: &Paths, source: Option<&Source>) -> Vec<Block> {
    let begin = &advice.begin;
    let mut blocks = vec![Block::heading(2, begin_title(advice))];
    if let Some(id) = &begin.lesson {
        blocks.push(Block::paragraph(lesson(course, paths, id, begin.path.as_deref())));
    }
    blocks.push(reasons(&begin.why, source));
    if !begin.before.is_empty() {
        let before = begin.before.join(", ");
        let words = format!("Better before it, as you have not done it: {before}.");
        blocks.push(Block::paragraph(words));
    }
    if let Some(id) = begin.before.first().or(begin.lesson.as_ref()) {
        let command = format!("layerwise learn {}", safe_line(id));
        blocks.push(Block::paragraph(Text::new().code(command).plain(
            match begin.before.is_empty() {
                true => " opens it.",
                false => " opens the first of these.",
            },
        )));
    }
    blocks
}

fn reasons(all: &[Reason], source: Option<&Source>) -> Block {
    let mut words: Vec<String> =
        all.iter().take(MOST_REASONS).map(|it| reason(it, source)).collect();
    if all.len() > MOST_REASONS {
        words.push(format!("and {} more like these", all.len() - MOST_REASONS));
    }
    Block::bullets(words)
}
