//! Which releases get no fixes any more, and which accounts images ship.

use std::sync::LazyLock;

use serde::Deserialize;

use super::images::familiar_name;
use crate::build::reference::Reference;

/// The text of the table of ended releases.
pub(super) const ENDED: &str = include_str!("eol.toml");
/// The text of the table of accounts.
pub(super) const ACCOUNTS: &str = include_str!("accounts.toml");

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Products {
    as_of: String,
    product: Vec<Product>,
}

#[derive(Debug, Deserialize)]
struct Product {
    name: String,
    images: Vec<String>,
    ended: Vec<Release>,
}

#[derive(Debug, Deserialize)]
struct Release {
    cycle: String,
    #[serde(default)]
    word: String,
    day: String,
}

/// A release that gets no fixes any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// What: `Debian 10`.
    pub name: String,
    /// The last day of its support.
    pub day: &'static str,
    /// The day on which the table was made.
    pub as_of: &'static str,
}

static PRODUCTS: LazyLock<Products> = LazyLock::new(|| super::read(ENDED));

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
    let own = PRODUCTS.product.iter().find(|it| it.images.contains(&name));
    let found = own.and_then(|product| Some((product, product.release(tag)?)));
    let (product, release) = found.or_else(|| distribution(tag))?;
    Some(Ended {
        name: format!("{} {}", product.name, release.cycle),
        day: &release.day,
        as_of: &PRODUCTS.as_of,
    })
}

fn distribution(tag: &str) -> Option<(&'static Product, &'static Release)> {
    let products = PRODUCTS.product.iter();
    let mut own = products.filter(|it| ["Debian", "Ubuntu", "Alpine Linux"].contains(&&*it.name));
    own.find_map(|product| {
        let mut releases = product.ended.iter();
        let release = releases.find(|release| {
            tag.split('-').any(|word| match release.word.as_str() {
                "" => word.strip_prefix("alpine") == Some(&release.cycle),
                name => word == name && name.len() > 3,
            })
        })?;
        Some((product, release))
    })
}

impl Product {
    /// The release that a tag begins with, as a number or a word.
    fn release(&self, tag: &str) -> Option<&Release> {
        // `v1.26`, `centos7`.
        let tag = ["v", "centos"].iter().find_map(|it| tag.strip_prefix(it)).unwrap_or(tag);
        let first = tag.split(['-', '_', '+']).next().unwrap_or(tag);
        let begins = |cycle: &str| {
            first.strip_prefix(cycle).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let fits = |release: &&Release| {
            begins(&release.cycle) || (!release.word.is_empty() && first == release.word)
        };
        self.ended.iter().find(fits)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Accounts {
    base: Vec<OfSystem>,
    image: Vec<OfImage>,
}

#[derive(Debug, Deserialize)]
struct OfSystem {
    os: String,
    names: String,
}

#[derive(Debug, Deserialize)]
struct OfImage {
    repo: String,
    names: String,
}

/// Whether an image of a system ships an account: `None` where the table does
/// not know the system.
pub fn has_account(reference: &Reference, os: &str, account: &str) -> Option<bool> {
    static TABLE: LazyLock<Accounts> = LazyLock::new(|| super::read(ACCOUNTS));
    let os = if os == "ubuntu" { "debian" } else { os };
    let system = TABLE.base.iter().find(|base| base.os == os)?;
    let name = familiar_name(&format!("{}/{}", reference.domain, reference.path));
    let of_image = TABLE.image.iter().filter(|image| image.repo == name);
    let mut names = of_image.map(|image| &image.names).chain([&system.names]);
    Some(names.any(|names| names.split(' ').any(|name| name == account)))
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
