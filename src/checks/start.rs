//! What a container of the target starts, as commands with places in the file.

use super::script::{Call, Reader, Script, Word};
use super::subject::Subject;
use crate::arrange::Arrange as _;
use crate::dockerfile::{Arguments, Instruction};

/// Programs that start the one behind them.
const WRAPPERS: [&str; 8] =
    ["tini", "dumb-init", "catatonit", "gosu", "su-exec", "setpriv", "env", "nice"];

impl<'a> Subject<'a> {
    /// The ENTRYPOINT and the CMD that count for the target, as far as the file has them.
    pub fn effective_starts(&self) -> Vec<&'a Instruction> {
        let Some(runtime) = &self.runtime else { return Vec::new() };
        let mut spans = runtime.entrypoint.proof().to_vec();
        spans.extend(runtime.cmd.proof());
        spans.sort_unstable();
        spans.dedup();
        let all = self.starts().map(|(_, instruction, _)| instruction);
        let mut found: Vec<&Instruction> = all.filter(|it| spans.contains(&it.span)).collect();
        // The ENTRYPOINT comes first in the command line, wherever it stands.
        found.arrange_by_key(|it| it.keyword != Some(crate::dockerfile::Keyword::Entrypoint));
        found
    }

    /// The commands of the target's command line: what wraps them is left out,
    /// and `python -m flask` is `flask`. Empty where the base image has a say.
    pub fn start_calls(&self) -> &[Call] {
        self.start_calls.get_or_init(|| self.read_start_calls())
    }

    fn read_start_calls(&self) -> Vec<Call> {
        let scripts: Vec<Script> = self
            .effective_starts()
            .into_iter()
            .filter_map(|instruction| match &instruction.arguments {
                Arguments::Command(command) => Some(Script::of(self.file, instruction, command)),
                _ => None,
            })
            .collect();
        let is_exec = |script: &Script| script.form == Reader::Exec;
        let mut calls: Vec<Call> = match scripts.as_slice() {
            [first, second] if is_exec(first) && is_exec(second) => joined(first, second),
            [first, ..] => first.calls.clone(),
            [] => Vec::new(),
        };
        calls.iter_mut().for_each(unwrap);
        calls
    }
}

/// An ENTRYPOINT in exec form with the words of CMD behind it.
fn joined(entrypoint: &Script, cmd: &Script) -> Vec<Call> {
    match (entrypoint.calls.as_slice(), cmd.calls.as_slice()) {
        ([first], [rest]) => {
            let words = first.words.iter().chain(&rest.words).cloned().collect();
            vec![Call { words, ..first.clone() }]
        }
        (calls, _) => calls.to_vec(),
    }
}

/// Takes away what only starts another program.
fn unwrap(call: &mut Call) {
    for _ in 0..4 {
        let program = call.program().to_owned();
        let text = |at: usize| call.words.get(at).map_or("", |word: &Word| word.text.as_str());
        let runs = [
            ("poetry", "run"),
            ("pipenv", "run"),
            ("uv", "run"),
            ("pdm", "run"),
            ("bundle", "exec"),
        ];
        let drop = if WRAPPERS.contains(&program.as_str()) {
            let options = call.words[1..].iter().take_while(|word| word.text.starts_with('-'));
            let user = usize::from(matches!(program.as_str(), "gosu" | "su-exec"));
            1 + options.count() + user
        } else if program == "npx" {
            1
        } else if program.starts_with("python") && text(1) == "-m"
            || runs.contains(&(program.as_str(), text(1)))
        {
            2
        } else {
            return;
        };
        if drop >= call.words.len() {
            return;
        }
        call.words.drain(..drop);
    }
}
