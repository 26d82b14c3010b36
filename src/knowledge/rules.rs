//! Variables that a program reads by a rule instead of by a list: `PIP_…` sets pip's option `--…`.

/// Ends of names that a file gives to what it fetches, although they begin as a program's
/// options do: `KAFKA_VERSION`.
const OWN: [&str; 10] = [
    "_VERSION",
    "_SHA",
    "_SHA1",
    "_SHA256",
    "_SHA512",
    "_CHECKSUM",
    "_MD5",
    "_COMMIT",
    "_GPG_KEY",
    "_DOWNLOAD_URL",
];

/// Whether a name ends as those that a file gives to what it fetches.
pub(super) fn is_own(upper: &str) -> bool {
    OWN.iter().any(|end| upper.ends_with(end))
}

/// What the longest rule that fits says of a variable, with the option that it sets. Rules
/// are patterns with one `*`, which stands for letters, digits and `_`.
pub(super) fn of<'t>(
    rules: impl Iterator<Item = (&'t str, &'t str)>,
    name: &str,
) -> Option<String> {
    let fits = rules.filter_map(|(rule, about)| Some((rule.len(), rest_of(rule, name)?, about)));
    let (_, rest, about) = fits.max_by_key(|(length, ..)| *length)?;
    Some(filled(about, rest))
}

/// What the `*` of a rule stands for in a name, in the name's own letters.
fn rest_of<'n>(rule: &str, name: &'n str) -> Option<&'n str> {
    let (start, end) = rule.split_once('*')?;
    let from = name.get(..start.len())?.eq_ignore_ascii_case(start).then_some(start.len())?;
    let to = name.len().checked_sub(end.len()).filter(|to| *to > from)?;
    name.get(to..)?.eq_ignore_ascii_case(end).then_some(())?;
    let rest = name.get(from..to)?;
    rest.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_').then_some(rest)
}

/// A text with the rest of the name in the spellings that it asks for.
fn filled(about: &str, rest: &str) -> String {
    let lower = rest.to_ascii_lowercase();
    about
        .replace("{rest}", rest)
        .replace("{flag}", &lower.replace('_', "-"))
        .replace("{dots}", &lower.replace("__", "\0").replace('_', ".").replace('\0', "_"))
        .replace("{lower}", &lower)
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: [(&str, &str); 4] = [
        ("PIP_*", "sets `--{flag}`"),
        ("KAFKA_*", "sets `{dots}`"),
        ("CARGO_TARGET_*_LINKER", "links `{flag}`"),
        ("CARGO_TARGET_*", "sets {lower} of {rest}"),
    ];

    fn says(name: &str) -> Option<String> {
        of(RULES.into_iter(), name)
    }

    #[test]
    fn the_longest_rule_says_what_a_name_sets() {
        assert_eq!(says("PIP_INDEX_URL").as_deref(), Some("sets `--index-url`"));
        assert_eq!(says("pip_user").as_deref(), Some("sets `--user`"));
        assert_eq!(says("KAFKA_LOG__DIRS_A").as_deref(), Some("sets `log_dirs.a`"));
        assert_eq!(says("CARGO_TARGET_ARM_A_LINKER").as_deref(), Some("links `arm-a`"));
        assert_eq!(says("CARGO_TARGET_Ab").as_deref(), Some("sets ab of Ab"));
    }

    #[test]
    fn what_no_rule_fits_is_nothing() {
        for name in ["PIP_", "XPIP_A", "PIP", "PIP_`a`", "PIP_ä", "ä", "", "PIP_{flag}"] {
            assert_eq!(says(name), None, "{name}");
        }
    }
}
