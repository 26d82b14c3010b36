//! The context that a Compose file gives to a Dockerfile.
//!
//! A Dockerfile does not say which folder it is built with. A `compose.yaml`
//! in its folder, or above it up to the root of the repository, often does:
//! `build: {context: .., dockerfile: docker/Dockerfile}`. By the Compose
//! specification (build section, as of 2026-11), `context` counts from the
//! folder of the Compose file and `dockerfile` from the context.
//!
//! Such a file may be hostile, so that little of it is believed: it is read
//! with limits, and a context outside of the repository is not taken.

use std::path::{Path, PathBuf};

use super::read::read_file;
use crate::context::{Said, Service};
use crate::lesson::yaml::{self, Node};

/// The names that Compose looks for, the one first that it prefers.
const NAMES: [&str; 4] =
    ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
/// A longer Compose file is not read, in bytes.
const LONGEST: u64 = 256 * 1024;
/// So many folders are looked at, from the Dockerfile's own upwards.
const MOST_FOLDERS: usize = 16;
/// Without a repository, this many: the Dockerfile's own folder and the one above.
const MOST_WITHOUT_REPOSITORY: usize = 2;

/// A context, and the line that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComposeContext {
    /// The folder, as seen from where the program was started.
    pub folder: PathBuf,
    /// The Compose file, as seen from there, and its line: `../compose.yaml, line 5`.
    pub from: String,
    /// What it says beside that of what is built.
    pub service: Service,
}

/// The context that the nearest Compose file gives to this Dockerfile; `None`
/// where none does for certain. Nothing outside of the repository is taken,
/// and no value that rests on a variable.
pub fn compose_context(dockerfile: &Path) -> Option<ComposeContext> {
    let real = std::fs::canonicalize(dockerfile).ok()?;
    let folder = match dockerfile.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let own = std::fs::canonicalize(&folder).ok()?;
    // A Dockerfile that is a link to another place is not one of this repository.
    if real.parent() != Some(own.as_path()) {
        return None;
    }
    let repository = own.ancestors().take(MOST_FOLDERS).position(|it| it.join(".git").exists());
    let count = repository.map_or(MOST_WITHOUT_REPOSITORY, |place| place + 1);
    let folders: Vec<&Path> = own.ancestors().take(count).collect();
    let root = *folders.last()?;
    for place in &folders {
        for name in NAMES {
            let Some(text) = text_of(&place.join(name)) else { continue };
            let builds = builds(&text);
            let found = builds.iter().find_map(|build| {
                let context = context_in(place, root, build, &real)?;
                Some((context, build))
            });
            if let Some((context, build)) = found {
                let file = shown(&folder, &own, place).join(name);
                let file = file.strip_prefix(".").unwrap_or(&file);
                let from = |line: usize| format!("{}, line {line}", file.display());
                let said =
                    |(what, line): &(String, usize)| Said { what: what.clone(), from: from(*line) };
                let service = Service {
                    target: build.target.as_ref().map(said),
                    health: build.health.map(from),
                };
                let folder = shown(&folder, &own, &context);
                return Some(ComposeContext { folder, from: from(build.line), service });
            }
        }
    }
    None
}

/// An ordinary file that is not too long.
fn text_of(path: &Path) -> Option<String> {
    let about = std::fs::metadata(path).ok()?;
    if !about.is_file() || about.len() > LONGEST {
        return None;
    }
    String::from_utf8(read_file(path).ok()?).ok()
}

/// What a service is built from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Build {
    context: String,
    dockerfile: String,
    /// The line that names the context, from 1.
    line: usize,
    /// The stage that is built, and the line that names it.
    target: Option<(String, usize)>,
    /// The line of the service's own health check.
    health: Option<usize>,
}

fn builds(text: &str) -> Vec<Build> {
    let root = yaml::read_foreign(text);
    let Some(services) = root.as_ref().and_then(|root| root.get("services")) else {
        return Vec::new();
    };
    let line = |node: &Node| {
        let before = text.as_bytes().get(..node.span.start).unwrap_or_default();
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    };
    let of_service = |service: &Node| {
        let build = service.get("build")?;
        if build.get("dockerfile_inline").is_some() {
            return None;
        }
        let context = if build.text().is_some() { build } else { build.get("context")? };
        let dockerfile = match build.get("dockerfile") {
            Some(dockerfile) => dockerfile.text()?,
            None => "Dockerfile",
        };
        let target =
            build.get("target").and_then(|node| Some((node.text()?.to_owned(), line(node))));
        Some(Build {
            dockerfile: dockerfile.to_owned(),
            line: line(context),
            context: context.text()?.to_owned(),
            // What rests on a variable is not known.
            target: target.filter(|(target, _)| !target.is_empty() && !target.contains('$')),
            health: service.get("healthcheck").filter(|it| asks(it)).map(line),
        })
    };
    services.pairs().iter().filter_map(|(_, _, service)| of_service(service)).collect()
}

/// Whether a health check asks something: `disable` and `NONE` take it away, and one
/// without `test` only changes how often that of the image asks.
fn asks(health: &Node) -> bool {
    let is_off = health.get("disable").is_some_and(|it| it.text() != Some("false"));
    let test = health.get("test");
    let first = test.and_then(|test| test.text().or_else(|| test.items().first()?.text()));
    !is_off && first.is_some_and(|first| first != "NONE" && !first.is_empty())
}

/// The real folder of a context, where it lies in the repository and this
/// Dockerfile is the one that is built.
fn context_in(place: &Path, root: &Path, build: &Build, dockerfile: &Path) -> Option<PathBuf> {
    let is_open = |text: &str| text.contains('$') || text.contains("://") || text.contains('\0');
    if is_open(&build.context) || is_open(&build.dockerfile) {
        return None;
    }
    let context = std::fs::canonicalize(place.join(&build.context)).ok()?;
    if !context.is_dir() || !context.starts_with(root) {
        return None;
    }
    let built = std::fs::canonicalize(context.join(&build.dockerfile)).ok()?;
    (built == dockerfile).then_some(context)
}

/// A folder as seen from the Dockerfile's own: `docker/..`, or `docker` itself.
fn shown(folder: &Path, own: &Path, context: &Path) -> PathBuf {
    if context == own {
        return folder.to_owned();
    }
    let above = own.ancestors().position(|it| context.starts_with(it)).unwrap_or(0);
    let common = own.ancestors().nth(above).unwrap_or(own);
    // Names are dropped where they are known, and `..` is written where they are not.
    let mut path = folder.to_owned();
    for _ in 0..above {
        let is_named = path.file_name().is_some() && path != Path::new(".");
        if !is_named {
            path = if path == Path::new(".") { PathBuf::from("..") } else { path.join("..") };
        } else if !path.pop() {
            return context.to_owned();
        }
    }
    if let Ok(rest) = context.strip_prefix(common) {
        path.push(rest);
    }
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build(context: &str, dockerfile: &str, line: usize) -> Build {
        let (context, dockerfile) = (context.to_owned(), dockerfile.to_owned());
        Build { context, dockerfile, line, target: None, health: None }
    }

    #[test]
    fn builds_are_read_in_both_forms() {
        let text = "x-common: &common\n  restart: always\nservices:\n  web:\n    <<: *common\n    build: ./web\n  api:\n    build:\n      context: ..\n      dockerfile: docker/api.Dockerfile\n  db:\n    image: postgres\n";
        let expected = [build("./web", "Dockerfile", 6), build("..", "docker/api.Dockerfile", 9)];
        assert_eq!(builds(text), expected);
    }

    #[test]
    fn target_and_health_check_of_a_service_are_read() {
        let of = |rest: &str| {
            let text = format!("services:\n  web:\n    build: {{context: ., target: dev}}\n{rest}");
            let build = builds(&text).remove(0);
            assert_eq!(build.target, Some(("dev".to_owned(), 3)), "{text}");
            build.health
        };
        assert_eq!(of(""), None);
        for (health, line) in [
            ("{test: [CMD, curl, localhost]}", Some(4)),
            ("{test: curl localhost}", Some(4)),
            ("{test: [CMD, a], disable: true}", None),
            ("{test: [NONE]}", None),
            ("{interval: 5s}", None),
            ("[]", None),
        ] {
            assert_eq!(of(&format!("    healthcheck: {health}\n")), line, "{health}");
        }
        let open = "services:\n  web:\n    build: {context: ., target: $TARGET}\n";
        assert_eq!(builds(open)[0].target, None);
    }

    #[test]
    fn what_cannot_be_read_names_nothing() {
        for text in ["", "services: 3", "services:\n  web: [", "- a", "services: &a [*a, *a]"] {
            assert_eq!(builds(text), [], "{text}");
        }
    }

    #[test]
    fn the_context_is_seen_from_the_dockerfile() {
        let own = Path::new("/r/docker");
        for (folder, context, expected) in [
            ("docker", "/r", "."),
            (".", "/r", ".."),
            ("x/docker", "/r", "x"),
            ("../docker", "/r", ".."),
            ("docker", "/r/docker", "docker"),
            ("/r/docker", "/r", "/r"),
            ("docker", "/r/web", "web"),
            (".", "/r/docker/sub", "./sub"),
            ("..", "/r", "../.."),
        ] {
            let shown = shown(Path::new(folder), own, Path::new(context));
            assert_eq!(shown, PathBuf::from(expected), "{folder} {context}");
        }
    }
}
