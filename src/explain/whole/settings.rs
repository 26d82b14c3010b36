//! What can be set: build arguments before the build, variables when a container starts.

use std::collections::HashSet;

use super::Target;
use crate::analysis::Analysis;
use crate::doc::{Block, Text};
use crate::dockerfile::{Arguments, Keyword, Pair};
use crate::explain::compose::{join, text};
use crate::explain::pairs::meaning;
use crate::explain::scene::Scene;
use crate::explain::survey::{Index, Survey, unquoted};
use crate::explain::{mask, uses};
use crate::fact::Fact;

/// So many of each are shown.
const MOST_ROWS: usize = 40;

pub(super) fn blocks(analysis: &Analysis, targets: &[Target]) -> Vec<Block> {
    let index = Index::knowing(&analysis.knowledge);
    let survey = Survey::new(&analysis.file, &index);
    let arguments = arguments(&survey);
    let variables = targets.first().map(|target| variables(target, &survey)).unwrap_or_default();
    if arguments.is_empty() && variables.is_empty() {
        return Vec::new();
    }
    let mut blocks = vec![Block::heading(2, "What can be set")];
    if !arguments.is_empty() {
        let head = ["Build argument", "Without it", "What it is for"].map(Text::from);
        blocks.push(Block::paragraph(text("For the build, with `--build-arg NAME=value`:", &[])));
        blocks.push(Block::table(head, arguments));
    }
    if !variables.is_empty() {
        let head = ["Variable", "Value in the image", "What it is for"].map(Text::from);
        blocks.push(Block::paragraph(text(
            "For a container, with `docker run --env NAME=value`:",
            &[],
        )));
        blocks.push(Block::table(head, variables));
    }
    blocks
}

fn arguments(survey: &Survey<'_>) -> Vec<[Text; 3]> {
    let file = survey.file;
    let secrets = mask::secret_spans(file);
    let mut seen = HashSet::new();
    let mut rows = Vec::new();
    let all = file.instructions.iter().enumerate();
    let args = all.filter(|(_, it)| it.keyword == Some(Keyword::Arg) && !it.refused);
    for (place, instruction) in args {
        let Arguments::Pairs(pairs) = &instruction.arguments else { continue };
        for pair in pairs.iter() {
            let name = pair.key.value(&file.source);
            if rows.len() >= MOST_ROWS || !seen.insert(name) {
                continue;
            }
            let line = format!("line {}", instruction.lines.first);
            let without = match &pair.value {
                Some(value) => {
                    let shown = mask::masked(file, value.span, &secrets);
                    text(&format!("{{value}} ({line})"), &[("value", &shown)])
                }
                None => Text::from(format!("nothing ({line})")),
            };
            let about = about(survey, name, Some((place, pair)));
            rows.push([text("{name}", &[("name", name)]), without, about]);
        }
    }
    rows
}

fn variables(target: &Target, survey: &Survey<'_>) -> Vec<[Text; 3]> {
    let rows = target.runtime.environment.iter().take(MOST_ROWS).map(|(name, value)| {
        let shown = match value.value() {
            Some(_) if mask::is_secret_name(name) => Text::new().code(mask::MASK),
            Some(value) => text("{value}", &[("value", value)]),
            None => Text::from("not known here"),
        };
        let about = about(survey, name, declaration(survey, name, value));
        [text("{name}", &[("name", name)]), shown, about]
    });
    rows.collect()
}

/// What a variable is for: what the tables say, and of a name that they do not know itself
/// what the first line does that uses it.
fn about(survey: &Survey<'_>, name: &str, declared: Option<(usize, &Pair)>) -> Text {
    let is_known = survey.knowledge().variable(name).is_some_and(|known| !known.by_name);
    let by_use = declared.filter(|_| !is_known).and_then(|(place, pair)| {
        let instruction = survey.file.instructions.get(place)?;
        Some(uses::first(&Scene::new(survey, place as u32, instruction), pair))
    });
    join([meaning(survey.knowledge(), name), by_use.unwrap_or_default()])
}

/// The ENV that gives a container the variable.
fn declaration<'a>(
    survey: &Survey<'a>,
    name: &str,
    value: &Fact<String>,
) -> Option<(usize, &'a Pair)> {
    let Fact::Known { proof, .. } = value else { return None };
    let instructions = &survey.file.instructions;
    proof.iter().find_map(|span| {
        let behind = instructions.partition_point(|it| it.span.start <= span.start);
        let place = behind.checked_sub(1)?;
        let Arguments::Pairs(pairs) = &instructions.get(place)?.arguments else { return None };
        let pair = pairs.iter().find(|pair| unquoted(survey.word(&pair.key)) == name)?;
        Some((place, pair))
    })
}
