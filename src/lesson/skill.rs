//! What the skills of the course are called where people read of them.

use std::borrow::Cow;

use crate::source::safe_line;

/// The words for a skill, at most 25 letters: `what is sent` for
/// `context.sent`. `None` for one that only a lesson from elsewhere trains.
pub fn skill_words(skill: &str) -> Option<&'static str> {
    let place = WORDS.binary_search_by_key(&skill, |(name, _)| name).ok()?;
    Some(WORDS[place].1)
}

/// What a skill is called: in [words](skill_words()), else by the name that its lesson gives
/// it, safe to show.
pub fn skill_called(skill: &str) -> Cow<'_, str> {
    skill_words(skill).map_or_else(|| safe_line(skill), Cow::Borrowed)
}

/// Every skill of the course, in the order of their names.
const WORDS: [(&str, &str); 93] = [
    ("base.choice", "choosing a base image"),
    ("base.libc", "glibc and musl"),
    ("basics.container", "what a container is"),
    ("basics.image", "what an image is"),
    ("basics.layers", "which lines add a layer"),
    ("cache.arguments", "arguments and the cache"),
    ("cache.copy", "when a COPY runs again"),
    ("cache.order", "the order of the lines"),
    ("cache.rules", "which steps run again"),
    ("cache.run", "when a RUN runs again"),
    ("context.ignore", "patterns of ignore files"),
    ("context.sent", "what a build is sent"),
    ("copy.destination", "where COPY puts files"),
    ("copy.source", "where COPY finds files"),
    ("develop.commands", "options of docker run"),
    ("develop.mounts", "working on mounted code"),
    ("dockerfile.comments", "comments and directives"),
    ("dockerfile.forms", "shell form and exec form"),
    ("dockerfile.lines", "how lines are read"),
    ("dockerfile.stages", "where a stage begins"),
    ("dotnet.address", ".NET: where it listens"),
    ("dotnet.settings", ".NET: settings"),
    ("dotnet.start", ".NET: the start"),
    ("explain.document", "writing an explanation"),
    ("explain.session", "explaining to a team"),
    ("from.pinning", "tags and digests"),
    ("from.reference", "the name of an image"),
    ("go.address", "Go: where it listens"),
    ("go.base", "Go: its image"),
    ("go.start", "Go: the start"),
    ("hardening.flags", "limits for a container"),
    ("hardening.image", "what the limits ask of it"),
    ("health.command", "the command of a check"),
    ("health.readers", "who reads a health check"),
    ("health.time", "times of a health check"),
    ("java.address", "Java: where it listens"),
    ("java.memory", "Java: memory"),
    ("java.start", "Java: the start"),
    ("layerwise.basics", "finding your way here"),
    ("metadata.labels", "labels"),
    ("metadata.ports", "ports"),
    ("metadata.triggers", "ONBUILD"),
    ("metadata.volumes", "volumes"),
    ("mounts.bind", "bind mounts of a RUN"),
    ("mounts.cache", "cache mounts of a RUN"),
    ("node.address", "Node: where it listens"),
    ("node.start", "Node: the start"),
    ("node.variables", "Node: variables"),
    ("packages.choice", "which packages come along"),
    ("packages.clean", "what packages leave"),
    ("packages.update", "updating package lists"),
    ("platforms.cross", "building for others"),
    ("platforms.names", "the names of platforms"),
    ("python.address", "Python: where it listens"),
    ("python.server", "Python: the server"),
    ("python.variables", "Python: variables"),
    ("review.decisions", "decisions about an image"),
    ("review.list", "reading with a check list"),
    ("run.directory", "the working directory"),
    ("run.failure", "when a RUN fails"),
    ("run.process", "what a RUN runs in"),
    ("rust.address", "Rust: where it listens"),
    ("rust.base", "Rust: its image"),
    ("rust.start", "Rust: the start"),
    ("secrets.build", "secrets for a build"),
    ("secrets.places", "who can read a secret"),
    ("secrets.run", "secrets for a container"),
    ("size.deleting", "what deleting saves"),
    ("size.layers", "how layers add up"),
    ("size.measuring", "measuring an image"),
    ("size.owner", "what a new owner costs"),
    ("size.tools", "tools of the build"),
    ("stages.contents", "what the image holds"),
    ("stages.copying", "copying between stages"),
    ("stages.graph", "what the stages pass on"),
    ("stages.split", "splitting into stages"),
    ("stages.target", "which stages are built"),
    ("start.argv", "what a container starts"),
    ("start.pid1", "who is process 1"),
    ("start.stop", "how a container stops"),
    ("supply.pins", "how firmly a file pins"),
    ("supply.scanners", "what scanners find"),
    ("supply.updates", "updates of what is pinned"),
    ("testing.container", "testing a container"),
    ("testing.image", "testing an image"),
    ("testing.static", "testing the file"),
    ("user.limits", "what a user cannot do"),
    ("user.numbers", "users by name and number"),
    ("user.owner", "who owns a file"),
    ("user.who", "who runs a line"),
    ("variables.runtime", "variables in a container"),
    ("variables.scope", "where a variable holds"),
    ("variables.value", "the value of a variable"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::WORDS;
    use crate::lesson::{Course, Generator, Moment};

    #[test]
    fn every_skill_of_the_course_has_words_of_its_own() {
        let named: BTreeSet<&str> = WORDS.iter().map(|(name, _)| *name).collect();
        let said: BTreeSet<&str> = WORDS.iter().map(|(_, words)| *words).collect();
        assert_eq!((named.len(), said.len()), (WORDS.len(), WORDS.len()));
        assert!(WORDS.is_sorted(), "they are looked up by halves");
        let course = Course::builtin();
        let skills = course.entries.iter().flat_map(|entry| entry.lesson().skills.clone());
        let mut trained: BTreeSet<String> = skills.collect();
        for (generator, moment) in
            Generator::ALL.into_iter().flat_map(|it| [(it, Moment::Build), (it, Moment::Run)])
        {
            trained.insert(generator.skill(moment).to_owned());
        }
        let trained: BTreeSet<&str> = trained.iter().map(String::as_str).collect();
        assert_eq!(named, trained);
        assert!(WORDS.iter().all(|(_, words)| words.chars().count() <= 25));
    }
}
