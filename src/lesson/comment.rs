//! What each directive does to the lesson that is being built.

use super::builder::Builder;
use super::directive::{self, CommentError, Directive, KNOWN, Value};
use super::exercise::{Exercise, ExerciseKind};
use super::place::{Page, Place, short};
use super::settings::Settings;
use super::trace::TracedFocus;
use super::yaml::Yaml;
use super::{Focus, Item, files};
use crate::doc::{Block, markdown};
use crate::select::{Expression, Selector};
use crate::source::Source;

/// How deep included files may include others.
const DEEPEST_INCLUDE: usize = 8;

impl Builder<'_> {
    /// Reads a comment that is a block of its own.
    pub(super) fn comment(&mut self, comment: &str, block: &Block) {
        let Some(directive) = self.directive(comment, block) else { return };
        let place = self.place(block);
        let is_on_one_line =
            block.origin.is_none_or(|origin| origin.lines.first == origin.lines.last);
        if is_on_one_line && !directive::is_of_presenterm(directive.name) {
            self.trace.not_presenterm.push((directive.name, place.clone()));
        }
        let value = self.comment_place(comment, block).plus(directive.at);
        let keeps_exercise = matches!(directive.name, "focus" | "speaker_note" | "discuss")
            && self.awaits_exercise();
        if !keeps_exercise {
            self.end_exercise();
        }
        match directive.name {
            "focus" => self.focus(directive, &value),
            "pause" => self.push(Item::Pause),
            "if" => {
                let condition = self.expression(directive, &value).map(|(condition, _)| condition);
                self.begin_condition(condition, place);
            }
            "else" => self.begin_else(&place),
            "endif" => self.end_condition(&place),
            "quiz" => self.exercise(ExerciseKind::Quiz, directive, &value, block),
            "task" => self.exercise(ExerciseKind::Task, directive, &value, block),
            "ask" => {
                if self.may_ask(&place) {
                    self.ask(directive, &value);
                }
            }
            "check" => self.problems.error_with_hint(
                &place,
                "a check belongs into an item of a list",
                "write it behind the item's text",
            ),
            "speaker_note" => {
                let note = self.words(directive, &value).map(|(text, _)| text);
                self.push(Item::SpeakerNote(note.unwrap_or_default().trim().to_owned()));
            }
            "discuss" => {
                let mut settings = self.settings(directive, &value);
                let minutes = settings.number("minutes", self.problems);
                settings.report_unknown(&["minutes"], self.problems);
                self.push(Item::Discuss { minutes });
            }
            "include" => self.include(directive, &value),
            "end_slide" => self.end_slide(block),
            _ => self.skip_slide(),
        }
    }

    /// The directive that a comment holds; a slip is reported.
    pub(super) fn directive(&mut self, comment: &str, block: &Block) -> Option<Directive> {
        match directive::read(comment) {
            Ok(directive) => directive,
            Err(CommentError::Settings { message, at }) => {
                let place = self.comment_place(comment, block).plus(at);
                self.problems.error_with_hint(
                    &place,
                    format!("these settings cannot be read: {message}"),
                    "write {key: value, key: value}, with quotes around unusual texts",
                );
                None
            }
            Err(CommentError::Unknown { name }) => {
                // A plain Markdown file may say in comments what it likes.
                if self.trace.is_lesson {
                    let place = self.place(block);
                    self.problems.unknown(&place, "directive", &name, &KNOWN);
                }
                None
            }
        }
    }

    /// Where the text of a comment begins.
    pub(super) fn comment_place(&self, comment: &str, block: &Block) -> Place {
        let Some(origin) = block.origin else { return self.place_at(0) };
        self.inline_place(comment, origin.span)
    }

    /// Where the text of a comment begins that stands in this part of the file.
    pub(super) fn inline_place(&self, comment: &str, span: crate::source::Span) -> Place {
        let written = self.page.source.slice(span);
        // A comment of several lines in a quote or list has marks between
        // its lines; then the begin of the comment has to do.
        self.place_at(span.start as usize + written.find(comment).unwrap_or(0))
    }

    /// The value as settings; nothing counts as no settings.
    pub(super) fn settings(&mut self, directive: Directive, place: &Place) -> Settings {
        match directive.value {
            Value::Nothing => Settings::empty(place.clone()),
            Value::Tree(node) => Settings::of(node, place, self.problems),
            Value::Raw(_) => {
                let name = directive.name;
                let message = format!("{name} takes settings in braces");
                self.problems.error_with_hint(place, message, format!("{name}: {{key: value}}"));
                Settings::empty(place.clone())
            }
        }
    }

    /// The value as one text, with the place of its first letter.
    pub(super) fn words(&mut self, directive: Directive, place: &Place) -> Option<(String, Place)> {
        match directive.value {
            Value::Raw(text) => Some((text, place.clone())),
            Value::Tree(node) => match node.value {
                Yaml::Scalar(text) => {
                    let start = place.plus(node.span.start);
                    // Behind the quote, unless the text begins on the next line.
                    let written = self.written_at(&start);
                    let quoted = written.is_some_and(|it| it.starts_with(['\'', '"']));
                    Some((text.trim_end().to_owned(), if quoted { start.plus(1) } else { start }))
                }
                _ => self.missing_value(directive.name, place),
            },
            Value::Nothing => self.missing_value(directive.name, place),
        }
    }

    fn missing_value(&mut self, name: &str, place: &Place) -> Option<(String, Place)> {
        let message = format!("{name} needs a value");
        self.problems.error_with_hint(place, message, format!("<!-- {name}: … -->"));
        None
    }

    fn written_at(&self, place: &Place) -> Option<&str> {
        self.page.source.text().get(place.offset()..)
    }

    /// The value as an expression.
    pub(super) fn expression(
        &mut self,
        directive: Directive,
        place: &Place,
    ) -> Option<(Expression, Place)> {
        let (text, start) = self.words(directive, place)?;
        match Expression::parse(&text) {
            Ok(expression) => {
                self.may_query(expression.searches, &start).then_some((expression, start))
            }
            Err(error) => {
                self.problems.select(&start, error);
                None
            }
        }
    }

    fn focus(&mut self, directive: Directive, value: &Place) {
        let is_map =
            matches!(&directive.value, Value::Tree(node) if matches!(node.value, Yaml::Map(_)));
        let mut focus = Focus { selector: None, all: false, optional: false, note: None };
        let selector = if is_map {
            let mut settings = self.settings(directive, value);
            focus.all = settings.truth("all", self.problems);
            focus.optional = settings.truth("optional", self.problems);
            focus.note = settings.text("note", self.problems).map(|it| it.text);
            let selector = settings.text("sel", self.problems);
            settings.report_unknown(&["sel", "all", "note", "optional"], self.problems);
            if selector.is_none() {
                let hint = "such as focus: {sel: 'RUN:first', all: true}";
                self.problems.error_with_hint(&settings.place, "this focus has no sel", hint);
            }
            selector.map(|it| {
                let quoted =
                    self.written_at(&it.place).is_some_and(|it| it.starts_with(['\'', '"']));
                let place = if quoted { it.place.plus(1) } else { it.place };
                (it.text, place)
            })
        } else {
            self.words(directive, value)
        };
        let Some((text, place)) = selector else { return };
        if text == "none" {
            return self.push(Item::Focus(focus));
        }
        match Selector::parse(&text) {
            Ok(selector) => {
                if !self.may_query(selector.searches, &place) {
                    return;
                }
                self.trace.focuses.push(TracedFocus {
                    selector: selector.clone(),
                    optional: focus.optional,
                    place,
                    conditions: self.open_conditions(),
                });
                focus.selector = Some(selector);
                self.push(Item::Focus(focus));
            }
            Err(error) => self.problems.select(&place, error),
        }
    }

    fn exercise(&mut self, kind: ExerciseKind, directive: Directive, value: &Place, block: &Block) {
        let place = self.place(block);
        let settings = self.settings(directive, value);
        let origin = block.origin.map(|origin| origin.span).unwrap_or_default();
        self.begin_exercise(Exercise::new(kind, settings, place, origin));
    }

    /// Reads another Markdown file of the lesson's folder in place.
    fn include(&mut self, directive: Directive, value: &Place) {
        let Some((path, place)) = self.words(directive, value) else { return };
        if self.including.len() >= DEEPEST_INCLUDE {
            let message = format!("files include each other more than {DEEPEST_INCLUDE} deep here");
            return self.problems.error(&place, message);
        }
        let (safe, text) = match files::read(self.folder, &path) {
            Ok(read) => read,
            Err(why) => return self.problems.error(&place, format!("not included: {why}")),
        };
        if self.including.contains(&safe) {
            let message = format!("{} includes itself", short(&path));
            return self.problems.error(&place, message);
        }
        self.included += text.len();
        if self.included > files::LARGEST_LESSON {
            let most = files::LARGEST_LESSON / 1024;
            let message =
                format!("{}: the included files are larger than {most} KiB", short(&path));
            return self.problems.error(&place, message);
        }
        let name = self.name_beside(&safe);
        let page = std::rc::Rc::new(Page { source: Source::new(name, text.into_bytes()) });
        let outer = std::mem::replace(&mut self.page, std::rc::Rc::clone(&page));
        self.including.push(safe);
        let included = markdown::read(page.source.text());
        self.blocks(&included.document.blocks);
        self.including.pop();
        self.page = outer;
    }

    /// What to call a file of the lesson's folder in messages.
    fn name_beside(&self, path: &std::path::Path) -> String {
        let folder = std::path::Path::new(&self.lesson_name).parent();
        folder.map_or_else(|| path.to_owned(), |folder| folder.join(path)).display().to_string()
    }
}
