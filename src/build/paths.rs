//! Paths inside an image, cleaned as BuildKit cleans them (`util/system/path.go`).

use std::borrow::Cow;

/// The kind of system that an image is for, as far as paths care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum System {
    /// Slashes, no drives.
    Unix,
    /// Both slashes, and `C:` may stand before a path.
    Windows,
}

impl System {
    /// The kind for an operating system's name.
    pub fn named(os: &str) -> Self {
        if os == "windows" { System::Windows } else { System::Unix }
    }

    /// With slashes only.
    pub fn with_slashes(self, path: &str) -> Cow<'_, str> {
        match self {
            System::Unix => path.into(),
            System::Windows => path.replace('\\', "/").into(),
        }
    }

    /// With the system's own separator only.
    pub fn with_own_separator(self, path: &str) -> Cow<'_, str> {
        match self {
            System::Unix => path.into(),
            System::Windows => path.replace('/', "\\").into(),
        }
    }

    /// Whether a path begins at the root, a drive letter left aside.
    pub fn is_absolute(self, path: &str) -> bool {
        if self == System::Unix {
            return path.starts_with('/');
        }
        self.without_drive(path, TrailingSlash::Drop)
            .is_ok_and(|path| self.with_slashes(&path).starts_with('/'))
    }

    /// Takes `C:` off a Windows path and cleans it; a Unix path stays as it is.
    ///
    /// # Errors
    /// BuildKit's text for another drive or a network path.
    pub fn without_drive(self, path: &str, slash: TrailingSlash) -> Result<Cow<'_, str>, String> {
        if self == System::Unix {
            return Ok(path.into());
        }
        if path.len() == 2 && path.ends_with(':') {
            return Err(format!("No relative path specified in {}", super::words::go_quoted(path)));
        }
        if path.get(..2).is_some_and(|start| self.with_slashes(start) == "//") {
            return Err("UNC paths are not supported".to_owned());
        }
        let rest = match path.split_once(':') {
            None => path,
            Some((drive, rest)) if drive.eq_ignore_ascii_case("c") => rest,
            Some(_) => {
                return Err("The specified path is not on the system drive (C:)".to_owned());
            }
        };
        let rest = self.with_slashes(rest);
        let cleaned = clean(&rest);
        let keep = slash == TrailingSlash::Keep && cleaned.len() > 1 && rest.ends_with('/');
        Ok(if keep { cleaned + "/" } else { cleaned }.into())
    }

    /// A path below `parent`, absolute and with slashes.
    ///
    /// # Errors
    /// BuildKit's text for a Windows path that it refuses.
    pub fn normalize(
        self,
        parent: &str,
        path: &str,
        slash: TrailingSlash,
    ) -> Result<String, String> {
        let wrap = |error: String| format!("removing drive letter: {error}");
        let path = self.with_slashes(path);
        let parent = self.with_slashes(if parent.is_empty() { "/" } else { parent });
        let mut parent = self.without_drive(&parent, slash).map_err(wrap)?;
        if !self.is_absolute(&parent) {
            parent = join("/", &parent).into();
        }
        let given = if path.is_empty() { &parent } else { &path };
        let result = self.without_drive(given, slash).map_err(wrap)?;
        let is_absolute = self.is_absolute(&result);
        let mut result = if is_absolute { result.into_owned() } else { join(&parent, &result) };
        if slash == TrailingSlash::Keep {
            if path.ends_with('/') && !result.ends_with('/') {
                result.push('/');
            } else if path.ends_with("/.") {
                if result != "/" {
                    result.push('/');
                }
                result.push('.');
            }
        }
        Ok(match self {
            System::Unix => result,
            System::Windows => self.with_slashes(&result).into_owned(),
        })
    }
}

/// What becomes of a slash at the end of a path: COPY cares, WORKDIR does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each says it")]
pub enum TrailingSlash {
    Keep,
    Drop,
}

/// Go's `path.Clean`.
pub fn clean(path: &str) -> String {
    if is_clean(path) {
        return path.to_owned();
    }
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            part => parts.push(part),
        }
    }
    let body = parts.join("/");
    match (rooted, body.is_empty()) {
        (true, _) => format!("/{body}"),
        (false, true) => ".".to_owned(),
        (false, false) => body,
    }
}

/// Go's `path.Clean` of a path that is not needed otherwise.
pub fn cleaned(path: String) -> String {
    if is_clean(&path) { path } else { clean(&path) }
}

/// Whether cleaning would change nothing. Relative paths with `..` are left to it.
fn is_clean(path: &str) -> bool {
    let inner = path.strip_prefix('/').unwrap_or(path);
    path == "/" || inner.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// An absolute path cleaned, with the slash or the `/.` at its end kept.
pub fn clean_keeping_slash(path: String) -> String {
    if path.starts_with('/') && is_clean(path.strip_suffix('/').unwrap_or(&path)) {
        return path;
    }
    let mut cleaned = join("/", &path);
    if path.ends_with('/') && !cleaned.ends_with('/') {
        cleaned.push('/');
    } else if path.ends_with("/.") {
        if cleaned != "/" {
            cleaned.push('/');
        }
        cleaned.push('.');
    }
    cleaned
}

/// Go's `path.Join` of two.
pub fn join(first: &str, second: &str) -> String {
    match (first.is_empty(), second.is_empty()) {
        (true, true) => String::new(),
        (true, false) => clean(second),
        (false, true) => clean(first),
        (false, false) => {
            let (first, second) = (first.trim_end_matches('/'), second.trim_start_matches('/'));
            cleaned([first, "/", second].concat())
        }
    }
}

/// Go's `path.Base`.
pub fn base(path: &str) -> &str {
    if path.is_empty() {
        return ".";
    }
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return "/";
    }
    trimmed.rsplit('/').next().unwrap_or(trimmed)
}
