//! A lesson to begin with: whole, so that the checker passes it, with a `TODO:` wherever its
//! author has something to say.

use super::front_matter::is_id;

/// A file to be written: its path below the lesson's folder, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// The path, with `/`.
    pub path: String,
    /// The text.
    pub text: String,
}

/// Marks what an author has still to write; the checker warns of each.
pub(super) const TO_DO: &str = "TODO:";

/// The files of a new lesson.
///
/// # Errors
/// When the id is none, with what an id is.
pub fn scaffold(id: &str, title: Option<&str>) -> Result<Vec<NewFile>, String> {
    if !is_id(id) {
        return Err(
            "an id consists of small letters, digits and dashes, at most 64 of them, such \
                    as our-base-image"
                .to_owned(),
        );
    }
    let title = title.map_or_else(|| from_id(id), |title| crate::source::safe_line(title).into());
    let fill = |text: &str| {
        let text = text.replace("{id}", id).replace("{heading}", &title);
        text.replace("{title}", &yaml_text(&title))
    };
    let file = |path: String, text: &str| NewFile { path, text: fill(text) };
    Ok(vec![
        file("lesson.md".to_owned(), include_str!("lesson.md")),
        file(format!("samples/{id}.Dockerfile"), include_str!("sample.Dockerfile")),
        file(format!("solutions/{id}.Dockerfile"), include_str!("solution.Dockerfile")),
    ])
}

/// A text as YAML holds it, whatever it is.
pub(super) fn yaml_text(text: &str) -> String {
    // A JSON string is a YAML string, too, and strings are always JSON.
    serde_json::to_string(text).unwrap_or_default()
}

/// `our-base` as `Our base`.
fn from_id(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
