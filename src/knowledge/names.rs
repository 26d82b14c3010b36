//! Names that mean something by themselves: variables, and images without an entry of their own.

use super::images::familiar_name;
use super::stored::blob::Blob;
use super::{Knowledge, rules, words};
use crate::build::reference::Reference;

/// Our own table: texts by what they are of and a name (`variables PATH`, `endings TOKEN`,
/// `images nginx`).
const TABLE: Blob<'static> = Blob::new(include_bytes!(concat!(env!("OUT_DIR"), "/names.blob")));

fn get(of: &str, name: &str) -> Option<&'static str> {
    TABLE.text(&format!("{of} {name}"))
}

/// What a variable is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableMeaning {
    /// The end of a sentence that begins with "It".
    pub about: String,
    /// Whether only the habit of naming says so.
    pub by_name: bool,
}

impl Knowledge {
    /// What a variable of this name is for; `None` where the name says nothing.
    pub fn variable(&self, name: &str) -> Option<VariableMeaning> {
        let added = self.added().and_then(|it| it.variable(name));
        added.or_else(|| variable(name))
    }

    /// What an image is, by its familiar name without tag, as the end of "It is …"; says
    /// nothing about what is inside. `None` where the tables do not know it.
    pub fn image(&self, name: &str) -> Option<&str> {
        let added = self.added().and_then(|it| {
            let texts = it.images.iter().map(|(name, told)| (name.as_str(), told.text.as_str()));
            it.images.get(name).map(|told| told.text.as_str()).or_else(|| by_start(texts, name))
        });
        added.or_else(|| image(name))
    }

    /// What is said of an image in whole sentences, from its reference: what it is, and
    /// where nothing else is known of it, what the words of its name say. Empty where the
    /// tables know nothing.
    pub fn image_sentences(&self, reference: &str) -> Vec<String> {
        let name = familiar_name(without_tag(reference));
        let about = self.image(&name);
        let is_whole = about.is_some() && self.knows_exactly(&name);
        let is_known = is_whole
            || Reference::parse(reference)
                .is_ok_and(|reference| self.find_image(&reference.with_tag()).is_some());
        let by_words = if is_known { None } else { words::of_image(reference) };
        let about = about.map(|about| format!("It is {about}."));
        let by_words = by_words.map(|is| format!("By its name, it is {is}."));
        about.into_iter().chain(by_words).collect()
    }

    /// Whether a table has this very name, not the beginning that it shares with others.
    fn knows_exactly(&self, name: &str) -> bool {
        get("images", name).is_some() || self.added().is_some_and(|it| it.images.contains_key(name))
    }
}

/// An image without tag and digest.
pub fn without_tag(image: &str) -> &str {
    let image = image.split('@').next().unwrap_or(image);
    let name_at = image.rfind('/').map_or(0, |at| at + 1);
    match image[name_at..].find(':') {
        Some(at) => &image[..name_at + at],
        None => image,
    }
}

/// What our own table says of a variable, or of an image, by exactly this name.
pub(super) fn by_name(name: &str) -> [(&'static str, Option<&'static str>); 2] {
    [("variable", get("variables", name)), ("image", get("images", name))]
}

/// The names of all variables and images of our own table.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    TABLE.beginning("variables ").chain(TABLE.beginning("images ")).map(|(name, _)| name)
}

/// What our own table says of a variable.
fn variable(name: &str) -> Option<VariableMeaning> {
    let upper = name.to_ascii_uppercase();
    let exact = get("variables", name).or_else(|| get("variables", &upper));
    if let Some(about) = exact {
        return Some(VariableMeaning { about: about.to_owned(), by_name: false });
    }
    // What a file calls `UV_VERSION` is its own variable, not a setting.
    let own = rules::is_own(&upper);
    let options = || TABLE.texts("options ").filter(|_| !own);
    if let Some(about) = rules::of(TABLE.texts("rules ").chain(options()), name) {
        return Some(VariableMeaning { about, by_name: false });
    }
    if let Some(program) = words::setting_of(&upper).filter(|_| !own && !ends_as_own(&upper)) {
        let about = format!("is a setting of {program}");
        return Some(VariableMeaning { about, by_name: true });
    }
    // `Logging__LogLevel__Default`: a path in .NET's settings.
    if name.contains("__") && name.contains(|it: char| it.is_ascii_lowercase()) {
        let about = match name.starts_with(|it: char| it.is_ascii_uppercase()) {
            true => "is a setting of .NET, where `__` parts the levels",
            false => "is a setting with levels, which `__` parts",
        };
        return Some(VariableMeaning { about: about.to_owned(), by_name: true });
    }
    let about = match (by_ending(name, &upper), words::program_of(&upper)) {
        (Some(about), Some(program)) => format!("{about}, and has to do with {program}"),
        (Some(about), None) => about,
        (None, _) => words::of_variable(&upper)?,
    };
    Some(VariableMeaning { about, by_name: true })
}

/// Whether a name that begins as a program's settings rather names something of the file.
fn ends_as_own(upper: &str) -> bool {
    ["_URL", "_REF", "_TAG"].iter().any(|end| upper.ends_with(end))
}

/// What the last word of a variable's name says of it.
fn by_ending(name: &str, upper: &str) -> Option<String> {
    let last_of = |name: &str| name.rsplit(['_', '-', '.']).next().unwrap_or(name).to_owned();
    let bare = upper.trim_end_matches(|it: char| it.is_ascii_digit() || it == '_');
    // `dpkgArch`, `downloadUrl`: the last word of a name in small letters.
    let hump =
        name.rfind(|it: char| it.is_ascii_uppercase()).map(|at| name[at..].to_ascii_uppercase());
    let words = [Some(last_of(upper)), Some(last_of(bare)), hump];
    let by_word = words.into_iter().flatten().find_map(|word| get("endings", &word));
    // `ACCESSTOKEN`: long words are told apart without a sign between.
    let within = || {
        let long = TABLE.texts("endings ").filter(|(end, _)| end.len() > 4);
        let fits = long.filter(|(end, _)| upper.ends_with(end));
        fits.max_by_key(|(end, _)| end.len()).map(|(_, about)| about)
    };
    by_word.or_else(within).map(str::to_owned)
}

/// What our own table says of an image.
fn image(name: &str) -> Option<&'static str> {
    get("images", name).or_else(|| by_start(TABLE.texts("images "), name))
}

/// The text of the longest name that stands for all that begin with it.
fn by_start<'t>(texts: impl Iterator<Item = (&'t str, &'t str)>, name: &str) -> Option<&'t str> {
    let fits = texts.filter(|(start, _)| {
        (start.ends_with(['/', '-']) || start.starts_with("mcr.")) && name.starts_with(start)
    });
    fits.max_by_key(|(start, _)| start.len()).map(|(_, text)| text)
}
