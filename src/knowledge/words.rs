//! What the words within a name say of an image or a variable that no table knows whole.
//!
//! It is a habit of naming, not a fact, and whoever shows it has to say so.

use super::stored::blob::Blob;

/// The table: texts by what they are of and a word (`programs python`, `systems alpine`).
const TABLE: Blob<'static> = Blob::new(include_bytes!(concat!(env!("OUT_DIR"), "/words.blob")));

/// So many programs are told of one image.
const MOST_PROGRAMS: usize = 3;

fn get(of: &str, word: &str) -> Option<&'static str> {
    TABLE.text(&format!("{of} {word}"))
}

/// The program that a variable sets by the beginning of its name, which is in capitals.
pub(super) fn setting_of(name: &str) -> Option<&'static str> {
    let fits = TABLE.texts("settings ").filter(|(start, _)| name.starts_with(start));
    fits.max_by_key(|(start, _)| start.len()).map(|(_, program)| program)
}

/// What words of a variable's name, which is in capitals, say of it, as the end of "It …".
pub(super) fn of_variable(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(['_', '-', '.']).filter(|word| !word.is_empty()).collect();
    let first = words.first().and_then(|word| get("first_words", word));
    let middle = || words.iter().find_map(|word| get("middle_words", word));
    if words.len() > 1
        && let Some(about) = first.or_else(middle)
    {
        return Some(about.to_owned());
    }
    program_of(name).map(|program| format!("has to do with {program}"))
}

/// The program that a word of a variable's name, which is in capitals, names.
pub(super) fn program_of(name: &str) -> Option<&'static str> {
    let mut words = name.split(['_', '-', '.']);
    words.find_map(|word| meaning("programs", &word.to_lowercase()))
}

/// What the words of an image's name and tag say of it, as the end of "It is …".
pub(super) fn of_image(reference: &str) -> Option<String> {
    let reference = reference.split('@').next().unwrap_or(reference).to_ascii_lowercase();
    let last = reference.rsplit('/').next().unwrap_or_default();
    let (name, tag) = last.split_once(':').unwrap_or((last, ""));
    let (name, tag) = (words_of(name), words_of(tag));
    let programs = programs(&name, &tag);
    let system = name.iter().chain(&tag).find_map(|word| meaning("systems", word));
    let purpose = name.iter().find_map(|word| meaning("purposes", word));
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
        let beside = get("not_beside", word);
        if beside.is_some_and(|others| others.split(' ').any(|it| name.iter().any(|has| has == it)))
        {
            continue;
        }
        let found = meaning("programs", word)
            .or_else(|| meaning("programs_of_images", word))
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
fn meaning(of: &str, word: &str) -> Option<&'static str> {
    let bare = word.trim_end_matches(|it: char| it.is_ascii_digit());
    get(of, word).or_else(|| get(of, bare))
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
