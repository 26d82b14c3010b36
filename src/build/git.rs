//! Sources of ADD that are git repositories (`frontend/dockerfile/dfgitutil`).

use std::collections::BTreeMap;

use super::paths;
use super::words::go_quoted;
use crate::dockerfile::go;

/// A repository and what of it is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct GitSource {
    /// What git is asked for, without fragment and query.
    pub(super) remote: String,
    /// Branch, tag or commit; empty for the default branch.
    pub(super) reference: String,
    /// The folder inside; empty for all.
    pub(super) folder: String,
    /// The commit that it must be.
    pub(super) checksum: String,
    /// Whether `.git` stays; `None` when not said.
    pub(super) keep_git_folder: Option<bool>,
    /// Looks like a path (`github.com/…`): taken as one.
    pub(super) looks_local: bool,
}

/// Reads a source; `None` when it is no repository.
///
/// # Errors
/// BuildKit's text about the query of a source that is one.
pub(super) fn read(source: &str) -> Result<Option<GitSource>, String> {
    if source.starts_with("./") || source.starts_with("../") {
        return Ok(None);
    }
    let Some(parts) = split(source) else { return Ok(None) };
    let (reference, folder) = match parts.fragment.split_once(':') {
        Some((reference, folder)) => (reference, folder),
        None => (parts.fragment, ""),
    };
    let folder = paths::join("/", folder).trim_start_matches('/').to_owned();
    let mut git = GitSource {
        remote: parts.remote,
        reference: reference.to_owned(),
        folder,
        looks_local: parts.looks_local,
        ..GitSource::default()
    };
    git.read_query(parts.query)?;
    Ok(Some(git))
}

struct Parts<'a> {
    remote: String,
    query: &'a str,
    fragment: &'a str,
    looks_local: bool,
}

fn split(source: &str) -> Option<Parts<'_>> {
    // No address and no path on a host is without one.
    if !source.contains(':') && !source.starts_with("github.com/") {
        return None;
    }
    let (rest, fragment) = source.split_once('#').unwrap_or((source, ""));
    let (remote, query) = rest.split_once('?').unwrap_or((rest, ""));
    if source.starts_with("github.com/") {
        return Some(Parts { remote: remote.to_owned(), query, fragment, looks_local: true });
    }
    if let Some((scheme, address)) = remote.split_once("://") {
        let scheme = scheme.to_lowercase();
        let is_web = match scheme.as_str() {
            "http" | "https" => true,
            "git" | "ssh" => false,
            _ => return None,
        };
        // Go refuses blanks in the host and control characters anywhere.
        let host = address.split('/').next().unwrap_or_default();
        if host.contains(' ') || source.chars().any(|letter| letter.is_ascii_control()) {
            return None;
        }
        let path = address.split_once('/').map_or("", |(_, path)| path);
        if is_web && !path.ends_with(".git") {
            return None;
        }
        let remote = format!("{scheme}://{address}");
        return Some(Parts { remote, query, fragment, looks_local: false });
    }
    let (user, address) = remote.split_once('@')?;
    let (host, _) = address.split_once(':')?;
    let fits = |text: &str, more: char| {
        let letter = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == more;
        !text.is_empty() && text.chars().all(letter)
    };
    let is_address = fits(user, '_') && fits(host, '.');
    is_address.then(|| Parts { remote: remote.to_owned(), query, fragment, looks_local: false })
}

impl GitSource {
    /// The name that BuildKit gives the source, the same for all protocols.
    pub(super) fn identifier(&self) -> String {
        let address = match self.remote.split_once("://") {
            Some((_, address)) => {
                address.rsplit_once('@').map_or(address, |(_, host)| host).to_owned()
            }
            None => {
                let address = self.remote.split_once('@').map_or("", |(_, address)| address);
                address.replacen(':', "/", 1)
            }
        };
        let (host, path) = address.split_once('/').unwrap_or((&address, ""));
        let mut name = format!("git://{host}{}", paths::join("/", path));
        if !self.reference.is_empty() || !self.folder.is_empty() {
            name.push('#');
            name.push_str(&self.reference);
            if !self.folder.is_empty() {
                name.push(':');
                name.push_str(&self.folder);
            }
        }
        name
    }

    fn read_query(&mut self, query: &str) -> Result<(), String> {
        let mut members: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            members.entry(unescaped(name)).or_default().push(unescaped(value));
        }
        let (mut tag, mut branch) = (String::new(), String::new());
        for (name, values) in &members {
            let [value] = values.as_slice() else {
                return Err(format!("query {} has multiple values", go_quoted(name)));
            };
            let is_switch =
                matches!(name.as_str(), "submodules" | "keep-git-dir" | "fetch-by-commit");
            if value.is_empty() && !is_switch {
                return Err(format!("query {} has no value", go_quoted(name)));
            }
            match name.as_str() {
                "ref" => merge("ref", &mut self.reference, value)?,
                "tag" => tag.clone_from(value),
                "branch" => branch.clone_from(value),
                "subdir" => merge("subdir", &mut self.folder, value)?,
                "checksum" | "commit" => self.checksum.clone_from(value),
                "mtime" if matches!(value.as_str(), "checkout" | "commit") => {}
                "mtime" => {
                    let value = go_quoted(value);
                    return Err(format!(
                        "invalid mtime value: {value} (must be \"checkout\" or \"commit\")"
                    ));
                }
                _ if is_switch => {
                    let on = value.is_empty()
                        || go::parse_bool(value.as_bytes())
                            .ok_or_else(|| format!("invalid {name} value: {}", go_quoted(value)))?;
                    if name == "keep-git-dir" {
                        self.keep_git_folder = Some(on);
                    }
                }
                _ => return Err(format!("unexpected query {}", go_quoted(name))),
            }
        }
        if !tag.is_empty() {
            merge("ref", &mut self.reference, &prefixed("refs/tags/", &tag))?;
        }
        if !branch.is_empty() {
            if !tag.is_empty() {
                return Err("branch conflicts with tag".to_owned());
            }
            merge("ref", &mut self.reference, &prefixed("refs/heads/", &branch))?;
        }
        Ok(())
    }
}

fn merge(what: &str, old: &mut String, new: &str) -> Result<(), String> {
    if !old.is_empty() && old != new {
        return Err(format!("{what} conflicts: {} vs {}", go_quoted(old), go_quoted(new)));
    }
    *old = new.to_owned();
    Ok(())
}

fn prefixed(prefix: &str, name: &str) -> String {
    if name.starts_with(prefix) { name.to_owned() } else { format!("{prefix}{name}") }
}

/// `%20` and `+` of a query as the letters they stand for.
fn unescaped(text: &str) -> String {
    unescaped_path(&text.replace('+', " "))
}

/// `%20` of an address as the letter it stands for.
pub(super) fn unescaped_path(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let digits: Vec<u8> = rest.clone().take(2).collect();
                let digits = std::str::from_utf8(&digits).unwrap_or_default();
                match u8::from_str_radix(digits, 16) {
                    Ok(decoded) if digits.len() == 2 => {
                        bytes.push(decoded);
                        rest.nth(1);
                    }
                    _ => bytes.push(b'%'),
                }
            }
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
