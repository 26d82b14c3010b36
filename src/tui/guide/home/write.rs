//! The rows of the Home view.

use std::collections::BTreeSet;

use ratatui::layout::Size;
use unicode_width::UnicodeWidthStr;

use super::super::Context;
use super::super::chooser::write_entry;
use super::super::key_of;
use super::super::lesson::LessonView;
use super::super::rows::{Anchor, Paper, Prefix, Row, Target};
use super::{HomeView, Item, next};
use crate::curriculum::{Advice, Need, Path, Paths, Reason, lessons_done, state_of, words};
use crate::doc::Text;
use crate::lesson::{Course, CourseEntry};
use crate::progress::Progress;
use crate::progress::words::spent;
use crate::source::{Source, Span, safe_line};
use crate::tui::Action;
use crate::tui::theme::Role;

/// So many lessons are told beside the first.
const MOST_NEEDS: usize = 3;

/// Rows being written, with what the cursor can stand on.
struct Writing<'a, 'p> {
    paper: &'a mut Paper<'p>,
    items: Vec<Item>,
    cursor: usize,
    rows: Option<(usize, usize)>,
}

impl Writing<'_, '_> {
    fn heading(&mut self, words: &str, more: &str) {
        self.paper.blank();
        let (heading, muted) = (self.paper.role(Role::Heading), self.paper.role(Role::Muted));
        let mut pieces = vec![(words.to_owned(), heading)];
        if words.width() + more.width() <= self.paper.width() {
            pieces.push((more.to_owned(), muted));
            self.paper.row(pieces);
            return;
        }
        self.paper.row(pieces);
        self.paper.words(Role::Muted, more.trim_start_matches(" · "), &Prefix::default());
    }

    /// Words below the last item, which come into view with it.
    fn note(&mut self, words: &str) {
        let rows = self.paper.words(Role::Muted, words, &Prefix::indent(4));
        if self.items.len() == self.cursor + 1
            && let Some((_, last)) = &mut self.rows
        {
            *last = rows.end.saturating_sub(1);
        }
    }

    /// Something that the cursor can stand on, in as many rows as it needs.
    fn item(&mut self, item: Item, text: &Text, mark: Option<(&str, Role)>) {
        let place = self.items.len();
        let is_here = place == self.cursor;
        let mut first = vec![(arrow(is_here).to_owned(), self.paper.role(Role::Key))];
        if let Some((mark, role)) = mark {
            first.push((format!("{mark} "), self.paper.role(role)));
        }
        let rows = self.paper.text(text, &Prefix::hanging(first));
        self.paper.aim(rows.clone(), &Target::Option(place));
        self.taken(item, rows);
    }

    /// Notes that these rows are an item.
    fn taken(&mut self, item: Item, rows: std::ops::Range<usize>) {
        let place = self.items.len();
        self.paper.anchor(rows.start, Anchor::Option(place));
        if place == self.cursor {
            self.rows = Some((rows.start, rows.end.saturating_sub(1)));
            let fill = self.paper.role(Role::Selected);
            for row in &mut self.paper.rows[rows] {
                row.fill = fill;
            }
        }
        self.items.push(item);
    }

    fn lesson(&mut self, course: &Course, progress: &Progress, id: &str, path: Option<&str>) {
        let Some(entry) = course.find(id) else { return };
        let state = state_of(entry, progress).unwrap_or_default();
        let place = self.items.len();
        let start = self.paper.rows.len();
        write_entry(self.paper, entry, state, place, place == self.cursor);
        let rows = start..self.paper.rows.len();
        self.paper.aim(rows.clone(), &Target::Option(place));
        let (lesson, path) = (entry.id.clone(), path.map(str::to_owned));
        self.taken(Item::Lesson { lesson, path }, rows);
    }
}

fn arrow(is_here: bool) -> &'static str {
    if is_here { "▸ " } else { "  " }
}

impl HomeView {
    /// Writes all rows, and notes what the cursor can stand on.
    pub(super) fn write(
        &mut self,
        size: Size,
        context: &Context<'_>,
        lesson: &LessonView,
    ) -> Vec<Row> {
        let folds = |_| BTreeSet::new();
        let mut paper = Paper::new(usize::from(size.width), context, &folds);
        let mut writing =
            Writing { paper: &mut paper, items: Vec::new(), cursor: self.cursor, rows: None };
        where_you_were(&mut writing, context, lesson);
        let paths = lesson.paths();
        match &self.advice {
            Some(advice) => {
                let source = (!self.is_elsewhere).then_some(&*context.file.source);
                needs(&mut writing, advice, lesson, paths, source);
            }
            None => {
                writing.heading(words::NEEDS, "");
                writing.note("This file is being worked out.");
            }
        }
        if self.is_elsewhere {
            let key = key_of(Action::OwnFile);
            writing.note(&format!("A sample is shown now. {key} shows your own file."));
        }
        writing.heading("Paths", "");
        for path in &paths.all {
            let is_open = self.unfolded.contains(&path.id);
            write_path(&mut writing, path, is_open, lesson);
        }
        all_lessons(&mut writing, lesson);
        let Writing { items, rows, .. } = writing;
        self.items = items;
        self.rows = rows;
        if self.cursor >= self.items.len() {
            self.cursor = self.items.len().saturating_sub(1);
        }
        paper.rows
    }
}

fn where_you_were(writing: &mut Writing<'_, '_>, context: &Context<'_>, lesson: &LessonView) {
    let (course, progress) = (&lesson.course, &lesson.progress);
    let is_new = progress.lessons.is_empty();
    writing.heading(if is_new { "Begin" } else { "Where you were" }, "");
    let steps = lesson.lesson.steps.len().max(1);
    let text = match next(lesson).and_then(|id| course.find(&id)) {
        Some(entry) => Text::new().plain("Next: ").strong(safe_line(entry.title()).as_ref()),
        None => Text::new()
            .strong(safe_line(&lesson.lesson.title).as_ref())
            .muted(format!(" · step {} of {steps}", lesson.step() + 1)),
    };
    let text = match lesson.on_path() {
        Some(path) => text.muted(format!(" · path {}", path.title)),
        None => text,
    };
    writing.item(Item::GoOn, &text, None);
    let (due, all) = (progress.due(context.clock).len(), progress.skills.len());
    let text = match (due, all) {
        (_, 0) => Text::new().muted("Review: nothing yet; what you answer comes back here"),
        (0, _) => Text::new().plain("Review: nothing is due today"),
        (1, _) => Text::new().strong("Review: 1 skill is due"),
        (due, _) => Text::new().strong(format!("Review: {due} skills are due")),
    };
    let of = match (due, all) {
        (_, 0) => String::new(),
        (0, 1) => " · 1 skill asked so far".to_owned(),
        // What is counted was said just before.
        (1.., all) => format!(" · {all} asked so far"),
        (0, all) => format!(" · {all} skills asked so far"),
    };
    writing.item(Item::Review, &text.muted(of), None);
}

fn needs(
    writing: &mut Writing<'_, '_>,
    advice: &Advice,
    lesson: &LessonView,
    paths: &Paths,
    source: Option<&Source>,
) {
    let (course, progress) = (&lesson.course, &lesson.progress);
    let begin = &advice.begin;
    writing.heading(words::begin_title(advice), "");
    if let Some(id) = &begin.lesson {
        let text = lesson_text(course, paths, id, begin.path.as_deref());
        let (lesson, path, proof) = (id.clone(), begin.path.clone(), proof(&begin.why));
        writing.item(Item::Need { lesson, path, proof }, &text, None);
    }
    for why in begin.why.iter().take(2) {
        writing.note(&words::reason(why, source));
    }
    if begin.why.len() > 2 {
        writing.note(&format!("and {} more like these", begin.why.len() - 2));
    }
    let own = lesson.path.as_deref().and_then(|id| paths.find(id));
    let own = own.filter(|path| begin.lesson.as_ref().is_some_and(|id| path.holds(id)));
    let counts = |id: &&String| own.is_none_or(|path| path.holds(id));
    let title = |id: &String| course.find(id).map_or(id.as_str(), |entry| entry.title()).to_owned();
    let before: Vec<String> = begin.before.iter().filter(counts).map(title).collect();
    if !before.is_empty() {
        writing.note(&format!("Better before it: {}.", before.join("; ")));
    }
    let is_other = |need: &&Need| Some(&need.lesson) != begin.lesson.as_ref();
    let mut heading = words::begin_title(advice);
    let others: Vec<&Need> = advice.needs.iter().filter(is_other).collect();
    for need in others.iter().take(MOST_NEEDS) {
        let title = if need.is_of_a_finding() { words::NEEDS } else { words::SUITS };
        if std::mem::replace(&mut heading, title) != title {
            writing.heading(title, "");
        }
        let is_done = course
            .find(&need.lesson)
            .and_then(|entry| state_of(entry, progress))
            .is_some_and(|state| state.done);
        let text = lesson_text(course, paths, &need.lesson, need.path.as_deref());
        let mark = is_done.then_some(("✓", Role::Good));
        let (lesson, path, proof) = (need.lesson.clone(), need.path.clone(), proof(&need.reasons));
        writing.item(Item::Need { lesson, path, proof }, &text, mark);
        if let Some(why) = need.reasons.first() {
            writing.note(&words::reason(why, source));
        }
    }
    for open in &advice.open {
        writing.note(&safe_line(open));
    }
    if others.len() > MOST_NEEDS {
        writing.note(&format!(
            "{} shows all that is found.",
            key_of(Action::Show(crate::tui::View::Checks))
        ));
    }
}

fn proof(reasons: &[Reason]) -> Vec<Span> {
    let mut proof: Vec<Span> = reasons.iter().flat_map(|it| it.proof.iter().copied()).collect();
    proof.sort_unstable();
    proof.dedup();
    proof
}

fn lesson_text(course: &Course, paths: &Paths, id: &str, path: Option<&str>) -> Text {
    let entry = course.find(id);
    let title = entry.map_or(id, |entry| entry.title());
    let mut text = Text::new().strong(safe_line(title).as_ref());
    if let Some(minutes) = entry.and_then(CourseEntry::minutes) {
        text = text.muted(format!(" · {minutes} min"));
    }
    match path.and_then(|id| paths.find(id)) {
        Some(path) => text.muted(format!(" · {}", path.title)),
        None => text,
    }
}

fn write_path(writing: &mut Writing<'_, '_>, path: &Path, is_open: bool, lesson: &LessonView) {
    let (course, progress) = (&lesson.course, &lesson.progress);
    let way = path.way(course, progress);
    let (done, all) = (way.count(), way.done.len());
    let far = match done {
        0 => format!(" · {all} lessons · {} min", way.minutes),
        done if done == all => " · done".to_owned(),
        done => format!(" · {done} of {all} · {} min left", way.minutes_left),
    };
    let mark = match done {
        0 => ("○", Role::Muted),
        done if done == all => ("✓", Role::Good),
        _ => ("◐", Role::Key),
    };
    let text = Text::new().strong(path.title.as_str()).muted(far);
    writing.item(Item::Path(path.id.clone()), &text, Some(mark));
    if is_open {
        writing.note(&path.about);
        for id in &path.lessons {
            writing.lesson(course, progress, id, Some(&path.id));
        }
    }
}

fn all_lessons(writing: &mut Writing<'_, '_>, lesson: &LessonView) {
    let (course, progress) = (&lesson.course, &lesson.progress);
    let (done, count) = lessons_done(course, progress);
    let mut more = format!(" · {done} of {count} done");
    if progress.spent >= 60_000 {
        more += &format!(" · {} spent", spent(progress.spent));
    }
    // Few, and somebody put them there for a reason: they stand where they are seen.
    if !course.added.is_empty() {
        writing.heading("Lessons from elsewhere", "");
    }
    for entry in &course.added {
        writing.lesson(course, progress, &entry.id, None);
    }
    writing.heading("All lessons", &more);
    for entry in &course.entries {
        writing.lesson(course, progress, &entry.id, None);
    }
}
