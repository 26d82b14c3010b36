//! What the reader knows about base images: the file behind `--bases`.
//!
//! It is a JSON object. A name is an image reference with its tag or digest,
//! as a build asks for it (`python:3.12`, `team/app:latest`), a prefix that ends in `*` (`arm64v8/*`), or `*` alone for every other image.
//! A value is the image's configuration as `docker inspect` prints it, with
//! its members at the top (`Env`, `Cmd` …) or below `Config`; `Architecture`,
//! `Os` and `Variant` beside them say that the image exists for that platform
//! only, and `RepoDigests` what the registry answers with for a reference that
//! names a digest. An array holds an image for several platforms: the first entry that
//! fits the platform asked for counts. `null` says that there is no such
//! image. The most exact name counts: the reference itself, then the longest
//! prefix.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::image::ImageConfig;
use super::platform::Platform;
use super::reference::Reference;
use crate::arrange::Arrange as _;

/// Configurations of base images by name.
#[derive(Clone, Debug, Default)]
pub struct Bases {
    exact: BTreeMap<String, Entry>,
    prefixes: Vec<(String, Entry)>,
}

#[derive(Clone, Debug)]
enum Entry {
    Absent,
    One(Box<BaseImage>),
    Several(Vec<BaseImage>),
}

/// One image for one platform.
#[derive(Clone, Debug, Default)]
struct BaseImage {
    config: ImageConfig,
    os: Option<String>,
    architecture: Option<String>,
    variant: Option<String>,
    digest: Option<String>,
}

/// What is known about an image for a platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Nothing.
    Unknown,
    /// It does not exist.
    Absent,
    /// It exists.
    Image {
        /// Its configuration.
        config: Box<ImageConfig>,
        /// The platform it is made for.
        platform: Platform,
        /// The digest that the registry answers with, where it is known.
        digest: Option<String>,
    },
}

impl Bases {
    /// Reads the JSON object.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let Value::Object(members) = value else {
            return Err("expected a JSON object of image references".to_owned());
        };
        let mut bases = Self::default();
        for (name, value) in members {
            bases.insert(&name, value)?;
        }
        Ok(bases)
    }

    /// Adds or replaces one entry.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the value.
    pub fn insert(&mut self, name: &str, value: Value) -> Result<(), String> {
        let read = |value| BaseImage::from_json(value).map_err(|error| format!("{name}: {error}"));
        let entry = match value {
            Value::Null => Entry::Absent,
            Value::Array(values) => {
                Entry::Several(values.into_iter().map(read).collect::<Result<_, _>>()?)
            }
            value => Entry::One(Box::new(read(value)?)),
        };
        match name.strip_suffix('*') {
            Some(prefix) => {
                let prefix = completed_prefix(prefix);
                self.prefixes.retain(|(old, _)| *old != prefix);
                self.prefixes.push((prefix, entry));
                self.prefixes.arrange_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
            }
            None => {
                self.exact.insert(with_registry(name), entry);
            }
        }
        Ok(())
    }

    /// The JSON object that [`Bases::insert`] reads entry by entry, with complete names.
    pub fn to_json(&self) -> Map<String, Value> {
        let value = |entry: &Entry| match entry {
            Entry::Absent => Value::Null,
            Entry::One(image) => image.to_json(),
            Entry::Several(images) => images.iter().map(BaseImage::to_json).collect(),
        };
        let exact = self.exact.iter().map(|(name, entry)| (name.clone(), value(entry)));
        let prefixes =
            self.prefixes.iter().map(|(prefix, entry)| (format!("{prefix}*"), value(entry)));
        exact.chain(prefixes).collect()
    }

    /// Looks an image up by its complete reference.
    pub fn find(&self, reference: &str, platform: &Platform) -> Found {
        let by_prefix = || {
            let mut prefixes = self.prefixes.iter();
            prefixes.find(|(prefix, _)| reference.starts_with(prefix)).map(|(_, entry)| entry)
        };
        match self.exact.get(reference).or_else(by_prefix) {
            None => Found::Unknown,
            Some(Entry::Absent) => Found::Absent,
            Some(Entry::One(image)) => image.found(platform),
            Some(Entry::Several(images)) => {
                let fitting = images.iter().find(|image| image.fits(platform));
                fitting.map_or(Found::Absent, |image| image.found(platform))
            }
        }
    }
}

impl BaseImage {
    fn from_json(value: Value) -> Result<Self, String> {
        let Value::Object(members) = value else {
            return Err("expected an image configuration, or null".to_owned());
        };
        let text = |name: &str| {
            let value = members.get(name).and_then(Value::as_str);
            value.filter(|value| !value.is_empty()).map(str::to_owned)
        };
        let digests = members.get("RepoDigests").and_then(Value::as_array);
        let digest = digests.and_then(|digests| digests.first()?.as_str()?.split_once('@'));
        let digest = digest.map(|(_, digest)| digest.to_owned());
        let (os, architecture, variant) = (text("Os"), text("Architecture"), text("Variant"));
        let config = match members.get("Config") {
            Some(config) => config.clone(),
            None => Value::Object(members),
        };
        let config = ImageConfig::deserialize(config).map_err(|error| error.to_string())?;
        Ok(Self { config, os, architecture, variant, digest })
    }

    fn to_json(&self) -> Value {
        let digests = self.digest.as_ref().map(|digest| vec![format!("image@{digest}")]);
        let members = [
            ("Os", json!(self.os)),
            ("Architecture", json!(self.architecture)),
            ("Variant", json!(self.variant)),
            ("RepoDigests", json!(digests)),
            ("Config", json!(self.config)),
        ];
        let members = members.into_iter().filter(|(_, value)| !value.is_null());
        members.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>().into()
    }

    fn fits(&self, platform: &Platform) -> bool {
        self.os.as_ref().is_none_or(|os| *os == platform.os)
            && self.architecture.as_ref().is_none_or(|it| *it == platform.architecture)
            && self.variant.as_ref().is_none_or(|it| *it == platform.variant)
    }

    fn found(&self, platform: &Platform) -> Found {
        let mut own = platform.clone();
        if let Some(os) = &self.os {
            own.os.clone_from(os);
        }
        if let Some(architecture) = &self.architecture {
            own.architecture.clone_from(architecture);
            own.variant = self.variant.clone().unwrap_or_default();
        }
        let (config, digest) = (Box::new(self.config.clone()), self.digest.clone());
        Found::Image { config, platform: own, digest }
    }
}

/// The reference with the registry that BuildKit puts before. A tag is not
/// added: a name without one is no image that a build asks for.
fn with_registry(name: &str) -> String {
    Reference::parse(name).map_or_else(|_| name.to_owned(), |reference| reference.to_string())
}

/// A prefix with the registry that BuildKit puts before.
fn completed_prefix(prefix: &str) -> String {
    let has_registry = |first: &str| first == "localhost" || first.contains(['.', ':']);
    match prefix.split_once('/') {
        Some((first, _)) if has_registry(first) => prefix.to_owned(),
        Some(_) => format!("docker.io/{prefix}"),
        None if prefix.is_empty() => String::new(),
        None => format!("docker.io/library/{prefix}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        let text = r#"{
            "python:3.12": {"Env": ["A=1"], "Cmd": ["x"], "Architecture": "arm64", "Os": "linux"},
            "team/*": [{"Config": {"User": "app"}, "RepoDigests": ["team/app@sha256:1"]}],
            "gone:1": null,
            "*": {}
        }"#;
        let bases = Bases::from_json(text).unwrap();
        let written = bases.to_json();
        let again = Bases::from_json(&Value::Object(written.clone()).to_string()).unwrap();
        assert_eq!(again.to_json(), written);
        let platform = Platform::parse("linux/arm64").unwrap();
        for name in [
            "docker.io/library/python:3.12",
            "docker.io/team/app:2",
            "docker.io/library/gone:1",
            "quay.io/other:1",
        ] {
            let found = bases.find(name, &platform);
            assert_ne!(found, Found::Unknown, "{name}");
            assert_eq!(found, again.find(name, &platform), "{name}");
        }
    }
}
