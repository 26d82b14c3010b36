//! What the items of a list are judged from.

use super::image::{Layer, Measured};
use super::model::{Judgement, Verdict};
use crate::analysis::Analysis;
use crate::checks::script::Call;
use crate::checks::{self, Around, Finding, Settings, Subject};
use crate::dockerfile::StageId;
use crate::fact::lines;
use crate::runtime::Runtime;
use crate::source::Span;

/// A file with everything that lists ask about.
pub struct Material<'a> {
    /// What the checks look at.
    pub subject: Subject<'a>,
    /// An image that was measured, where the reader named one.
    pub measured: Option<Measured>,
}

impl<'a> Material<'a> {
    /// Works out what the items need. Takes time in line with the file's length.
    pub fn new(analysis: &'a Analysis, around: &'a Around) -> Self {
        Self { subject: Subject::new(analysis, around), measured: None }
    }

    /// The same with the history of an image, which a tool told.
    pub fn with_image(mut self, name: &str, tool: &str, layers: &[Layer]) -> Self {
        self.measured = Some(Measured::of(name, tool, layers, &self.subject));
        self
    }

    /// What a container starts with.
    ///
    /// # Errors
    /// That this is unknown, as the judgement of whatever asks for it.
    pub fn runtime(&self) -> Result<&Runtime, Judgement> {
        self.subject.runtime.as_ref().ok_or_else(|| {
            Judgement::unknown(
                "BuildKit refuses the file as it stands, so nothing is known of the image.",
            )
        })
    }

    /// What these checks find, comments that silence them left aside.
    pub(super) fn found(&self, slugs: &[&str]) -> Vec<Finding> {
        let settings = Settings::default();
        let rules = slugs.iter().filter_map(|slug| checks::by_slug(slug));
        rules.flat_map(|rule| checks::run(rule, &self.subject, &settings)).collect()
    }

    /// What follows from findings of these checks; `None` where there are none. What a
    /// comment silences counts only where nothing else is found.
    pub(super) fn by_checks(&self, slugs: &[&str]) -> Option<Judgement> {
        let report = checks::silence(self.subject.file, self.found(slugs));
        if report.findings.is_empty() {
            let (first, _) = report.silenced.first()?;
            let judgement = Judgement::not_done(&first.message).proved_by([first.span]);
            return Some(self.silenced(judgement, &report.silenced));
        }
        let found = report.findings;
        let sure: Vec<&Finding> = found.iter().filter(|it| it.depends_on.is_none()).collect();
        let (first, all) = match sure.first() {
            Some(first) => (*first, sure),
            None => (found.first()?, found.iter().collect()),
        };
        let judgement = match &first.depends_on {
            None => Judgement::not_done(&first.message),
            Some(what) => Judgement::unknown(format!("{} It depends on {what}.", first.message)),
        };
        let more = match all.len() {
            1 => String::new(),
            2 => "There is one more like it.".to_owned(),
            number => format!("There are {} more like it.", number - 1),
        };
        Some(judgement.adding(&more).proved_by(all.iter().map(|finding| finding.span)))
    }

    /// A judgement, unless it is *not done* and comments silence all that these checks,
    /// which say the same, find.
    pub(super) fn unless_silenced(&self, slugs: &[&str], judgement: Judgement) -> Judgement {
        if judgement.verdict != Verdict::NotDone {
            return judgement;
        }
        let report = checks::silence(self.subject.file, self.found(slugs));
        match report.findings.is_empty() && !report.silenced.is_empty() {
            true => self.silenced(judgement, &report.silenced),
            false => judgement,
        }
    }

    /// That the author of the file means it to be so.
    fn silenced(&self, judgement: Judgement, silenced: &[(Finding, Span)]) -> Judgement {
        let mut comments: Vec<Span> = silenced.iter().map(|(_, comment)| *comment).collect();
        comments.sort_unstable();
        comments.dedup();
        let places = lines(&self.subject.file.source, &comments).unwrap_or_default();
        let sentence = match comments.len() {
            1 => format!("The comment in {places} silences the check that says so."),
            _ => format!("The comments in {places} silence the checks that say so."),
        };
        Judgement { verdict: Verdict::Silenced, ..judgement }.adding(&sentence).proved_by(comments)
    }

    /// The commands of the RUNs in stages that the image is made of.
    pub(super) fn shipped_calls(&self) -> impl Iterator<Item = (Span, &Call)> {
        let runs = self.subject.runs.iter().filter(|run| self.subject.is_shipped(run.stage));
        runs.flat_map(|run| run.script.calls.iter().map(|call| (run.instruction.span, call)))
    }

    /// The FROMs of the stages that the image is made of, the lowest last.
    pub(super) fn froms(&self) -> Vec<Span> {
        let Some(target) = self.subject.target_stage() else { return Vec::new() };
        let stage = |id: StageId| self.subject.stage(id).map(|stage| stage.from);
        self.subject.chain(target.id).into_iter().filter_map(stage).collect()
    }
}

/// What an answer takes from the table of images, in brackets behind it; empty where nothing.
pub(super) fn by_table(note: Option<&str>) -> String {
    let Some(note) = note else { return String::new() };
    format!(" (table of images: {})", note.trim_end_matches(" (table of images)"))
}
