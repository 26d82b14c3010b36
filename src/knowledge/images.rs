//! Well-known base images: what the table says about a reference.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regex_lite::Regex;

use crate::build::image::{ImageConfig, Nothing};
use crate::build::platform::Platform;
use crate::build::reference::Reference;
use crate::build::{Assumption, Origin, Table};

use super::Knowledge;
use super::own::Kept;
use super::pattern::{lacks_last_word, plain_fit};
pub use super::stored::{ImageEntry, Variant};

/// Our own table, by the names of repositories as people write them.
static TABLE: Kept<ImageEntry> =
    Kept::new(include_bytes!(concat!(env!("OUT_DIR"), "/images.blob")));

/// What the table says about a tool or package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is there.
    Present,
    /// It is not there.
    Absent,
    /// The table says nothing.
    NotSaid,
}

/// An image of the table.
#[derive(Clone, Debug)]
pub struct KnownImage {
    /// Its family.
    pub variant: Arc<Variant>,
    /// The distribution's release, where it is known: `trixie`, `alpine 3.24`.
    pub release: Option<String>,
    /// Whether the tag is of a version that the source covers. Of older ones
    /// only what hardly changes is taken: the user, the directory, the shell.
    pub is_covered: bool,
    /// Whether its tag names another release of the distribution than the table is about:
    /// `buster` where the table knows bookworm.
    pub is_other_release: bool,
    /// Whether it is one of Docker's official images.
    pub is_official: bool,
    /// Where the table has it from.
    pub origin: Origin,
}

fn repository(reference: &Reference) -> String {
    format!("{}/{}", reference.domain, reference.path)
}

/// The tag of a reference. One without tag and digest means `latest`; one
/// with a digest alone says nothing about its version.
fn tag(reference: &Reference) -> Option<&str> {
    let tag = match (&reference.tag, &reference.digest) {
        (Some(tag), _) => tag.as_str(),
        (None, None) => "latest",
        (None, Some(_)) => return None,
    };
    // Tags for ONBUILD have triggers, which the table does not hold.
    (!tag.contains("onbuild")).then_some(tag)
}

/// Looks an image up in our own table.
fn find(reference: &Reference) -> Option<KnownImage> {
    TABLE.get(&familiar_name(&repository(reference)))?.find(reference)
}

impl Knowledge {
    /// Looks an image up: in the tables that were added, then in ours.
    pub fn find_image(&self, reference: &Reference) -> Option<KnownImage> {
        let added = self.added();
        let own = added.and_then(|added| added.families_of_images.get(&repository(reference)));
        own.and_then(|entry| entry.find(reference)).or_else(|| find(reference))
    }

    /// What a build may assume about an image for a platform.
    pub fn assume(&self, reference: &Reference, platform: &Platform) -> Option<Assumption> {
        let image = self.find_image(reference)?;
        let is_for_windows = image.variant.os == "windows";
        (is_for_windows == (platform.os == "windows")).then(|| image.assumption())
    }

    /// The same, as a build asks for it.
    pub fn table_of_images(&self) -> Table {
        let knowledge = self.clone();
        Table::new(move |reference, platform| knowledge.assume(reference, platform))
    }
}

/// A class of sizes in words.
fn size_words(class: &str) -> &'static str {
    match class {
        "tiny" => "below 10 MB",
        "small" => "below 150 MB",
        "medium" => "below 500 MB",
        "large" => "500 MB or more",
        _ => "",
    }
}

/// As people write it: without `docker.io/library/`.
fn familiar(reference: &Reference, tag: &str) -> String {
    format!("{}:{tag}", familiar_name(&repository(reference)))
}

/// A complete reference as people write it: without `docker.io/library/`.
pub fn familiar_name(reference: &str) -> String {
    let hubs = ["docker.io/", "index.docker.io/"];
    let short = hubs.iter().find_map(|hub| reference.strip_prefix(hub)).unwrap_or(reference);
    short.strip_prefix("library/").unwrap_or(short).to_owned()
}

/// The longest pattern that an added table may have, in bytes.
const LONGEST_PATTERN: usize = 200;

impl ImageEntry {
    /// Makes an entry of an added table of it: of a family only the keys that are written
    /// count, and what they say rests on the table's own source, day and place.
    ///
    /// # Errors
    /// What is wrong with the entry.
    pub(super) fn become_added(
        &mut self,
        keys: impl Iterator<Item = BTreeSet<String>>,
        (source, as_of, place): (&str, &str, &str),
    ) -> Result<(), String> {
        for name in std::iter::once(&self.repo).chain(&self.aliases) {
            if Reference::parse(name).is_err() || name.contains(['@', ' ']) {
                return Err(format!("{name:?} is no name of an image"));
            }
        }
        if self.variant.is_empty() {
            return Err("the image has no [[image.variant]]: what does it hold?".to_owned());
        }
        for (variant, said) in self.variant.iter_mut().zip(keys) {
            let variant = Arc::make_mut(variant);
            let pattern = &variant.r#match;
            if pattern.len() > LONGEST_PATTERN || Regex::new(pattern).is_err() {
                return Err(format!("{pattern:?} is no regular expression that can be taken"));
            }
            variant.said = Some(said);
            for (own, others) in [(&mut variant.source, source), (&mut variant.as_of, as_of)] {
                if own.is_empty() {
                    others.clone_into(own);
                }
            }
            if variant.source.is_empty() {
                place.clone_into(&mut variant.source);
            }
        }
        Ok(())
    }

    /// The complete repositories that it is about.
    pub(super) fn repositories(&self) -> impl Iterator<Item = String> {
        let names = std::iter::once(&self.repo).chain(&self.aliases);
        names.filter_map(|name| Reference::parse(name).ok()).map(|it| repository(&it))
    }

    /// What the entry says about an image of this repository.
    fn find(&self, reference: &Reference) -> Option<KnownImage> {
        let tag = tag(reference)?;
        let variant = self.variant.iter().find(|variant| variant.fits(tag))?;
        let is_other_release = other_release(variant, tag).is_some();
        let release = self.release(variant, tag);
        let variant = self.with_variables_of(tag, variant);
        Some(KnownImage {
            release,
            is_covered: self.covers(tag),
            is_other_release,
            is_official: variant.said.is_none()
                && reference.domain == "docker.io"
                && reference.path.starts_with("library/"),
            origin: Origin {
                image: familiar(reference, tag),
                as_of: variant.as_of.clone(),
                source: variant.source.clone(),
            },
            variant,
        })
    }

    /// A family with the variables that only some versions set, and none for Windows.
    fn with_variables_of(&self, tag: &str, variant: &Arc<Variant>) -> Arc<Variant> {
        let mut variant = Arc::clone(variant);
        let version = leading_version(tag).filter(|_| variant.os != "windows");
        let Some(version) = version else { return variant };
        for (name, versions) in &self.env_of {
            if versions.split(' ').any(|it| it == version) {
                let env = &mut Arc::make_mut(&mut variant).env;
                env.extend([" ", name]);
            }
        }
        variant
    }

    /// Whether the tag is of a version that the source lists.
    fn covers(&self, tag: &str) -> bool {
        let Some(version) = leading_version(tag) else { return true };
        let listed = || self.versions.split(' ').filter(|it| !it.is_empty());
        let major = version.split('.').next().unwrap_or_default();
        let has_minors =
            listed().any(|it| it.strip_prefix(major).is_some_and(|it| it.starts_with('.')));
        let wanted = if has_minors { version } else { major };
        listed().next().is_none() || listed().any(|it| it == wanted)
    }

    fn release(&self, variant: &Variant, tag: &str) -> Option<String> {
        if let Some(other) = other_release(variant, tag) {
            return Some(other.to_owned());
        }
        if !variant.release.is_empty() {
            return Some(variant.release.clone());
        }
        let words: Vec<&str> = tag.split('-').collect();
        let named = self.suites.keys().find(|suite| words.contains(&suite.as_str()));
        let by_version = || {
            let mut suites = self.suites.iter();
            suites.find(|(_, tags)| tags.split(' ').any(|it| it == tag)).map(|(suite, _)| suite)
        };
        named.or_else(by_version).cloned()
    }
}

/// Releases by the names that tags give them.
const SUITES: [&str; 16] = [
    "wheezy", "jessie", "stretch", "buster", "bullseye", "bookworm", "trixie", "forky", "sid",
    "trusty", "xenial", "bionic", "focal", "jammy", "noble", "resolute",
];

/// The release that a tag names, where the family is about another one.
fn other_release<'t>(variant: &Variant, tag: &'t str) -> Option<&'t str> {
    let named = tag.split('-').find(|word| SUITES.contains(word))?;
    (!variant.release.is_empty() && !variant.release.contains(named)).then_some(named)
}

/// `3.12` of `3.12.4-slim`, `3` of `v3`.
fn leading_version(tag: &str) -> Option<&str> {
    let tag = tag.strip_prefix('v').unwrap_or(tag);
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let major = digits(tag);
    if major == 0 {
        return None;
    }
    let minor = tag[major..].strip_prefix('.').map_or(0, digits);
    Some(if minor == 0 { &tag[..major] } else { &tag[..major + 1 + minor] })
}

impl Variant {
    fn fits(&self, tag: &str) -> bool {
        plain_fit(&self.r#match, tag).unwrap_or_else(|| {
            if lacks_last_word(&self.r#match, tag) {
                return false;
            }
            let pattern = self.pattern.get_or_init(|| Regex::new(&self.r#match).ok());
            pattern.as_ref().is_none_or(|pattern| pattern.is_match(tag))
        })
    }

    /// Whether a tool is there, by the name of its command or package.
    pub fn presence(&self, tool: &str) -> Presence {
        let lists = |list: &str| list.split(' ').any(|known| known == tool);
        match (lists(&self.has), lists(&self.lacks)) {
            (true, _) => Presence::Present,
            (false, true) => Presence::Absent,
            (false, false) => Presence::NotSaid,
        }
    }
}

impl KnownImage {
    /// What the table says, as pairs of what and value, those that it says nothing of left
    /// out. Of a version that the source does not cover, only what hardly changes.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let variant = &self.variant;
        let json = |words: &[String]| {
            let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
            if words.is_empty() { String::new() } else { format!("[{}]", quoted.join(", ")) }
        };
        let system = match &self.release {
            Some(release) if release.starts_with(variant.os.as_str()) => release.clone(),
            Some(release) => format!("{} {release}", variant.os),
            None => variant.os.clone(),
        };
        let mut facts = vec![
            ("system", system),
            ("C library", variant.libc.clone()),
            ("package manager", variant.pkg.clone()),
            ("/bin/sh", variant.sh.clone()),
            ("user", variant.user.clone()),
            ("directory", variant.workdir.clone()),
        ];
        if self.is_covered {
            facts.extend([
                ("ENTRYPOINT", json(&variant.entrypoint)),
                ("CMD", json(&variant.cmd)),
                ("EXPOSE", variant.expose.join(" ")),
                ("VOLUME", variant.volume.join(" ")),
                ("sets the variables", variant.env.clone()),
                ("has for certain", variant.has.clone()),
                ("has not", variant.lacks.clone()),
                ("size, unpacked", size_words(&variant.size).to_owned()),
            ]);
        }
        facts.retain(|(_, value)| !value.is_empty());
        facts
    }

    fn assumption(&self) -> Assumption {
        let variant = &self.variant;
        let set = |names: Vec<String>| -> Arc<BTreeMap<String, Nothing>> {
            Arc::new(names.into_iter().map(|name| (name, Nothing {})).collect())
        };
        let port = |port: &String| match port.contains('/') {
            true => port.clone(),
            false => format!("{port}/tcp"),
        };
        let user = if variant.user == "root" { "" } else { variant.user.as_str() };
        let config = ImageConfig {
            user: user.into(),
            exposed_ports: set(variant.expose.iter().map(port).collect()),
            entrypoint: Arc::new(variant.entrypoint.clone()),
            cmd: Arc::new(variant.cmd.clone()),
            volumes: set(variant.volume.clone()),
            working_dir: variant.workdir.as_str().into(),
            stop_signal: variant.stopsignal.as_str().into(),
            shell: Arc::new(variant.shell.clone()),
            ..ImageConfig::default()
        };
        let names = variant.env.split(' ').filter(|name| !name.is_empty());
        let variables = names.map(str::to_owned).collect();
        Assumption { config, known: self.known(), variables, origin: self.origin.clone() }
    }

    fn known(&self) -> BTreeSet<&'static str> {
        let mut known: BTreeSet<&'static str> = ["User", "WorkingDir", "Shell"].into();
        if self.variant.said.is_none() {
            known.insert("OnBuild");
        }
        if self.is_covered {
            known.extend(["Entrypoint", "Cmd", "ExposedPorts", "Volumes", "StopSignal"]);
        }
        if self.is_official {
            known.insert("Healthcheck");
        }
        let named = |member: &'static str| match member {
            "WorkingDir" => "workdir",
            "Entrypoint" => "entrypoint",
            "Cmd" => "cmd",
            "ExposedPorts" => "expose",
            "Volumes" => "volume",
            "StopSignal" => "stopsignal",
            "Shell" => "shell",
            "User" => "user",
            _ => "",
        };
        let is_said = |member: &'static str| match &self.variant.said {
            Some(said) => said.contains(named(member)),
            None => !self.variant.unknown.iter().any(|it| it == named(member)),
        };
        known.retain(|member| is_said(member));
        if self.variant.healthcheck {
            known.remove("Healthcheck");
        }
        known
    }
}

/// What the table says about an image, in words: `debian 13 trixie, glibc, apt, runs as root`.
pub(super) fn words(image: &KnownImage) -> String {
    let variant = &image.variant;
    let system = match &image.release {
        Some(release) => format!("{} {release}", variant.os),
        None => variant.os.clone(),
    };
    let own = |what: &str, value: &str| match value {
        "" | "none" => String::new(),
        value => format!("{what}{value}"),
    };
    let shell =
        if variant.sh == "none" { "no shell".to_owned() } else { own("/bin/sh is ", &variant.sh) };
    let start =
        variant.entrypoint.iter().chain(&variant.cmd).cloned().collect::<Vec<_>>().join(" ");
    let parts = [
        system,
        own("C library ", &variant.libc),
        shell,
        own("packages by ", &variant.pkg),
        own("runs as ", &variant.user),
        own("starts in ", &variant.workdir),
        own("starts ", &start),
        own("is there: ", &variant.has),
        own("is not there: ", &variant.lacks),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<KnownImage> {
        find(&Reference::parse(text).expect("a reference"))
    }

    #[test]
    fn every_image_is_found_by_the_name_that_is_looked_up() {
        let names: Vec<&str> = TABLE.blob.beginning("").map(|(name, _)| name).collect();
        assert!(names.len() > 150, "{}", names.len());
        for name in names {
            let reference = Reference::parse(name).expect(name);
            assert_eq!(familiar_name(&repository(&reference)), name);
            let entry = TABLE.get(name).expect(name);
            assert!(!entry.variant.is_empty(), "{name}");
            for variant in &entry.variant {
                assert!(variant.as_of.starts_with("20"), "{name}: {}", variant.as_of);
                assert!(!variant.source.is_empty() && !variant.os.is_empty(), "{name}");
            }
        }
    }

    #[test]
    fn a_plain_pattern_fits_as_its_regular_expression_does() {
        let words = ["3.14", "trixie", "slim", "alpine", "26.04", "nonroot", "debug", "fpm", "8"];
        let pairs = words.iter().flat_map(|one| words.map(|other| format!("{one}-{other}")));
        let tags: Vec<String> =
            pairs.chain(words.map(str::to_owned)).chain([String::new(), "latest".into()]).collect();
        let (mut plain, mut all) = (0, 0);
        for (_, number) in TABLE.blob.beginning("") {
            for variant in &TABLE.at(number).expect("an entry").variant {
                let pattern = Regex::new(&variant.r#match).expect("a pattern");
                all += 1;
                for tag in &tags {
                    let Some(fits) = plain_fit(&variant.r#match, tag) else { continue };
                    plain += 1;
                    assert_eq!(fits, pattern.is_match(tag), "{} {tag}", variant.r#match);
                }
            }
        }
        assert!(plain > all * tags.len() * 9 / 10, "nearly all are plain: {plain}");
    }

    #[test]
    fn names_mean_the_same_image_in_every_spelling() {
        let python = found("python").expect("known");
        assert_eq!(python.origin.image, "python:latest");
        assert_eq!(
            (python.variant.os.as_str(), python.release.as_deref()),
            ("debian", Some("13 trixie"))
        );
        for name in ["docker.io/python", "library/python:latest", "index.docker.io/library/python"]
        {
            assert_eq!(found(name).expect(name).origin, python.origin);
        }
        assert!(found("ghcr.io/somebody/python").is_none());
        assert!(found("amd64/debian:12").is_some());
        assert!(found("gcr.io/distroless/static-debian12:nonroot").is_some());
    }

    #[test]
    fn the_first_family_that_fits_the_tag_counts() {
        let os = |text: &str| found(text).map(|image| image.variant.os.clone());
        assert_eq!(os("python:3.14-alpine").as_deref(), Some("alpine"));
        assert_eq!(os("python:3.14-slim").as_deref(), Some("debian"));
        assert_eq!(os("mcr.microsoft.com/dotnet/aspnet:8.0-alpine").as_deref(), Some("alpine"));
        let digest = "sha256:".to_owned() + &"a".repeat(64);
        assert!(found(&format!("python@{digest}")).is_none());
        assert!(found(&format!("python:3.14-slim@{digest}")).is_some());
        assert!(found("python:2-onbuild").is_none());
    }

    #[test]
    fn a_version_sets_its_own_variables() {
        let sets = |text: &str, name: &str| {
            found(text).expect(text).variant.env.split(' ').any(|known| known == name)
        };
        for (image, lang, key) in [
            ("python:3.11-slim", true, true),
            ("python:3.12.4-alpine", true, true),
            ("python:3.13-bookworm", false, true),
            ("python:3.14-slim-bookworm", false, false),
            ("python:slim", false, false),
            ("python:3.13-windowsservercore", false, false),
        ] {
            assert_eq!((sets(image, "LANG"), sets(image, "GPG_KEY")), (lang, key), "{image}");
            assert!(sets(image, "PYTHON_VERSION"), "{image}");
        }
    }

    #[test]
    fn a_bare_tag_means_the_release_of_the_list() {
        let release = |text: &str| found(text).and_then(|image| image.release);
        assert_eq!(release("node:24").as_deref(), Some("12 bookworm"));
        assert_eq!(release("golang:alpine"), None);
        assert_eq!(release("alpine").as_deref(), Some("alpine 3.24"));
    }

    #[test]
    fn the_start_of_an_old_version_is_not_claimed() {
        let known = |text: &str| found(text).expect(text).known();
        assert!(known("python:3.14-slim").contains("Cmd"));
        assert!(known("python:3.14.2-slim").contains("Cmd"));
        assert!(!known("python:2.7").contains("Cmd"), "it starts python2");
        assert!(known("python:2.7").contains("User"));
        assert!(known("debian:trixie").contains("Healthcheck"));
        assert!(!known("gcr.io/distroless/static").contains("Healthcheck"));
    }

    #[test]
    fn the_table_is_about_the_platform_that_is_asked_for() {
        let windows = Platform { os: "windows".to_owned(), ..Platform::linux_amd64() };
        let reference = Reference::parse("python:3.14-slim").expect("a reference");
        let ours = Knowledge::default();
        assert!(ours.assume(&reference, &Platform::linux_amd64()).is_some());
        assert!(ours.assume(&reference, &windows).is_none());
    }

    #[test]
    fn tools_are_present_absent_or_not_spoken_of() {
        let slim = found("debian:trixie-slim").expect("known").variant;
        assert_eq!(slim.presence("bash"), Presence::Present);
        assert_eq!(slim.presence("curl"), Presence::Absent);
        assert_eq!(slim.presence("nano"), Presence::NotSaid);
    }
}
