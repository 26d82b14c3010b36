//! Whether the lessons of a course fit together.

use std::collections::{HashMap, HashSet};

use super::Checked;
use crate::lesson::Course;
use crate::lesson::place::{Place, Problems};

pub(super) fn check(lessons: &[Checked<'_>], problems: &mut Problems) {
    let builtin = Course::builtin();
    unique_ids(lessons, problems);
    ids_of_the_course(lessons, &builtin, problems);
    let mut known: Vec<&str> = lessons.iter().map(|it| it.lesson.id.as_str()).collect();
    known.extend(builtin.entries.iter().map(|entry| entry.id.as_str()));
    for lesson in lessons {
        let named = lesson.trace.requires.iter().chain(&lesson.trace.next);
        for (id, place) in named {
            if !known.contains(&id.as_str()) {
                problems.unknown(place, "lesson called", id, &known);
            }
        }
    }
    cycles(lessons, problems);
}

/// Ids of lessons, and of questions and tasks: progress is kept under them.
fn unique_ids(lessons: &[Checked<'_>], problems: &mut Problems) {
    let mut seen = HashSet::new();
    for lesson in lessons {
        if let Some(place) = &lesson.trace.id
            && !seen.insert(lesson.lesson.id.as_str())
        {
            let message = format!("another lesson is called {}, too", lesson.lesson.id);
            problems.error(place, message);
        }
    }
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for lesson in lessons {
        for (id, place) in &lesson.trace.ids {
            if let Some(other) = seen.insert(id, &lesson.lesson.id) {
                let message = format!("the id {id} is used already, in lesson {other}");
                problems.error_with_hint(
                    place,
                    message,
                    "progress is kept under it, so choose another",
                );
            }
        }
    }
}

/// A lesson from elsewhere with the id of one of ours is kept apart, which is worth a choice.
fn ids_of_the_course(lessons: &[Checked<'_>], builtin: &Course, problems: &mut Problems) {
    for lesson in lessons {
        let (id, Some(place)) = (&lesson.lesson.id, &lesson.trace.id) else { continue };
        let Some(ours) = builtin.find(id) else { continue };
        // The checker runs over the course itself, too.
        if !lesson.name.ends_with(&format!("{}/lesson.md", ours.folder)) {
            problems.warning(
                place,
                format!("{id} means a lesson of the course already"),
                "choose another id; readers would find this one as id@origin only",
            );
        }
    }
}

/// Lessons that need each other in a circle.
fn cycles(lessons: &[Checked<'_>], problems: &mut Problems) {
    let by_id: HashMap<&str, &Checked<'_>> =
        lessons.iter().rev().map(|it| (it.lesson.id.as_str(), it)).collect();
    let mut open: Vec<&str> = by_id.keys().copied().collect();
    // Take away every lesson that needs none of those left, until nothing changes.
    loop {
        let left: HashSet<&str> = open.iter().copied().collect();
        let before = open.len();
        open.retain(|id| by_id[id].trace.requires.iter().any(|(id, _)| left.contains(id.as_str())));
        if open.len() == before {
            break;
        }
    }
    let left: HashSet<&str> = open.iter().copied().collect();
    let mut told: HashSet<&str> = HashSet::new();
    open.sort_unstable();
    for start in open {
        if told.contains(start) {
            continue;
        }
        // Follow the first need that is left until a lesson comes again.
        let mut path: Vec<(&str, &Place)> = Vec::new();
        let mut id = start;
        while !path.iter().any(|(known, _)| *known == id) && !told.contains(id) {
            let needs = by_id[id].trace.requires.iter();
            let Some((next, place)) =
                needs.into_iter().find(|(next, _)| left.contains(next.as_str()))
            else {
                break;
            };
            path.push((id, place));
            id = next;
        }
        told.extend(path.iter().map(|(id, _)| *id));
        let Some(begin) = path.iter().position(|(known, _)| *known == id) else { continue };
        let names: Vec<&str> = path[begin..].iter().map(|(id, _)| *id).chain([id]).collect();
        let message = format!("lessons require each other in a circle: {}", names.join(" → "));
        problems.error(path[begin].1, message);
    }
}
