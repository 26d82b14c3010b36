//! A judged list as a document: the text, the Markdown and the screen say the same.

use super::image::{Measured, Part, SIZES, TIMES, class, size};
use super::model::{Judged, List, Verdict};
use crate::doc;
use crate::doc::{Block, BlockKind, ListItem, Text};
use crate::fact::lines;
use crate::mask::mask_text;
use crate::source::Source;

/// How many items stand how: `5 of 9 done, 2 not done, 1 unknown`.
pub fn sum(judged: &[Judged]) -> String {
    let count = |verdict| judged.iter().filter(|it| it.judgement.verdict == verdict).count();
    let done = format!("{} of {} done", count(Verdict::Done), judged.len());
    let rest = Verdict::ALL[1..].iter().filter_map(|verdict| match (count(*verdict), verdict) {
        (0, _) => None,
        (number, Verdict::NotApplicable) if number > 1 => Some(format!("{number} do not apply")),
        (number, verdict) => Some(format!("{number} {}", verdict.name())),
    });
    [done].into_iter().chain(rest).collect::<Vec<_>>().join(", ")
}

impl Judged {
    /// The reason with secrets masked, and the lines that prove it: `line 4`.
    pub fn why(&self, source: &Source) -> (String, Option<String>) {
        (mask_text(&self.judgement.reason).into_owned(), lines(source, &self.judgement.proof))
    }

    /// The reason as a text, the lines behind it in brackets.
    fn reason(&self, text: Text, source: &Source) -> Text {
        let (reason, lines) = self.why(source);
        let text = text.plain(reason);
        match lines {
            Some(lines) => text.plain(format!(" ({lines})")),
            None => text,
        }
    }
}

/// A judged list for a pull request: what is done and what is not are boxes
/// with and without a tick, the rest is told without one.
pub fn blocks(list: &List, judged: &[Judged], source: &Source) -> Vec<Block> {
    let item = |it: &Judged| {
        let verdict = it.judgement.verdict;
        let task = match verdict {
            Verdict::Done => Some(true),
            Verdict::NotDone => Some(false),
            Verdict::NotApplicable | Verdict::Unknown | Verdict::Silenced => None,
        };
        let said = Text::new().strong(it.item.says);
        let said = match verdict {
            Verdict::Done | Verdict::NotDone => said.plain(": "),
            other => said.plain(format!(" ({}): ", other.name())),
        };
        let mut blocks =
            vec![Block::paragraph(it.reason(said, source)).proved_by(it.judgement.proof.clone())];
        if verdict == Verdict::NotDone {
            let caution = match it.item.caution {
                "" => String::new(),
                caution => format!("{caution} "),
            };
            let words = Text::from(caution).plain("Learn it: ");
            blocks
                .push(Block::paragraph(words.code(format!("layerwise learn {}", it.item.lesson))));
        }
        ListItem { task, blocks, origin: None }
    };
    let items = judged.iter().map(item).collect();
    let own = doc::List { start: None, items };
    let title = Block::heading(2, format!("{}: {}", list.title, source.name));
    vec![title, Block::paragraph(format!("{}.", sum(judged))), BlockKind::List(own).into()]
}

/// The sizes and times that are aimed at, and how to measure them.
pub fn targets() -> Vec<Block> {
    let sizes =
        SIZES.iter().rev().map(|(limit, name)| [format!("below {limit} MB"), (*name).to_owned()]);
    let times = TIMES.iter().rev().map(|(limit, name)| {
        let minutes = if *limit == 1 { "minute" } else { "minutes" };
        [format!("below {limit} {minutes}"), (*name).to_owned()]
    });
    vec![
        Block::heading(3, "Sizes and times to aim at"),
        Block::table(["An image has", "which is"].map(String::from), sizes),
        Block::paragraph(
            Text::new()
                .plain("Measured unpacked, with ")
                .code("docker history")
                .plain(" or here with ")
                .code("--image NAME")
                .plain(". What a registry sends is compressed, and two to three times smaller: the two are not to be mixed."),
        ),
        Block::table(["A build takes", "which is"].map(String::from), times),
        Block::paragraph(
            Text::new()
                .plain("Measured with ")
                .code("time docker build --no-cache .")
                .plain(" for a first build, and with ")
                .code("time docker build .")
                .plain(" after an edit of the code for the usual one. The file shows what an edit runs again (")
                .code("layerwise cache --edit PATH")
                .plain("), and not how long that takes."),
        ),
    ]
}

/// A measured image: its size, and the layer of each instruction.
pub fn measured(image: &Measured, source: &Source) -> Vec<Block> {
    let class = class(image.total).map_or("above 200 MB", |class| class);
    let text = Text::new().code(image.name.as_str()).plain(format!(
        " has {} unpacked ({class}), says {}.",
        size(image.total),
        image.tool
    ));
    let row = |part: &Part| {
        let line = source.line_at(part.span.start);
        let first = source.slice(part.span).lines().next().unwrap_or_default();
        let shown: String = mask_text(first).chars().take(48).collect();
        [Text::from(line.to_string()), Text::new().code(shown), Text::from(size(part.size))]
    };
    let rows = image.parts.iter().filter(|part| part.size > 0).map(row);
    let rest = match image.is_whole {
        true => "the base image",
        false => "the base image, and what could not be matched with an instruction",
    };
    let rest = [Text::new(), Text::from(rest), Text::from(size(image.rest))];
    let mut blocks = vec![
        Block::heading(3, "Measured"),
        Block::paragraph(text),
        Block::table(
            ["Line", "Instruction", "Adds"].map(Text::from),
            [rest].into_iter().chain(rows),
        ),
    ];
    if !image.is_whole {
        blocks.push(Block::paragraph(
            "Its history and this file do not say the same from some instruction upwards: it was built from another state of the file, for another target, or by a tool that notes down less.",
        ));
    }
    blocks
}
