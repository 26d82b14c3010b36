//! The graph in words, the same for every surface.

use super::{Edge, EdgeKind, Graph, MOST_TARGETS, Node};
use crate::build::Failure;
use crate::source::safe_line;

impl Node {
    /// What to call it: its name, else its number.
    pub fn title(&self) -> String {
        match &self.name {
            Some(name) => safe_line(name).into_owned(),
            None => format!("stage {}", self.number),
        }
    }

    /// What the build does with it where the target does not need it.
    pub fn unneeded_words(&self) -> Option<String> {
        if !self.left_out {
            return None;
        }
        let names: Vec<String> =
            self.built_for.iter().map(|name| safe_line(name).into_owned()).collect();
        Some(match names.as_slice() {
            [] => "never built: nothing needs it, and without a name no --target can ask for it"
                .to_owned(),
            [first, ..] if names.len() > MOST_TARGETS => {
                format!("only built with --target {first}, or another one that needs it")
            }
            names => format!("only built with --target {}", names.join(" or --target ")),
        })
    }
}

/// A reference as people write it: what Docker Hub's official and other images need not say is left out.
pub fn familiar(reference: &str) -> String {
    let hub = reference.strip_prefix("docker.io/").unwrap_or(reference);
    safe_line(hub.strip_prefix("library/").unwrap_or(hub)).into_owned()
}

impl Edge {
    /// What crosses, for the one who takes: `copies /app/dist from build`.
    pub fn words(&self, graph: &Graph) -> String {
        let from = match (self.from.and_then(|number| graph.stages.get(number)), &self.image) {
            (Some(stage), _) => stage.title(),
            (None, Some(image)) => format!("the image {}", familiar(image)),
            (None, None) => String::new(),
        };
        match self.kind {
            EdgeKind::Start => format!("starts from {from}"),
            EdgeKind::Mount => format!("mounts files of {from}"),
            EdgeKind::Copy => {
                let paths: Vec<String> =
                    self.paths.iter().map(|path| safe_line(path).into_owned()).collect();
                format!("copies {} from {from}", paths.join(" "))
            }
        }
    }

    /// What stands on the arrow: the paths, or how it is taken.
    pub(super) fn label(&self) -> String {
        match self.kind {
            EdgeKind::Start => "FROM".to_owned(),
            EdgeKind::Mount => "mount".to_owned(),
            EdgeKind::Copy => safe_line(&self.paths.join(" ")).into_owned(),
        }
    }
}

impl Graph {
    /// How the stages run beside each other, as sentences.
    ///
    /// BuildKit runs each step as soon as what it takes is there, so a stage
    /// waits only at the line that takes something.
    pub fn parallel_words(&self) -> Vec<String> {
        let needed: Vec<&Node> = self.stages.iter().filter(|stage| stage.needed).collect();
        let begins: Vec<String> = (needed.iter())
            .filter(|stage| stage.image.as_ref().is_some_and(|image| image != "scratch"))
            .map(|stage| stage.title())
            .collect();
        let mut sentences = Vec::new();
        if let [first @ .., last] = begins.as_slice()
            && !first.is_empty()
        {
            sentences.push(format!("{} and {last} begin at the same time.", first.join(", ")));
        }
        for stage in needed {
            let mut seen = Vec::new();
            for edge in self.edges_to(stage.number) {
                let Some(from) = edge.from.filter(|from| !seen.contains(from)) else { continue };
                seen.push(from);
                let giver = self.stages[from].title();
                sentences.push(match edge.kind {
                    EdgeKind::Start => format!("{} begins when {giver} is done.", stage.title()),
                    _ => format!("Line {} of {} waits for {giver}.", edge.line, stage.title()),
                });
            }
        }
        sentences
    }

    /// The same for a file that BuildKit may refuse: then nothing is built.
    pub fn summary_of(&self, refusal: Option<&Failure>) -> String {
        let Some(refusal) = refusal else { return self.summary() };
        let count = self.stages.len();
        let line = refusal.line.map_or_else(|| "a line".to_owned(), |line| format!("line {line}"));
        let can = match count {
            0 => "No stage can be read".to_owned(),
            1 => "One stage can be read".to_owned(),
            count => format!("{count} stages can be read"),
        };
        format!("{can}. Nothing is built while {line} cannot be read.")
    }

    /// How many stages there are, which is built, and how many of them that takes.
    pub fn summary(&self) -> String {
        let count = self.stages.len();
        let needed = self.stages.iter().filter(|stage| stage.needed).count();
        let Some(target) = self.target().filter(|_| needed > 0) else {
            return format!("{count} {}; none is built.", plural(count, "stage"));
        };
        match (count, needed) {
            (1, _) => "One stage.".to_owned(),
            (count, needed) if count == needed => {
                format!("{count} stages; the target {} needs them all.", target.title())
            }
            (count, needed) => {
                let title = target.title();
                format!("{count} stages; {needed} of them are built for the target {title}.")
            }
        }
    }
}

fn plural(count: usize, word: &str) -> String {
    if count == 1 { word.to_owned() } else { format!("{word}s") }
}
