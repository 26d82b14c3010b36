//! Image references, completed as Docker does (`distribution/reference`).

/// `docker.io/library/python:3.12@sha256:…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The registry's host and port.
    pub domain: String,
    /// The repository.
    pub path: String,
    /// The tag.
    pub tag: Option<String>,
    /// The digest.
    pub digest: Option<String>,
}

const INVALID: &str = "invalid reference format";

impl Reference {
    /// Reads a reference and fills in `docker.io` and `library/`.
    ///
    /// # Errors
    /// Docker's text.
    pub fn parse(text: &str) -> Result<Self, String> {
        if text.len() == 64 && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f')) {
            return Err(format!(
                "invalid repository name ({text}), cannot specify 64-byte hexadecimal strings"
            ));
        }
        let (domain, rest) = split_domain(text);
        let remote = rest.split(':').next().unwrap_or_default();
        if remote.to_lowercase() != remote {
            return Err(format!("{INVALID}: repository name ({remote}) must be lowercase"));
        }
        let (named, digest) = match rest.split_once('@') {
            Some((named, digest)) => (named, Some(digest)),
            None => (rest.as_str(), None),
        };
        let (path, tag) = match named.rsplit_once(':') {
            Some((path, tag)) => (path, Some(tag)),
            None => (named, None),
        };
        let fits = is_domain(domain)
            && path.split('/').all(is_path_component)
            && tag.is_none_or(is_tag)
            && digest.is_none_or(is_digest);
        if !fits {
            return Err(INVALID.to_owned());
        }
        if path.len() > 255 {
            return Err("repository name must not be more than 255 characters".to_owned());
        }
        check_digest(digest)?;
        Ok(Self {
            domain: domain.to_owned(),
            path: path.to_owned(),
            tag: tag.map(str::to_owned),
            digest: digest.map(str::to_owned),
        })
    }

    /// With the tag `latest` where there is neither tag nor digest.
    pub fn with_tag(mut self) -> Self {
        if self.tag.is_none() && self.digest.is_none() {
            self.tag = Some("latest".to_owned());
        }
        self
    }

    /// The platform that an image is made for by the account it lies in: official images of one
    /// architecture are published below its name, such as `arm64v8/debian`
    /// (github.com/docker-library/official-images, "Architectures other than amd64?", 2026-11-29).
    pub fn platform_of_account(&self) -> Option<&'static str> {
        if self.domain != "docker.io" {
            return None;
        }
        Some(match self.path.split_once('/')?.0 {
            "amd64" => "linux/amd64",
            "arm32v5" => "linux/arm/v5",
            "arm32v6" => "linux/arm/v6",
            "arm32v7" => "linux/arm/v7",
            "arm64v8" => "linux/arm64",
            "i386" => "linux/386",
            "mips64le" => "linux/mips64le",
            "ppc64le" => "linux/ppc64le",
            "riscv64" => "linux/riscv64",
            "s390x" => "linux/s390x",
            "winamd64" => "windows/amd64",
            _ => return None,
        })
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}/{}", self.domain, self.path)?;
        if let Some(tag) = &self.tag {
            write!(formatter, ":{tag}")?;
        }
        if let Some(digest) = &self.digest {
            write!(formatter, "@{digest}")?;
        }
        Ok(())
    }
}

fn split_domain(name: &str) -> (&str, String) {
    let (domain, rest) = match name.split_once('/') {
        None => return ("docker.io", format!("library/{name}")),
        Some(("index.docker.io", rest)) => ("docker.io", rest),
        Some((first, rest))
            if first == "localhost"
                || first.contains(['.', ':'])
                || first.to_lowercase() != first =>
        {
            (first, rest)
        }
        Some(_) => ("docker.io", name),
    };
    let library = if domain == "docker.io" && !rest.contains('/') { "library/" } else { "" };
    (domain, format!("{library}{rest}"))
}

fn is_domain(domain: &str) -> bool {
    let (host, port) = match domain.strip_prefix('[') {
        Some(rest) => {
            let Some((address, port)) = rest.split_once(']') else { return false };
            let fits = |c: char| c.is_ascii_hexdigit() || c == ':';
            if address.is_empty() || !address.chars().all(fits) {
                return false;
            }
            ("", port.strip_prefix(':').or(if port.is_empty() { None } else { Some("x") }))
        }
        None => match domain.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (domain, None),
        },
    };
    let component = |part: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    (host.is_empty() && domain.starts_with('[') || host.split('.').all(component))
        && port.is_none_or(|port| !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()))
}

/// Lower-case words joined by one `.`, one or two `_`, or any number of `-`.
fn is_path_component(part: &str) -> bool {
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let mut rest = part;
    loop {
        let words = rest.trim_start_matches(is_word);
        if words.len() == rest.len() {
            return false;
        }
        if words.is_empty() {
            return true;
        }
        rest = words.trim_start_matches('-');
        if rest.len() == words.len() {
            let separators = ["__", "_", "."];
            let Some(after) = separators.iter().find_map(|s| words.strip_prefix(s)) else {
                return false;
            };
            rest = after;
        }
    }
}

fn is_tag(tag: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    tag.starts_with(is_word)
        && tag.len() <= 128
        && tag.chars().all(|c| is_word(c) || matches!(c, '.' | '-'))
}

fn is_digest(digest: &str) -> bool {
    let Some((algorithm, hash)) = digest.split_once(':') else { return false };
    let part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    algorithm.split(['-', '_', '+', '.']).all(part)
        && hash.len() >= 32
        && hash.chars().all(|c| c.is_ascii_hexdigit())
}

/// Checks the digest of a reference, whose shape is known to be right.
fn check_digest(digest: Option<&str>) -> Result<(), String> {
    digest.filter(|digest| digest.contains(':')).map_or(Ok(()), check_checksum)
}

/// Checks `algorithm:hash` as `opencontainers/go-digest` does.
///
/// # Errors
/// Its text.
pub(super) fn check_checksum(digest: &str) -> Result<(), String> {
    const BAD_FORMAT: &str = "invalid checksum digest format";
    let Some((algorithm, hash)) = digest
        .split_once(':')
        .filter(|(algorithm, hash)| !algorithm.is_empty() && !hash.is_empty())
    else {
        return Err(BAD_FORMAT.to_owned());
    };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ if is_digest_anywhere(algorithm, hash) => {
            return Err("unsupported digest algorithm".to_owned());
        }
        _ => return Err(BAD_FORMAT.to_owned()),
    };
    if hash.len() != length {
        return Err("invalid checksum digest length".to_owned());
    }
    let is_hash = hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if is_hash { Ok(()) } else { Err(BAD_FORMAT.to_owned()) }
}

/// go-digest's `^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+$`.
fn is_digest_anywhere(algorithm: &str, hash: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.bytes().all(|it| it.is_ascii_lowercase() || it.is_ascii_digit())
    };
    algorithm.split(['.', '+', '_', '-']).all(is_part)
        && hash.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'=' | b'_' | b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Result<&str, &str>) {
        let found = Reference::parse(text).map(|found| found.with_tag().to_string());
        assert_eq!(found.as_deref().map_err(String::as_str), expected, "{text}");
    }

    #[test]
    fn references_are_completed() {
        check("python", Ok("docker.io/library/python:latest"));
        check("team/app:1", Ok("docker.io/team/app:1"));
        check("localhost:5000/x/y", Ok("localhost:5000/x/y:latest"));
        check("ghcr.io/a/b", Ok("ghcr.io/a/b:latest"));
        check("index.docker.io/x", Ok("docker.io/library/x:latest"));
        check("a..b", Err(INVALID));
        check("a:", Err(INVALID));
        check(
            "Debian",
            Err("invalid reference format: repository name (library/Debian) must be lowercase"),
        );
    }
}
