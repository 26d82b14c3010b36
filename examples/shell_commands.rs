//! The commands of shell texts, for the comparison with another parser
//! (`scripts/shell-agreement`): JSON strings in, one a line; JSON arrays of commands out.

use std::io::{self, BufRead as _, Write as _};

use layerwise::shell::{Inside, script};
use layerwise::source::Span;

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let commands = script(&text).commands;
        // What a shell runs from a word in single quotes is one word for the shell that starts it.
        let quoted: Vec<Span> = commands
            .iter()
            .filter(|command| command.opens)
            .flat_map(|command| &command.words)
            .map(|word| word.span)
            .filter(|span| text[span.range()].starts_with('\''))
            .collect();
        let commands = commands.iter().filter(|command| {
            let start = command.words.first().map_or(0, |word| word.span.start);
            command.inside != Inside::Argument && !quoted.iter().any(|word| word.contains(start))
        });
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
