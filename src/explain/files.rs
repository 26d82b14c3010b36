//! The files that a build is sent, in words: whether a path is sent and why,
//! what takes it, and what a reader should know.

use crate::context::{
    Count, Destination, EntryKind, LeftOut, NodeId, Outcome, PatternPlace, Snapshot, Source,
    Summary, Taken, Taker, Usage, bytes_text,
};
use crate::doc::Text;
use crate::dockerfile::{Dockerfile, StageId};

/// A context, and what a file takes from it.
#[derive(Clone, Copy, Debug)]
pub struct Files<'a> {
    /// The context.
    pub snapshot: &'a Snapshot,
    /// What is taken from it.
    pub usage: &'a Usage,
    /// The file; `None` where there is none.
    pub file: Option<&'a Dockerfile>,
}

impl Files<'_> {
    /// Why no build starts with this ignore file; `None` where it is fine.
    pub fn refused(&self) -> Option<Text> {
        let ignore = &self.snapshot.ignore;
        let error = ignore.refused.as_ref()?;
        let text = Text::new()
            .plain("No build starts with line ")
            .plain(error.line.to_string())
            .plain(" of ")
            .code(ignore.name.as_deref().unwrap_or_default())
            .plain(": the pattern is refused. BuildKit says: ")
            .code(error.text.as_str());
        Some(text)
    }

    /// How much may be sent, and how much of it is taken.
    pub fn sums(&self, summary: &Summary) -> Text {
        let totals = self.snapshot.totals();
        let sent = Count { files: totals.sent_files, bytes: totals.sent_bytes };
        let among = if summary.passed_by > 0 { " seen" } else { "" };
        let mut text = Text::new()
            .strong(counted(sent))
            .plain(" may be sent, of ")
            .plain(format!("{}{among}.", files(totals.files)));
        if self.file.is_none() {
            return text.plain(" There is no Dockerfile that says what is taken.");
        }
        let least = if self.usage.may_take_more() { "at least " } else { "" };
        text = text
            .plain(format!(" The target takes {least}"))
            .strong(counted(summary.taken_by_target))
            .plain("; BuildKit sends only what its instructions ask for.");
        if summary.untaken.files > 0 {
            let untaken = counted(summary.untaken);
            let which = match self.usage.incomplete {
                Some(_) => "no instruction that could be looked at",
                None => "no instruction",
            };
            text = text.plain(format!(" {untaken} may be sent, and {which} takes them."));
        }
        text
    }

    /// Whether a path is sent, and why.
    pub fn fate(&self, id: NodeId) -> Text {
        let snapshot = self.snapshot;
        let node = &snapshot[id];
        let text = Text::new().code(shown_path(snapshot, id));
        let text = match (node.sent, node.is_folder() && node.decision.ignored) {
            (true, false) => text.plain(" may be sent"),
            (true, true) => text.plain(" is left out but for what is brought back in it"),
            (false, _) => text.plain(" is not sent"),
        };
        match snapshot.deciding(id) {
            Some(pattern) => text
                .plain(format!(": line {} of ", pattern.line))
                .code(snapshot.ignore.name.as_deref().unwrap_or_default())
                .plain(", ")
                .code(pattern.text.as_str())
                .plain(", decides."),
            None => text.plain(": no line of an ignore file matches it."),
        }
    }

    /// What it means that [`Usage::taken_by`] names nothing.
    pub fn untaken(&self) -> &'static str {
        match self.usage.may_take_more() {
            true => "Whether an instruction takes it cannot be told from the file.",
            false => "No instruction takes it.",
        }
    }

    /// The instruction that takes a path, and where it puts it.
    pub fn taken(&self, id: NodeId, taken: &Taken<'_>) -> Text {
        let taker = taken.taker;
        let text = Text::new()
            .plain(format!("line {}, ", taker.line))
            .code(named(taker, [taken.source]))
            .plain(" in stage ")
            .code(self.stage_name(taker.stage))
            .plain(if taker.in_target { "" } else { " (not needed for the target)" });
        let is_file = self.snapshot[id].kind == EntryKind::File;
        destination_text(text, &taken.destination, is_file)
    }

    /// What to call a stage: its name, else its number.
    pub fn stage_name(&self, stage: StageId) -> String {
        let stages = self.file.iter().flat_map(|file| &file.stages);
        let name = stages.filter(|it| it.id == stage).find_map(|it| it.name.as_deref());
        name.map_or_else(|| stage.0.to_string(), str::to_owned)
    }

    /// What comes of a source that finds nothing.
    pub fn empty_handed(&self, taker: &Taker, source: &Source) -> Text {
        let text = Text::new().plain(format!("Line {}, ", taker.line)).code(named(taker, [source]));
        let build = if taker.in_target { "the build" } else { "a build of its stage" };
        match source.outcome {
            Outcome::Found => text,
            Outcome::Missing => text.plain(format!(": there is no such path, and {build} fails.")),
            Outcome::MatchesNothing => text
                .plain(": matches nothing that is sent, so it copies nothing, without an error."),
            Outcome::Ignored(place) => {
                self.ignored(text.plain(format!(": is left out, and {build} fails")), place)
            }
        }
    }

    fn ignored(&self, text: Text, place: Option<PatternPlace>) -> Text {
        let ignore = &self.snapshot.ignore;
        match place.and_then(|place| ignore.file.pattern(place)) {
            Some(pattern) => text
                .plain(format!(" (line {} of ", pattern.line))
                .code(ignore.name.as_deref().unwrap_or_default())
                .plain(")."),
            None => text.plain("."),
        }
    }

    /// What comes of the instructions: sources that find nothing, and what was not looked at.
    pub fn of_instructions(&self) -> Vec<Text> {
        let nothing = self.usage.empty_handed();
        let mut list: Vec<Text> =
            nothing.map(|(taker, source)| self.empty_handed(taker, source)).collect();
        if let Some(reason) = &self.usage.incomplete {
            let text = Text::new().plain("Not every instruction could be looked at: ");
            list.push(text.plain(reason.as_str()));
        }
        list
    }

    /// What could not be seen as it is, and what is no file.
    pub fn oddities(&self) -> impl Iterator<Item = Text> {
        let problems = self.snapshot.problems.iter().map(|problem| {
            let path = if problem.path.is_empty() { "the context" } else { &problem.path };
            Text::new().code(path).plain(format!(" {}.", problem.text))
        });
        problems.chain(self.snapshot.ids().filter_map(|id| oddity(self.snapshot, id)))
    }
}

/// A link that leads out, or something that is no file.
fn oddity(snapshot: &Snapshot, id: NodeId) -> Option<Text> {
    let node = &snapshot[id];
    if !node.sent {
        return None;
    }
    match &node.kind {
        EntryKind::Special(kind) => {
            let path = Text::new().code(shown_path(snapshot, id));
            Some(path.plain(format!(" is a {kind}, not a file.")))
        }
        EntryKind::Link(target) if snapshot.leads_out(id) => {
            let path = Text::new().code(shown_path(snapshot, id));
            let text = path.plain(" is a link to ").code(target.as_str());
            let words = ", outside the context. It is sent as a link, without what it leads to.";
            Some(text.plain(words))
        }
        _ => None,
    }
}

fn destination_text(text: Text, destination: &Destination, is_file: bool) -> Text {
    let Some(path) = &destination.path else {
        return text.plain(", to a place that the file does not tell");
    };
    let text = text.plain(" → ").code(path.as_str());
    let text = match &destination.in_folder {
        Some(inside) => {
            text.plain(", or ").code(inside.as_str()).plain(" should that be a folder in the image")
        }
        None => text,
    };
    let text = match destination.made_by {
        Some(line) => text.plain(format!(", in the folder that is there since line {line}")),
        None => text,
    };
    match destination.unpacks && is_file {
        true => text.plain("; unpacked there should it be a tar archive"),
        false => text,
    }
}

/// How much a pattern leaves out: `1 folder, not looked into; 3 files, 1.2 kB`.
pub fn left_out(amount: &LeftOut) -> String {
    let mut parts = Vec::new();
    match amount.folders_passed_by {
        0 => {}
        1 => parts.push("1 folder, not looked into".to_owned()),
        many => parts.push(format!("{} folders, not looked into", grouped(many))),
    }
    if amount.files.files > 0 {
        parts.push(counted(amount.files));
    }
    parts.join("; ")
}

/// A path with a slash behind a folder; `./` for the context itself.
pub fn shown_path(snapshot: &Snapshot, id: NodeId) -> String {
    let path = snapshot.path(id);
    match snapshot[id].is_folder() {
        _ if id == Snapshot::ROOT => "./".to_owned(),
        true => format!("{path}/"),
        false => path,
    }
}

/// An instruction with sources, as a file has them: `COPY src`.
pub fn named<'a>(taker: &Taker, sources: impl IntoIterator<Item = &'a Source>) -> String {
    let keyword = if taker.instruction == "RUN" { "RUN --mount" } else { taker.instruction };
    let source = |source: &'a Source| source.shown();
    [keyword].into_iter().chain(sources.into_iter().map(source)).collect::<Vec<_>>().join(" ")
}

/// `3 files, 1.2 kB`.
pub fn counted(count: Count) -> String {
    format!("{}, {}", files(count.files), bytes_text(count.bytes))
}

/// `3 files`.
pub fn files(number: u64) -> String {
    if number == 1 { "1 file".to_owned() } else { format!("{} files", grouped(number)) }
}

/// A number with its thousands parted by commas.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::files;

    #[test]
    fn large_numbers_are_easy_to_read() {
        let told = [1, 999, 1_000, 1_234_567].map(files);
        assert_eq!(told, ["1 file", "999 files", "1,000 files", "1,234,567 files"]);
    }
}
