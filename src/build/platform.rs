//! Platforms: reading and writing them as containerd does (`containerd/platforms`).

use std::fmt;

use super::words::go_quoted;

/// `linux/arm/v7`, and a version for Windows.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Platform {
    /// The operating system, such as `linux`.
    pub os: String,
    /// The operating system's version; used for Windows.
    pub os_version: String,
    /// The architecture, such as `amd64`.
    pub architecture: String,
    /// The variant, such as `v7`; empty when there is none.
    pub variant: String,
}

const KNOWN_SYSTEMS: [&str; 17] = [
    "aix",
    "android",
    "darwin",
    "dragonfly",
    "freebsd",
    "hurd",
    "illumos",
    "ios",
    "js",
    "linux",
    "nacl",
    "netbsd",
    "openbsd",
    "plan9",
    "solaris",
    "windows",
    "zos",
];

const KNOWN_ARCHITECTURES: [&str; 24] = [
    "386",
    "amd64",
    "amd64p32",
    "arm",
    "armbe",
    "arm64",
    "arm64be",
    "ppc64",
    "ppc64le",
    "loong64",
    "mips",
    "mipsle",
    "mips64",
    "mips64le",
    "mips64p32",
    "mips64p32le",
    "ppc",
    "riscv",
    "riscv64",
    "s390",
    "s390x",
    "sparc",
    "sparc64",
    "wasm",
];

const COMPONENT: &str = "^[A-Za-z0-9_.-]+$";
const SYSTEM: &str = r"^([A-Za-z0-9_-]+)(?:\(([A-Za-z0-9_.%-]*)((?:\+[A-Za-z0-9_.%-]+)*)\))?$";

impl Platform {
    /// The platform that recordings and examples are built on.
    pub fn linux_amd64() -> Self {
        Self { os: "linux".into(), architecture: "amd64".into(), ..Self::default() }
    }

    /// Reads `os/architecture/variant`, or one of the first two alone.
    ///
    /// # Errors
    /// containerd's text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let quoted = go_quoted(text);
        if text.contains('*') {
            return Err(format!("{quoted}: wildcards not yet supported: invalid argument"));
        }
        let parts: Vec<&str> = text.splitn(4, '/').collect();
        let system = parts.first().copied().unwrap_or_default();
        let (name, version) = split_system(system).ok_or_else(|| {
            format!(
                "{} is an invalid OS component of {quoted}: OSAndVersion specifier component \
                 must match {}: invalid argument",
                go_quoted(system),
                go_quoted(SYSTEM)
            )
        })?;
        for part in &parts[1..] {
            if part.is_empty() || !part.chars().all(is_component_letter) {
                return Err(format!(
                    "{} is an invalid component of {quoted}: platform specifier component must \
                     match {}: invalid argument",
                    go_quoted(part),
                    go_quoted(COMPONENT)
                ));
            }
        }
        let os = normal_system(name);
        let os_version = version.to_owned();
        match parts.as_slice() {
            [_] if KNOWN_SYSTEMS.contains(&os.as_str()) => {
                Ok(Self { os, os_version, architecture: "amd64".into(), variant: String::new() })
            }
            [single] => {
                let (architecture, variant) = normal_architecture(single, "");
                if !KNOWN_ARCHITECTURES.contains(&architecture.as_str()) {
                    return Err(format!(
                        "{quoted}: unknown operating system or architecture: invalid argument"
                    ));
                }
                Ok(Self { os: "linux".into(), os_version, architecture, variant }.short_arm())
            }
            [_, architecture] => {
                let (architecture, variant) = normal_architecture(architecture, "");
                Ok(Self { os, os_version, architecture, variant }.short_arm())
            }
            [_, architecture, variant] => {
                let (architecture, mut variant) = normal_architecture(architecture, variant);
                if architecture == "arm64" && variant.is_empty() {
                    variant = "v8".into();
                }
                Ok(Self { os, os_version, architecture, variant })
            }
            _ => Err(format!("{quoted}: cannot parse platform specifier: invalid argument")),
        }
    }

    /// The form in which two platforms are compared.
    pub fn normalized(&self) -> Self {
        let (architecture, variant) = normal_architecture(&self.architecture, &self.variant);
        Self {
            os: normal_system(&self.os),
            os_version: self.os_version.clone(),
            architecture,
            variant,
        }
    }

    /// Without the version of the operating system.
    pub fn short(&self) -> String {
        Self { os_version: String::new(), ..self.clone() }.to_string()
    }

    fn short_arm(mut self) -> Self {
        if self.architecture == "arm" && self.variant == "v7" {
            self.variant.clear();
        }
        self
    }
}

impl fmt::Display for Platform {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.os.is_empty() {
            return formatter.write_str("unknown");
        }
        formatter.write_str(&self.os)?;
        if !self.os_version.is_empty() {
            let version = self.os_version.replace('%', "%25").replace('+', "%2B");
            let version = version.replace('(', "%28").replace(')', "%29").replace('/', "%2F");
            write!(formatter, "({version})")?;
        }
        for part in [&self.architecture, &self.variant] {
            if !part.is_empty() {
                write!(formatter, "/{part}")?;
            }
        }
        Ok(())
    }
}

fn is_component_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-')
}

/// Name and version of `os(version)`.
fn split_system(part: &str) -> Option<(&str, &str)> {
    let is_name = |name: &str| {
        let fits = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
        !name.is_empty() && name.chars().all(fits)
    };
    match part.split_once('(') {
        None => is_name(part).then_some((part, "")),
        Some((name, options)) => {
            let options = options.strip_suffix(')')?;
            let mut pieces = options.split('+');
            let version = pieces.next().unwrap_or_default();
            let fits = |text: &str| text.chars().all(|c| is_component_letter(c) || c == '%');
            let features = pieces.all(|feature| !feature.is_empty() && fits(feature));
            (is_name(name) && fits(version) && features).then_some((name, version))
        }
    }
}

fn normal_system(os: &str) -> String {
    match os.to_lowercase().as_str() {
        "" => "linux".into(),
        "macos" => "darwin".into(),
        other => other.into(),
    }
}

fn normal_architecture(architecture: &str, variant: &str) -> (String, String) {
    let (architecture, variant) = (architecture.to_lowercase(), variant.to_lowercase());
    let (architecture, variant) = match (architecture.as_str(), variant.as_str()) {
        ("i386", _) => ("386", ""),
        ("x86_64" | "x86-64" | "amd64", "v1") => ("amd64", ""),
        ("x86_64" | "x86-64" | "amd64", variant) => ("amd64", variant),
        ("aarch64" | "arm64", "8" | "v8" | "v8.0") => ("arm64", ""),
        ("aarch64" | "arm64", "9" | "9.0" | "v9.0") => ("arm64", "v9"),
        ("aarch64" | "arm64", variant) => ("arm64", variant),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        ("arm", "" | "7") => ("arm", "v7"),
        ("arm", "5") => ("arm", "v5"),
        ("arm", "6") => ("arm", "v6"),
        ("arm", "8") => ("arm", "v8"),
        (architecture, variant) => (architecture, variant),
    };
    (architecture.to_owned(), variant.to_owned())
}
