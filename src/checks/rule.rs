//! A check: what it is called, how bad it is, its page, and its code.

use super::foreign::same_id;
use super::model::{Category, Draft, Level};
use super::page;
use super::rules::ALL;
use super::subject::Subject;

/// A check. Each stands in one file below `rules`, with its page beside it.
#[derive(Debug)]
pub struct Rule {
    /// Its name: `apt-lists`.
    pub slug: &'static str,
    /// How bad its findings usually are.
    pub level: Level,
    /// What it is about.
    pub category: Category,
    /// Whether it runs when nobody chose it.
    pub standing: Usually,
    /// Its page, in Markdown.
    pub page: &'static str,
    /// The check itself.
    pub check: fn(&Subject<'_>) -> Vec<Draft>,
}

/// Whether a check runs when nobody chose it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Usually {
    /// It does.
    On,
    /// Only when it is selected by its name: it is right about few files.
    Off,
}

impl Rule {
    /// What it says is wrong, in a few words: the title of its page.
    pub fn title(&self) -> &'static str {
        page::title(self.page)
    }

    /// What other tools call it, and other names of ours.
    pub fn aliases(&self) -> impl Iterator<Item = &'static str> {
        page::aliases(self.page)
    }

    /// Whether a name means it: its slug, or an id of another tool in any case.
    pub fn is_called(&self, name: &str) -> bool {
        self.slug.eq_ignore_ascii_case(name) || self.aliases().any(|alias| same_id(alias, name))
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.slug == other.slug
    }
}

impl Eq for Rule {}

/// All checks, by their names.
pub fn all() -> &'static [&'static Rule] {
    ALL
}

/// The check of this slug.
pub fn by_slug(slug: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.slug.eq_ignore_ascii_case(slug))
}

/// The checks that a name means: one for a slug, perhaps several for an id of
/// another tool.
pub fn called(name: &str) -> Vec<&'static Rule> {
    match by_slug(name) {
        Some(rule) => vec![rule],
        None => ALL.iter().copied().filter(|rule| rule.is_called(name)).collect(),
    }
}

/// The slug that is written most like a name that means no check.
pub fn nearest(name: &str) -> Option<&'static str> {
    let names = ALL.iter().map(|rule| rule.slug);
    let found = crate::dockerfile::go::nearest(&name.to_lowercase(), names)?;
    ALL.iter().map(|rule| rule.slug).find(|slug| *slug == found)
}
