//! Which releases get no fixes any more, and which accounts images ship.

use super::images::familiar_name;
use super::origin;
use super::stored::blob::Blob;
use super::stored::{DISTRIBUTION, EndedRelease};
use crate::build::reference::Reference;

/// Ended releases, by image and number (`debian 10`), by image and word (`debian =buster`),
/// and by the word that a distribution's release has in the tags of others (`* buster`).
const ENDED: Blob<'static> = Blob::new(include_bytes!(concat!(env!("OUT_DIR"), "/eol.blob")));

/// Names of accounts by system (`base debian`) and by image (`image node`).
const ACCOUNTS: Blob<'static> =
    Blob::new(include_bytes!(concat!(env!("OUT_DIR"), "/accounts.blob")));

/// A release that gets no fixes any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What: `Debian 10`.
    pub name: String,
    /// The last day of its support.
    pub day: &'static str,
    /// The day on which the table was made.
    pub as_of: String,
}

/// The release that an image's tag names, when its support ended before the
/// table was made: that of the image itself, else the distribution's that
/// stands in the tag (`python:3.14-buster`, `node:24-alpine3.18`).
pub fn ended(reference: &Reference) -> Option<Ended> {
    let tag = match (&reference.tag, &reference.digest) {
        (Some(tag), _) => tag,
        (None, None) => "latest",
        (None, Some(_)) => return None,
    };
    let name = familiar_name(&format!("{}/{}", reference.domain, reference.path));
    // Of several that fit, the first of the table counts.
    let number = own(&name, tag).min().or_else(|| distribution(tag).min())?;
    let release: EndedRelease<'static> = postcard::from_bytes(ENDED.record(number)?).ok()?;
    let (name, day) = (release.name.to_owned(), release.day);
    Some(Ended { name, day, as_of: origin("eol.toml").as_of })
}

/// The records of an image's releases that a tag begins with, as a number or a word.
fn own(image: &str, tag: &str) -> impl Iterator<Item = usize> {
    // `v1.26`, `centos7`.
    let tag = ["v", "centos"].iter().find_map(|it| tag.strip_prefix(it)).unwrap_or(tag);
    let first = tag.split(['-', '_', '+']).next().unwrap_or(tag);
    let ends = first.match_indices('.').map(|(at, _)| at).chain([first.len()]);
    let numbers = ends.map(move |end| format!("{image} {}", &first[..end]));
    let word = std::iter::once_with(move || format!("{image} ={first}"));
    numbers.chain(word).filter_map(|key| ENDED.find(&key))
}

/// The records of distributions' releases that are a word of a tag.
fn distribution(tag: &str) -> impl Iterator<Item = usize> {
    tag.split('-').filter_map(|word| ENDED.find(&format!("{DISTRIBUTION} {word}")))
}

/// Whether an image of a system ships an account: `None` where the table does
/// not know the system.
pub fn has_account(reference: &Reference, os: &str, account: &str) -> Option<bool> {
    let os = if os == "ubuntu" { "debian" } else { os };
    let of_system = ACCOUNTS.text(&format!("base {os}"))?;
    let name = familiar_name(&format!("{}/{}", reference.domain, reference.path));
    let of_image = ACCOUNTS.text(&format!("image {name}"));
    let mut lists = of_image.into_iter().chain([of_system]);
    Some(lists.any(|names| names.split(' ').any(|name| name == account)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        ended(&Reference::parse(text).expect("a reference")).map(|ended| ended.name)
    }

    #[test]
    fn the_tag_says_which_release_is_meant() {
        assert_eq!(name("debian:buster-slim").as_deref(), Some("Debian 10"));
        assert_eq!(name("python:3.8.2-slim").as_deref(), Some("Python 3.8"));
        assert_eq!(name("python:3.14-slim-buster").as_deref(), Some("Debian 10"));
        assert_eq!(name("node:24-alpine3.15").as_deref(), Some("Alpine Linux 3.15"));
        assert_eq!(name("ubuntu:16.04").as_deref(), Some("Ubuntu 16.04"));
        assert_eq!(name("centos:centos7.2.1511").as_deref(), Some("CentOS 7"));
        assert_eq!(name("centos").as_deref(), Some("CentOS 8"));
        assert_eq!(name("node:dubnium-alpine").as_deref(), Some("Node.js 10"));
        assert_eq!(name("nginx:1.13-alpine").as_deref(), Some("nginx 1.13"));
        for current in
            ["python:3.14", "python:3", "debian:13", "node:lts", "nginx", "team/python:3.8"]
        {
            assert_eq!(name(current), None, "{current}");
        }
    }

    #[test]
    fn accounts_are_those_of_the_system_and_of_the_image() {
        let has = |image: &str, os: &str, account: &str| {
            has_account(&Reference::parse(image).expect("a reference"), os, account)
        };
        assert_eq!(has("node:24", "debian", "node"), Some(true));
        assert_eq!(has("debian:13", "debian", "www-data"), Some(true));
        assert_eq!(has("debian:13", "debian", "node"), Some(false));
        assert_eq!(has("x", "plan9", "node"), None);
    }
}
