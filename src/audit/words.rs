//! A judged list as a document: the text, the Markdown and the screen say the same.

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
            Verdict::NotApplicable | Verdict::Unknown => None,
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
