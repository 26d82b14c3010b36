//! Which language a file serves, by its images and its commands.

use std::collections::BTreeMap;

use super::paths::Paths;
use crate::analysis::Analysis;
use crate::checks::script::Call;
use crate::checks::{Around, Subject};
use crate::fact::{Fact, listed};
use crate::source::Span;

/// A language with its tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ecosystem {
    /// Python.
    Python,
    /// Node.js.
    Node,
    /// Go.
    Go,
    /// Java and what runs on its machine.
    Java,
    /// Rust.
    Rust,
    /// .NET.
    DotNet,
}

impl Ecosystem {
    /// Its name in `lessons/paths.toml`.
    pub fn id(self) -> &'static str {
        match self {
            Ecosystem::Python => "python",
            Ecosystem::Node => "node",
            Ecosystem::Go => "go",
            Ecosystem::Java => "java",
            Ecosystem::Rust => "rust",
            Ecosystem::DotNet => "dotnet",
        }
    }

    /// Its name for people.
    pub fn title(self) -> &'static str {
        match self {
            Ecosystem::Python => "Python",
            Ecosystem::Node => "Node",
            Ecosystem::Go => "Go",
            Ecosystem::Java => "Java",
            Ecosystem::Rust => "Rust",
            Ecosystem::DotNet => ".NET",
        }
    }

    /// By the last part of an image's name; of Microsoft's, by the folder.
    fn of_image(image: &str) -> Option<Self> {
        let name = image.split('@').next().unwrap_or(image);
        let parts: Vec<&str> = name.split('/').collect();
        let last = parts.last()?.split(':').next()?;
        if parts.contains(&"dotnet") {
            return Some(Ecosystem::DotNet);
        }
        Some(match last {
            "python" | "pypy" => Ecosystem::Python,
            "node" => Ecosystem::Node,
            "golang" => Ecosystem::Go,
            "amazoncorretto"
            | "eclipse-temurin"
            | "gradle"
            | "ibm-semeru-runtimes"
            | "maven"
            | "openjdk"
            | "sapmachine" => Ecosystem::Java,
            "rust" => Ecosystem::Rust,
            _ => return None,
        })
    }

    /// By a command that only this language has a use for.
    fn of_call(call: &Call) -> Option<Self> {
        let verb = call.verb(&[]).map_or("", |word| word.text.as_str());
        Some(match (call.program(), verb) {
            ("pip" | "pip3" | "poetry" | "pipenv" | "uv", _) => Ecosystem::Python,
            ("npm" | "yarn" | "pnpm" | "npx", _) => Ecosystem::Node,
            ("go", "build" | "install" | "mod") => Ecosystem::Go,
            ("mvn" | "mvnw" | "gradle" | "gradlew", _) => Ecosystem::Java,
            ("cargo", "build" | "install" | "fetch" | "chef") => Ecosystem::Rust,
            ("dotnet", "publish" | "build" | "restore") => Ecosystem::DotNet,
            _ => return None,
        })
    }
}

/// Which language the image of the target serves, with the places that say so.
/// Where only stages before the last one tell, they have to agree.
pub fn ecosystem(subject: &Subject<'_>) -> Fact<Ecosystem> {
    let mut found = Found::default();
    let Some(target) = subject.target_stage() else {
        return Fact::unknown("BuildKit refuses the file as it stands, so there is no last stage");
    };
    for stage in subject.stages.iter().filter(|stage| stage.is_needed) {
        if let Some(it) = Ecosystem::of_image(&stage.bottom) {
            found.add(it, stage.from, stage.in_target || stage.id == target.id);
        }
    }
    for run in &subject.runs {
        let stage = subject.stage(run.stage);
        let Some(stage) = stage.filter(|stage| stage.is_needed) else { continue };
        for call in &run.script.calls {
            if let Some(it) = Ecosystem::of_call(call) {
                found.add(it, call.span(), stage.in_target);
            }
        }
    }
    found.decide()
}

/// The lesson about servers that suits a file, in place of the general one;
/// `None` where the file does not tell its language.
pub fn language_lesson(analysis: &Analysis, paths: &Paths) -> Option<String> {
    let around = Around::default();
    let language = ecosystem(&Subject::new(analysis, &around));
    let id = language.value()?.id();
    paths.languages.iter().find(|it| it.id == id).map(|it| it.lesson.clone())
}

/// What speaks for which language.
#[derive(Default)]
struct Found {
    /// In the stages that the image is made of.
    shipped: BTreeMap<Ecosystem, Vec<Span>>,
    /// In the stages that the build needs besides.
    helping: BTreeMap<Ecosystem, Vec<Span>>,
}

impl Found {
    fn add(&mut self, ecosystem: Ecosystem, place: Span, is_shipped: bool) {
        let list = if is_shipped { &mut self.shipped } else { &mut self.helping };
        list.entry(ecosystem).or_default().push(place);
    }

    fn decide(self) -> Fact<Ecosystem> {
        for found in [self.shipped, self.helping] {
            let names: Vec<String> = found.keys().map(|it| it.title().to_owned()).collect();
            match found.len() {
                0 => {}
                1 => {
                    let only = found.into_iter().next();
                    return only.map_or_else(nothing, |(it, proof)| Fact::known(it, proof));
                }
                _ => {
                    return Fact::unknown(format!(
                        "the file has to do with {}, and does not tell with which the container serves",
                        listed(&names)
                    ));
                }
            }
        }
        nothing()
    }
}

fn nothing() -> Fact<Ecosystem> {
    Fact::unknown("neither its images nor its commands name a language that layerwise knows")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn images_are_known_by_their_last_part() {
        for (image, expected) in [
            ("docker.io/library/python:3.12-slim", Some(Ecosystem::Python)),
            ("node", Some(Ecosystem::Node)),
            ("registry.example:5000/mirror/golang:1.25@sha256:00", Some(Ecosystem::Go)),
            ("mcr.microsoft.com/dotnet/aspnet:9.0", Some(Ecosystem::DotNet)),
            ("docker.io/library/eclipse-temurin:21-jre", Some(Ecosystem::Java)),
            ("docker.io/library/debian:13", None),
            ("nodered/node-red", None),
        ] {
            assert_eq!(Ecosystem::of_image(image), expected, "{image}");
        }
    }
}
