//! A better order of the file as a document.

use crate::cache::{Advised, BETTER, Gain, NOTHING_GAINED, PREDICTED, Rerun};
use crate::doc::{Block, Text};
use crate::explain::mask::mask_text;

/// What the better order saves, what is done for it, and the diff; or why
/// there is none. Values that look like secrets are masked.
pub fn blocks(advised: &Advised) -> Vec<Block> {
    let mut blocks = vec![Block::heading(2, Text::from("The order for the cache"))];
    let paragraph = |words: &str| Block::paragraph(Text::new().plain(words));
    match advised {
        Advised::Unknown(reason) => {
            blocks.push(paragraph(&format!("There is no advice for this file: {reason}.")));
            return blocks;
        }
        Advised::Nothing(gains) => {
            blocks.push(paragraph(NOTHING_GAINED));
            let rows = gains.iter().map(|gain| [change(gain), now(gain.before)]);
            blocks.push(Block::table(["change", "runs again"].map(Text::from), rows));
        }
        Advised::Better(advice) => {
            blocks.push(paragraph(BETTER));
            let rows = advice.gains.iter().map(|it| [change(it), now(it.before), now(it.after)]);
            let head = ["change", "runs now", "runs then"].map(Text::from);
            blocks.push(Block::table(head, rows));
            let moves = advice.moves.iter().map(|it| Text::new().plain(mask_text(&it.sentence())));
            blocks.push(Block::numbered(moves));
            blocks.push(Block::code("diff", mask_text(&advice.diff)));
        }
    }
    blocks.push(Block::paragraph(Text::new().muted(format!("{PREDICTED}."))));
    blocks
}

fn change(gain: &Gain) -> Text {
    Text::new().plain(gain.change())
}

fn now(rerun: Rerun) -> Text {
    Text::new().plain(rerun.words())
}
