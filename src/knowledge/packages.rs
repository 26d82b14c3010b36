//! Packages: what each is.

use super::Knowledge;
use super::added::Added;
use super::stored::blob::Blob;
pub(super) use super::stored::plain;

/// Our own table: texts by kind and name (`os curl`), by kind and beginning (`families
/// npm:@babel/`), and by the beginning of an OS package (`prefixes php-`).
const TABLE: Blob<'static> = Blob::new(include_bytes!(concat!(env!("OUT_DIR"), "/packages.blob")));

fn get(kind: &str, name: &str) -> Option<&'static str> {
    TABLE.text(&format!("{kind} {name}"))
}

impl Knowledge {
    /// What a package of a kind (`os`, `pip`, `npm`, `gem`, `go`, `php`, `composer`, `conda`,
    /// `cargo`) is, as it stands behind its name and a colon; its version and extras may stand
    /// behind the name.
    /// `None` where the tables do not know it.
    pub fn package(&self, kind: &str, written: &str) -> Option<String> {
        let name = without_version(kind, written);
        let shelf = Shelf { added: self.added() };
        match kind {
            "os" => shelf.os(name),
            "conda" => shelf
                .of_language("conda", name)
                .or_else(|| shelf.of_language("pip", name))
                .or_else(|| Some(format!("a package of R: {}", name.strip_prefix("r-")?)))
                .or_else(|| shelf.os(name)),
            "go" => shelf.of_go(name),
            _ => shelf.of_language(kind, name),
        }
    }
}

/// The kinds of packages of our own table.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    TABLE.text("kinds").unwrap_or_default().split(' ')
}

/// The names of all packages of our own table.
pub(super) fn all() -> impl Iterator<Item = &'static str> {
    kinds().flat_map(|kind| TABLE.beginning(&format!("{kind} ")).map(|(name, _)| name))
}

/// What our own table says of a name, by kind.
pub(super) fn by_name(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    kinds().filter_map(move |kind| Some((kind, get(kind, name)?)))
}

/// The name of a package without what stands behind it: `curl` of `curl=7.*`.
pub fn without_version<'w>(kind: &str, written: &'w str) -> &'w str {
    let stops: &[char] = match kind {
        "os" => &['=', '<', '>', '~', ':', '@'],
        "go" | "npm" | "composer" | "cargo" => &['=', '@', ':'],
        _ => &['=', '<', '>', '~', '!', '[', ';', '@', ':'],
    };
    // The first sign may belong to the name: `@angular/cli`.
    let end = written.char_indices().skip(1).find(|(_, sign)| stops.contains(sign));
    let name = written[..end.map_or(written.len(), |(at, _)| at)].trim_end();
    // `name/stable` names a release.
    match kind {
        "os" => name.split('/').next().unwrap_or(name),
        "php" => without_release(name),
        _ => name,
    }
}

/// `redis` of `redis-6.3.0`, as PECL takes it.
fn without_release(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((before, release))
            if release.starts_with(|it: char| it.is_ascii_digit())
                || matches!(release, "beta" | "alpha" | "stable") =>
        {
            before
        }
        _ => name,
    }
}

/// Parts that packages are cut into, by the ends of their names.
const ENDS: [(&str, &str); 17] = [
    ("-dbg", "what a debugger needs of"),
    ("-dbgsym", "what a debugger needs of"),
    ("-doc", "the documentation of"),
    ("-libs", "the libraries of"),
    ("-static", "the libraries to link into programs of"),
    ("-common", "the common files of"),
    ("-data", "the data of"),
    ("-cli", "the command of"),
    ("-server", "the server of"),
    ("-client", "the client of"),
    ("-tools", "the tools of"),
    ("-utils", "the tools of"),
    ("-bin", "the programs of"),
    ("-headless", "without windows:"),
    ("-minimal", "the smallest part of"),
    ("-openrc", "the service of"),
    ("-lang", "the translations of"),
];

/// Where packages are looked up: what was added, then our own table.
#[derive(Clone, Copy)]
struct Shelf<'k> {
    added: Option<&'k Added>,
}

impl Shelf<'_> {
    fn get(&self, kind: &str, name: &str) -> Option<String> {
        let added = self.added.and_then(|added| added.package(kind, name));
        added.or_else(|| get(kind, name)).map(str::to_owned)
    }

    fn of_language(&self, kind: &str, name: &str) -> Option<String> {
        let name = plain(name);
        let family = || {
            let starts = |start: &str| {
                start
                    .split_once(':')
                    .is_some_and(|(of, start)| of == kind && name.starts_with(start))
            };
            let added = self.added.and_then(|added| added.family(starts));
            let ours =
                || beginnings(&name).find_map(|start| get("families", &format!("{kind}:{start}")));
            added.or_else(ours).map(str::to_owned)
        };
        self.get(kind, &name).or_else(family)
    }

    /// A module of Go also by the path above it.
    fn of_go(&self, name: &str) -> Option<String> {
        let mut path = name.trim_end_matches("/...");
        loop {
            if let Some(found) = self.of_language("go", path) {
                return Some(found);
            }
            path = path.rsplit_once('/')?.0;
        }
    }

    /// A package of a distribution: by its name, by what its ends mean, by its beginning.
    fn os(&self, name: &str) -> Option<String> {
        let exact = |name: &str| self.get("os", name);
        if name.starts_with('.') {
            let set = "no package but a name that was given to a set of them (`apk add --virtual`)";
            return Some(set.to_owned());
        }
        exact(name)
            .or_else(|| self.of_php(name))
            .or_else(|| self.by_end(name))
            .or_else(|| exact(without_number(name)))
            .or_else(|| self.of_python(name))
            .or_else(|| self.by_beginning(name))
            .or_else(|| {
                // `libX11` on Red Hat's systems.
                let small = name.to_ascii_lowercase();
                (small != name).then(|| self.os(&small)).flatten()
            })
    }

    /// What compiling against something needs, and the parts that a package is cut into.
    fn by_end(&self, name: &str) -> Option<String> {
        let base_of = |base: &str| {
            let number = without_number(base);
            [
                base,
                number,
                base.strip_prefix("lib").unwrap_or(base),
                number.strip_prefix("lib").unwrap_or(base),
            ]
            .into_iter()
            .find_map(|name| self.get("os", name))
            .or_else(|| self.by_beginning(base))
        };
        for end in ["-dev", "-devel", "-headers"] {
            if let Some(base) = name.strip_suffix(end) {
                let base = base_of(base)?;
                return Some(format!(
                    "what programs are compiled against (headers and link files) of: {base}"
                ));
            }
        }
        for (end, part) in ENDS {
            if let Some(base) = name.strip_suffix(end) {
                return Some(format!("{part} {}", base_of(base)?));
            }
        }
        None
    }

    /// `php8.2-gd`, `php7-mbstring`, `php-pecl-redis`.
    fn of_php(&self, name: &str) -> Option<String> {
        let rest = name.strip_prefix("php")?;
        let rest = rest.trim_start_matches(|it: char| it.is_ascii_digit() || it == '.');
        // `php71w-gd`: of the source of packages Webtatic.
        let extension = rest.strip_prefix('w').unwrap_or(rest).strip_prefix('-')?;
        let extension = extension.strip_prefix("pecl-").unwrap_or(extension);
        match extension {
            "dev" | "devel" => Some("what extensions of PHP are compiled against".to_owned()),
            "cli" | "cgi" | "common" | "fpm" | "embed" | "phpdbg" | "pear" | "apache2" => {
                Some(format!("the language PHP, its part {extension}"))
            }
            _ => Some(match self.of_language("php", extension) {
                Some(about) => format!("the PHP extension {extension}, for: {about}"),
                None => format!("the PHP extension {extension}, from the distribution"),
            }),
        }
    }

    /// `python3-numpy`, `py3-requests`: a package of Python from the distribution.
    fn of_python(&self, name: &str) -> Option<String> {
        let (start, rest) = name.split_once('-')?;
        let language = start.trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
        let (kind, words) = match language {
            "python" | "py" => ("pip", "the Python package"),
            "ruby" => ("gem", "the Ruby package"),
            "node" => ("npm", "the JavaScript package"),
            "lua" => ("", "the Lua package"),
            "lib" => return None,
            _ if name.starts_with("lib") && name.ends_with("-perl") => {
                return Some("a module of Perl, from the distribution".to_owned());
            }
            _ => return None,
        };
        Some(match self.of_language(kind, rest) {
            Some(about) => format!("{words} {rest}, from the distribution, for: {about}"),
            None => format!("{words} {rest}, from the distribution"),
        })
    }

    fn by_beginning(&self, name: &str) -> Option<String> {
        let starts = |start: &str| name.starts_with(start);
        let added = self.added.and_then(|added| added.beginning(starts));
        // The longest that is in the table.
        let ours =
            || beginnings(name).rev().find_map(|start| Some((start, get("prefixes", start)?)));
        let (start, text) = added.or_else(ours)?;
        Some(text.replace("{rest}", &name[start.len()..]))
    }
}

/// `libicu` of `libicu72`, `python` of `python3.11`, `gcc` of `gcc-12`.
fn without_number(name: &str) -> &str {
    let name = name.strip_suffix("t64").unwrap_or(name);
    let bare = name.trim_end_matches(|it: char| it.is_ascii_digit() || ".-".contains(it));
    // Not `g` of `g++-12`.
    let bare = if bare.ends_with("++") { bare } else { bare.trim_end_matches('+') };
    if bare.is_empty() { name } else { bare }
}

/// What a name begins with, the shortest first, the whole last.
fn beginnings(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    name.char_indices().map(|(at, sign)| &name[..at + sign.len_utf8()])
}
