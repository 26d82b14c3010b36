//! Which checks run and how bad their findings are: `layerwise.toml` and the command line.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::model::{Category, Level};
use super::rule::{self, Rule, Usually};

/// Which checks run and how bad their findings are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// When not empty, only these run.
    select: Vec<Choice>,
    /// These do not run.
    ignore: Vec<Choice>,
    /// Levels by slug; `None` for off.
    levels: BTreeMap<&'static str, Option<Level>>,
    /// The least level that makes the program end with 1.
    pub fail_on: Option<Level>,
}

/// What a name in `select` or `ignore` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    All,
    Category(Category),
    Rule(&'static str),
}

/// Why settings cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SettingsError {
    /// What is wrong.
    pub message: String,
    /// What to try.
    pub hint: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Document {
    checks: Table,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Table {
    select: Vec<String>,
    ignore: Vec<String>,
    fail_on: Option<Level>,
    levels: BTreeMap<String, Written>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Written {
    Off,
    Hint,
    Warning,
    Error,
}

impl Settings {
    /// Reads the text of `layerwise.toml`.
    ///
    /// # Errors
    /// When it is no TOML, has a key that does not exist, or names no check.
    pub fn read(text: &str) -> Result<Self, SettingsError> {
        let document: Document = toml::from_str(text).map_err(|error| SettingsError {
            message: error.to_string().trim_end().to_owned(),
            hint: "the keys are select, ignore and fail_on below [checks], and a level for each \
                   check below [checks.levels]"
                .to_owned(),
        })?;
        let mut settings = Self { fail_on: document.checks.fail_on, ..Self::default() };
        settings.choose(&document.checks.select, &document.checks.ignore)?;
        for (name, level) in document.checks.levels {
            let level = match level {
                Written::Off => None,
                Written::Hint => Some(Level::Hint),
                Written::Warning => Some(Level::Warning),
                Written::Error => Some(Level::Error),
            };
            let rules = rule::called(&name);
            if rules.is_empty() {
                return Err(unknown(&name));
            }
            settings.levels.extend(rules.into_iter().map(|rule| (rule.slug, level)));
        }
        Ok(settings)
    }

    /// Chooses checks by slug, by an id of another tool, by category, or `all`.
    /// A choice takes the place of the one before, if it is not empty; what is
    /// ignored is added.
    ///
    /// # Errors
    /// When a name means no check.
    pub fn choose(&mut self, select: &[String], ignore: &[String]) -> Result<(), SettingsError> {
        if !select.is_empty() {
            self.select = choices(select)?;
        }
        self.ignore.extend(choices(ignore)?);
        Ok(())
    }

    /// Whether a check runs.
    pub fn runs(&self, rule: &Rule) -> bool {
        if self.levels.get(rule.slug) == Some(&None) || names(&self.ignore, rule) {
            return false;
        }
        let is_named =
            self.select.contains(&Choice::Rule(rule.slug)) || self.levels.contains_key(rule.slug);
        let is_selected = match self.select.is_empty() {
            true => rule.standing == Usually::On,
            false => names(&self.select, rule) && (rule.standing == Usually::On || is_named),
        };
        is_selected || self.select.is_empty() && is_named
    }

    /// The level that was set for a check.
    pub fn level_of(&self, rule: &Rule) -> Option<Level> {
        self.levels.get(rule.slug).copied().flatten()
    }
}

fn names(choices: &[Choice], rule: &Rule) -> bool {
    choices.iter().any(|choice| match choice {
        Choice::All => true,
        Choice::Category(category) => *category == rule.category,
        Choice::Rule(slug) => *slug == rule.slug,
    })
}

fn choices(names: &[String]) -> Result<Vec<Choice>, SettingsError> {
    let mut found = Vec::new();
    for name in names.iter().flat_map(|name| name.split(',')).map(str::trim) {
        if name.is_empty() {
            continue;
        }
        let category = Category::ALL.into_iter().find(|it| it.name().eq_ignore_ascii_case(name));
        if name.eq_ignore_ascii_case("all") {
            found.push(Choice::All);
        } else if let Some(category) = category {
            found.push(Choice::Category(category));
        } else {
            let rules = rule::called(name);
            if rules.is_empty() {
                return Err(unknown(name));
            }
            found.extend(rules.into_iter().map(|rule| Choice::Rule(rule.slug)));
        }
    }
    Ok(found)
}

fn unknown(name: &str) -> SettingsError {
    let hint = match rule::nearest(name) {
        Some(near) => format!("did you mean {near}?"),
        None => "layerwise check --list shows all checks".to_owned(),
    };
    SettingsError { message: format!("no check is called {name}"), hint }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs(settings: &Settings, slug: &str) -> bool {
        settings.runs(rule::by_slug(slug).expect("a check"))
    }

    #[test]
    fn checks_are_chosen_by_slug_alias_and_category() {
        let mut settings = Settings::default();
        assert!(runs(&settings, "maintainer"));
        settings.choose(&["security".to_owned()], &[]).expect("known");
        assert!(!runs(&settings, "maintainer"));
        settings.choose(&["DL4000,security".to_owned()], &[]).expect("known");
        assert!(runs(&settings, "maintainer"));
        settings.choose(&[], &["MaintainerDeprecated".to_owned()]).expect("known");
        assert!(!runs(&settings, "maintainer"));
    }

    #[test]
    fn a_file_of_settings_is_read_and_its_slips_are_told() {
        let text = "[checks]\nignore = [\"DL4000\"]\nfail_on = \"error\"\n[checks.levels]\nmaintainer = \"hint\"\n";
        let settings = Settings::read(text).expect("settings");
        assert!(!runs(&settings, "maintainer"));
        assert_eq!(settings.fail_on, Some(Level::Error));
        let rule = rule::by_slug("maintainer").expect("a check");
        assert_eq!(settings.level_of(rule), Some(Level::Hint));
        assert!(Settings::read("[checks]\nselekt = []\n").is_err());
        let error = Settings::read("[checks]\nignore = [\"maintainr\"]\n").expect_err("a slip");
        assert_eq!(error.hint, "did you mean maintainer?");
    }
}
