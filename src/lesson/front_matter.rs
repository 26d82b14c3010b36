//! The settings at the top of a lesson.

use super::place::{Place, Problems};
use super::settings::{Settings, Text};
use super::{Level, Verified};

/// The version of the format that this program reads.
const VERSION: u32 = 1;

const KEYS: [&str; 14] = [
    "layerwise",
    "id",
    "title",
    "goal",
    "level",
    "minutes",
    "requires",
    "skills",
    "sample",
    "folder",
    "fixtures",
    "verified",
    "next",
    "primary",
];

/// Keys of presenterm decks, which a lesson may be at the same time.
const PRESENTERM: [&str; 8] =
    ["sub_title", "author", "authors", "date", "event", "location", "theme", "options"];

/// What the front matter says.
#[derive(Default)]
pub(super) struct FrontMatter {
    /// Whether it says that this is a lesson.
    pub(super) is_lesson: bool,
    pub(super) id: Option<Text>,
    pub(super) title: Option<String>,
    pub(super) goal: Option<String>,
    pub(super) level: Option<Level>,
    pub(super) minutes: Option<u32>,
    pub(super) requires: Vec<Text>,
    pub(super) skills: Vec<String>,
    pub(super) sample: Option<Text>,
    /// The list of the files beside the sample.
    pub(super) folder: Option<Text>,
    pub(super) fixtures: Vec<Text>,
    pub(super) verified: Option<Verified>,
    pub(super) next: Vec<Text>,
    /// Whether presenterm's directives have a prefix in this deck.
    pub(super) has_command_prefix: bool,
}

/// Reads the settings; `start` is the place of the text in its file.
pub(super) fn read(text: &str, start: &Place, problems: &mut Problems) -> FrontMatter {
    let node = match super::yaml::read(text) {
        Ok(node) => node,
        Err(error) => {
            let message = format!("the settings at the top cannot be read: {}", error.message);
            problems.error(&start.plus(error.offset), message);
            return FrontMatter::default();
        }
    };
    let mut settings = Settings::of(node, start, problems);
    let is_lesson = settings.has("layerwise");
    if let Some(version) = settings.number("layerwise", problems).filter(|it| *it != VERSION) {
        let message = format!("this lesson is written for version {version} of the format");
        let hint = format!("this layerwise reads version {VERSION}");
        problems.error_with_hint(&settings.place, message, hint);
    }
    let words = |texts: Vec<Text>| texts.into_iter().map(|text| text.text).collect();
    let front = FrontMatter {
        is_lesson,
        id: settings.text("id", problems).filter(|id| is_good_id(id, problems)),
        title: settings.text("title", problems).map(|it| it.text),
        goal: settings.text("goal", problems).map(|it| it.text),
        level: settings.text("level", problems).and_then(|it| level(&it, problems)),
        minutes: settings.number("minutes", problems),
        requires: settings.list("requires", problems),
        skills: words(settings.list("skills", problems)),
        sample: settings.text("sample", problems),
        folder: settings.text("folder", problems),
        fixtures: settings.list("fixtures", problems),
        verified: verified(&mut settings, problems),
        next: settings.list("next", problems),
        has_command_prefix: has_command_prefix(&mut settings, problems),
    };
    if is_lesson {
        let known: Vec<&str> = KEYS.iter().chain(&PRESENTERM).copied().collect();
        settings.report_unknown(&known, problems);
    }
    front
}

fn has_command_prefix(settings: &mut Settings, problems: &mut Problems) -> bool {
    settings.has("options")
        && settings.inner("options", problems).is_some_and(|it| it.has("command_prefix"))
}

/// Whether a text is an id of a lesson.
pub(super) fn is_id(text: &str) -> bool {
    let is_part = |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || it == b'-';
    !text.is_empty() && text.len() <= 64 && text.bytes().all(is_part)
}

fn is_good_id(id: &Text, problems: &mut Problems) -> bool {
    let good = is_id(&id.text);
    if !good {
        problems.error_with_hint(
            &id.place,
            "an id consists of small letters, digits and dashes",
            "such as cache-order; at most 64 of them",
        );
    }
    good
}

fn level(text: &Text, problems: &mut Problems) -> Option<Level> {
    match text.text.as_str() {
        "beginner" => Some(Level::Beginner),
        "intermediate" => Some(Level::Intermediate),
        "advanced" => Some(Level::Advanced),
        other => {
            let known = ["beginner", "intermediate", "advanced"];
            problems.unknown(&text.place, "level", other, &known);
            None
        }
    }
}

fn verified(settings: &mut Settings, problems: &mut Problems) -> Option<Verified> {
    if !settings.has("verified") {
        return None;
    }
    let mut inner = settings.inner("verified", problems)?;
    let verified = Verified {
        buildkit: inner.text("buildkit", problems).map(|it| it.text),
        dockerfile: inner.text("dockerfile", problems).map(|it| it.text),
        date: inner.text("date", problems).map(|it| it.text),
    };
    inner.report_unknown(&["buildkit", "dockerfile", "date"], problems);
    Some(verified)
}
