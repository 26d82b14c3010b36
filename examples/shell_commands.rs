//! The commands of shell texts, for the comparison with another parser
//! (`scripts/shell-agreement`): JSON strings in, one a line; JSON arrays of commands out.

use std::io::{self, BufRead as _, Write as _};

use layerwise::shell::{Inside, script};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let commands = script(&text).commands;
        let commands = commands.iter().filter(|command| command.inside != Inside::Argument);
        let words = commands.map(|command| {
            let wrappers = command.wrappers.iter().flatten();
            let words = wrappers.chain(&command.words);
            words.map(|word| text.get(word.span.range()).unwrap_or_default()).collect::<Vec<_>>()
        });
        serde_json::to_writer(&mut out, &words.collect::<Vec<_>>())?;
        writeln!(out)?;
    }
    out.flush()
}
