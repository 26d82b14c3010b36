//! A quiz of mdbook-quiz, which is a TOML file with one table a question.
//!
//! The form is that of the crate mdbook-quiz-schema 0.5: `ShortAnswer` and `MultipleChoice` are
//! taken over; `Tracing` runs a Rust program and has no place here.

use std::fmt::Write as _;

use toml::{Table, Value};

use super::markdown::{body, indented, line, prompt};
use super::{Imported, front_matter};
use crate::lesson::scaffold::NewFile;

/// Makes a lesson of a quiz.
///
/// # Errors
/// When the text is no quiz; why, in one sentence with the place.
pub fn import_quiz(id: &str, title: &str, text: &str) -> Result<Imported, String> {
    let table: Table = toml::from_str(text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start.min(text.len()));
        let before = text.get(..start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        format!("line {line}: it is no TOML: {}", error.message())
    })?;
    let questions = table.get("questions").and_then(Value::as_array);
    let questions = questions.ok_or("it has no [[questions]]")?;
    let mut imported = Imported::default();
    let mut lesson = front_matter(id, title, "");
    let _ = write!(lesson, "# {}\n\nTODO: what the questions are about.\n", line(title));
    let mut ids: Vec<String> = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        let number = at + 1;
        let Some(question) = question.as_table() else {
            imported.told.push(format!("question {number} is no table, and is left out"));
            continue;
        };
        let question = Read { table: question, parts: table.get("multipart") };
        let own = question.text(&["id"]).filter(|id| is_id(id)).map(str::to_owned);
        let mut name = own.unwrap_or_else(|| format!("{id}-q{number}"));
        if ids.contains(&name) {
            imported.told.push(format!("question {number} has the id {name} of another one"));
            name = format!("{id}-q{number}");
        }
        match question.written(&name, number) {
            Ok(written) => {
                let _ = write!(lesson, "\n## Question {number}\n\n{written}");
                ids.push(name);
                imported.taken += 1;
            }
            Err(why) => imported.told.push(format!("question {number} is left out: {why}")),
        }
    }
    imported.files.push(NewFile { path: "lesson.md".to_owned(), text: lesson });
    Ok(imported)
}

/// Whether a text may be the id of a question.
fn is_id(text: &str) -> bool {
    let is_part = |it: char| it.is_ascii_alphanumeric() || "-_.".contains(it);
    !text.is_empty() && text.len() <= 64 && text.chars().all(is_part)
}

struct Read<'t> {
    table: &'t Table,
    /// What several questions have before them.
    parts: Option<&'t Value>,
}

impl Read<'_> {
    fn value(&self, path: &[&str]) -> Option<&Value> {
        let (first, rest) = path.split_first()?;
        let start = self.table.get(*first)?;
        rest.iter().try_fold(start, |value, key| value.get(*key))
    }

    fn text(&self, path: &[&str]) -> Option<&str> {
        self.value(path)?.as_str()
    }

    /// A list of texts; one text counts as a list of one.
    fn texts(&self, path: &[&str]) -> Vec<&str> {
        match self.value(path) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(text)) => vec![text],
            _ => Vec::new(),
        }
    }

    fn written(&self, id: &str, number: usize) -> Result<String, String> {
        let kind = self.text(&["type"]).unwrap_or_default();
        let settings = match kind {
            "ShortAnswer" => self.short(id)?,
            "MultipleChoice" => format!("{{id: {id}}}"),
            "Tracing" => return Err("a Tracing runs a Rust program".to_owned()),
            "" => return Err("it has no type".to_owned()),
            other => return Err(format!("there is no type {other} in a lesson")),
        };
        let asked = self.text(&["prompt", "prompt"]).ok_or("it asks nothing")?;
        let mut written = format!("<!-- quiz: {settings} -->\n");
        written += &self.asked(asked, number);
        written += "\n> TODO: a hint, where to look\n\n";
        if kind == "MultipleChoice" {
            written += &self.options()?;
            written.push('\n');
        }
        let why = self.text(&["context"]).map(body);
        let why = why.unwrap_or_else(|| "TODO: why this is so\n".to_owned());
        let _ = write!(written, "<details><summary>Why</summary>\n\n{why}\n</details>\n");
        Ok(written)
    }

    /// A line becomes the heading; more than that stands below one.
    fn asked(&self, asked: &str, number: usize) -> String {
        let shared = self.text(&["multipart"]).and_then(|part| self.parts?.get(part)?.as_str());
        let asked = match shared {
            Some(shared) => format!("{shared}\n\n{asked}"),
            None => asked.to_owned(),
        };
        let asked = asked.trim();
        match asked.contains('\n') {
            false => format!("### {}\n", line(asked)),
            true => format!("### Question {number}\n\n{}\n", prompt(asked)),
        }
    }

    fn short(&self, id: &str) -> Result<String, String> {
        let answer = self.text(&["answer", "answer"]).ok_or("it has no answer")?;
        // Answers are one line there, too.
        let yaml = |text: &str| super::super::scaffold::yaml_text(&one_line(text));
        let others: Vec<String> =
            self.texts(&["answer", "alternatives"]).into_iter().map(yaml).collect();
        let others = match others.is_empty() {
            true => String::new(),
            false => format!(", alternatives: [{}]", others.join(", ")),
        };
        Ok(format!("{{id: {id}, answer: {}{others}}}", yaml(answer)))
    }

    fn options(&self) -> Result<String, String> {
        let right = self.texts(&["answer", "answer"]);
        let wrong = self.texts(&["prompt", "distractors"]);
        if right.is_empty() {
            return Err("it has no answer".to_owned());
        }
        let is_several = self.value(&["answer", "answer"]).is_some_and(Value::is_array);
        let mut options = String::new();
        let mut number = 0;
        let mut option = |is_right: bool, text: &str, remark: &str| {
            number += 1;
            let mark = if is_right { "x" } else { " " };
            let bullet = if is_several { "-".to_owned() } else { format!("{number}.") };
            let text = if text.contains("```") { block(text) } else { line(text) };
            let _ = writeln!(options, "{bullet} [{mark}] {}", text.trim_end());
            if !remark.is_empty() {
                options += &indented(&format!("> {remark}"), "    ");
            }
        };
        right.iter().for_each(|text| option(true, text, ""));
        let remark = "TODO: which belief leads here, and why it is wrong";
        wrong.iter().for_each(|text| option(false, text, remark));
        for _ in wrong.len()..2 {
            option(false, "TODO: another wrong option", remark);
        }
        Ok(options)
    }
}

/// An option with code in it: its first line behind the mark, the rest moved in.
fn block(text: &str) -> String {
    let text = body(text);
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    format!("{first}\n{}", indented(rest, "    "))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
