//! What the words within a name say of an image or a variable that no table knows whole.
//!
//! It is a habit of naming, not a fact, and whoever shows it has to say so.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

/// The table.
pub(super) const TEXT: &str = include_str!("words.toml");

/// So many programs are told of one image.
const MOST_PROGRAMS: usize = 3;

type Meanings = HashMap<String, String>;

#[derive(Debug, Default, serde::Deserialize)]
struct Read {
    #[serde(flatten)]
    _origin: super::Origin,
    settings: BTreeMap<String, String>,
    first_words: BTreeMap<String, String>,
    middle_words: BTreeMap<String, String>,
    programs: BTreeMap<String, String>,
    programs_of_images: BTreeMap<String, String>,
    not_beside: BTreeMap<String, String>,
    systems: BTreeMap<String, String>,
    purposes: BTreeMap<String, String>,
}

struct Table {
    settings: BTreeMap<String, String>,
    first_words: Meanings,
    middle_words: Meanings,
    programs: Meanings,
    programs_of_images: Meanings,
    not_beside: BTreeMap<String, String>,
    systems: Meanings,
    purposes: Meanings,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let read: Read = super::read(TEXT);
    Table {
        settings: read.settings,
        first_words: by_word(&read.first_words),
        middle_words: by_word(&read.middle_words),
        programs: by_word(&read.programs),
        programs_of_images: by_word(&read.programs_of_images),
        not_beside: read.not_beside,
        systems: by_word(&read.systems),
        purposes: by_word(&read.purposes),
    }
});

fn by_word(groups: &BTreeMap<String, String>) -> Meanings {
    let pairs = groups
        .iter()
        .flat_map(|(group, text)| group.split(' ').map(|word| (word.to_owned(), text.clone())));
    pairs.collect()
}

/// The program that a variable sets by the beginning of its name, which is in capitals.
pub(super) fn setting_of(name: &str) -> Option<&'static str> {
    let fits = TABLE.settings.iter().filter(|(start, _)| name.starts_with(start.as_str()));
    fits.max_by_key(|(start, _)| start.len()).map(|(_, program)| program.as_str())
}

/// What words of a variable's name, which is in capitals, say of it, as the end of "It …".
pub(super) fn of_variable(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(['_', '-', '.']).filter(|word| !word.is_empty()).collect();
    let first = words.first().and_then(|word| TABLE.first_words.get(*word));
    let middle = || words.iter().find_map(|word| TABLE.middle_words.get(*word));
    if words.len() > 1
        && let Some(about) = first.or_else(middle)
    {
        return Some(about.clone());
    }
    program_of(name).map(|program| format!("has to do with {program}"))
}

/// The program that a word of a variable's name, which is in capitals, names.
pub(super) fn program_of(name: &str) -> Option<&'static str> {
    let mut words = name.split(['_', '-', '.']);
    words.find_map(|word| meaning(&TABLE.programs, &word.to_lowercase()))
}

/// What the words of an image's name and tag say of it, as the end of "It is …".
pub(super) fn of_image(reference: &str) -> Option<String> {
    let reference = reference.split('@').next().unwrap_or(reference).to_ascii_lowercase();
    let last = reference.rsplit('/').next().unwrap_or_default();
    let (name, tag) = last.split_once(':').unwrap_or((last, ""));
    let (name, tag) = (words_of(name), words_of(tag));
    let programs = programs(&name, &tag);
    let system = name.iter().chain(&tag).find_map(|word| meaning(&TABLE.systems, word));
    let purpose = name.iter().find_map(|word| meaning(&TABLE.purposes, word));
    let mut parts = Vec::new();
    match (listed(&programs), system) {
        (Some(programs), Some(system)) => parts.push(format!("for {programs}, on {system}")),
        (Some(programs), None) => parts.push(format!("for {programs}")),
        (None, Some(system)) => parts.push(format!("{system}, or built on it")),
        (None, None) => {}
    }
    parts.extend(purpose.map(|purpose| format!("meant for {purpose}")));
    (!parts.is_empty()).then(|| parts.join(", and "))
}

/// The programs that are named, each once. In a tag a word counts only with a version
/// behind it: `jdk8` says what is inside, `git-1a2b3c` does not.
fn programs(name: &[String], tag: &[String]) -> Vec<&'static str> {
    let versioned = tag.iter().filter(|word| word.ends_with(|it: char| it.is_ascii_digit()));
    let mut programs: Vec<&'static str> = Vec::new();
    for word in name.iter().chain(versioned) {
        let beside = TABLE.not_beside.get(word.as_str());
        if beside.is_some_and(|others| others.split(' ').any(|it| name.iter().any(|has| has == it)))
        {
            continue;
        }
        let found = meaning(&TABLE.programs, word)
            .or_else(|| meaning(&TABLE.programs_of_images, word))
            .filter(|found| !programs.contains(found));
        programs.extend(found);
    }
    programs.truncate(MOST_PROGRAMS);
    programs
}

fn listed(names: &[&str]) -> Option<String> {
    let (last, others) = names.split_last()?;
    Some(match others {
        [] => (*last).to_owned(),
        _ => format!("{} and {last}", others.join(", ")),
    })
}

/// Cuts a name at its signs, without what a variable stands for.
fn words_of(name: &str) -> Vec<String> {
    let mut literal = String::new();
    let mut rest = name;
    while let Some((before, behind)) = rest.split_once('$') {
        literal.push_str(before);
        literal.push('-');
        rest = match behind.strip_prefix('{') {
            Some(braced) => braced.split_once('}').map_or("", |(_, rest)| rest),
            None => behind.trim_start_matches(|it: char| it.is_ascii_alphanumeric() || it == '_'),
        };
    }
    literal.push_str(rest);
    let words = literal.split(|it: char| !it.is_ascii_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A word as it is, else without the version behind it: `php7`.
fn meaning(table: &'static Meanings, word: &str) -> Option<&'static str> {
    let bare = word.trim_end_matches(|it: char| it.is_ascii_digit());
    table.get(word).or_else(|| table.get(bare)).map(String::as_str)
}

/// What is wrong with the table.
pub(super) fn faults() -> Vec<String> {
    let read: Read = match toml::from_str(TEXT) {
        Ok(read) => read,
        Err(error) => return vec![error.to_string()],
    };
    let of_images = [&read.programs, &read.programs_of_images, &read.systems, &read.purposes];
    let of_variables = [&read.first_words, &read.middle_words];
    let mut faults = Vec::new();
    for tables in [&of_images[..], &of_variables[..], &[&read.settings][..]] {
        let mut seen = std::collections::HashSet::new();
        for (group, text) in tables.iter().flat_map(|table| table.iter()) {
            if text.is_empty() || text.ends_with('.') {
                faults.push(group.clone());
            }
            let twice = group.split(' ').filter(|word| !seen.insert(*word));
            faults.extend(twice.map(|word| format!("twice {word}")));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_what_its_words_say() {
        let says = |reference: &str| of_image(reference).unwrap_or_default();
        assert_eq!(says("me/alpine-java:jre8"), "for Java, on Alpine Linux");
        assert_eq!(says("me/ubuntu:jdk8"), "for Java, on Ubuntu");
        assert_eq!(says("quay.io/me/xenial"), "Ubuntu, or built on it");
        assert_eq!(says("me/nginx-php-fpm"), "for nginx, PHP and PHP's server FPM");
        assert_eq!(
            says("me/baseimage-alpine"),
            "Alpine Linux, or built on it, and meant for building other images on it"
        );
        assert_eq!(says("alpine/app"), "");
        assert_eq!(says("me/app:git-1a2b3c"), "");
        assert_eq!(says("me/app-${PYTHON}$REDIS:latest"), "");
    }

    #[test]
    fn a_word_beside_another_means_something_else() {
        assert_eq!(of_image("me/kubernetes-node").unwrap_or_default(), "for Kubernetes");
        assert_eq!(of_image("me/node-yarn").unwrap_or_default(), "for Node.js and Yarn");
    }

    #[test]
    fn a_variable_is_what_its_words_say() {
        let says = |name: &str| of_variable(name).unwrap_or_default();
        assert_eq!(says("ENABLE_THIS"), "switches something on or off");
        assert_eq!(says("POOL_MAX_CHILDREN"), "is an upper bound");
        assert_eq!(says("NGROK_STUFF"), "has to do with ngrok");
        assert_eq!(says("SKIP"), "");
        assert_eq!(says("NODE_STUFF"), "");
    }
}
