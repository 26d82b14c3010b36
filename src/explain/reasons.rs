//! Why something is usually written as it is here: said only where the file itself shows that
//! the reason holds, with the lines that show it.

use super::compose::text;
use super::draft::Draft;
use super::scene::Scene;
use super::words;
use crate::cache::lists_dependencies;
use crate::doc::Text;
use crate::dockerfile::{Arguments, Form, Instruction, Keyword, Transfer};
use crate::shell::{Script, program_name};
use crate::source::Span;

/// So many instructions below are looked at, so that a long file costs no more than its length.
const NEAR: usize = 16;

/// Programs that install what a list of dependencies names.
const INSTALLERS: [&str; 22] = [
    "pip", "pip3", "python", "python3", "pipenv", "poetry", "uv", "npm", "pnpm", "yarn", "bun",
    "go", "cargo", "bundle", "composer", "mvn", "mvnw", "gradle", "gradlew", "dotnet", "mix",
    "deno",
];

/// Their sub-commands that do it.
const INSTALLS: [&str; 15] = [
    "install",
    "ci",
    "i",
    "download",
    "fetch",
    "sync",
    "restore",
    "build",
    "add",
    "package",
    "dependency:go-offline",
    "dependencies",
    "cook",
    "deps.get",
    "resolve",
];

/// Adds the reasons that hold for an instruction.
pub(super) fn explain(scene: &Scene<'_>, draft: &mut Draft) {
    if scene.instruction.refused || scene.waits {
        return;
    }
    match (&scene.instruction.arguments, scene.instruction.keyword) {
        (Arguments::From(_), _) => shared_stage(scene, draft),
        (Arguments::Transfer(transfer), _) => {
            manifest_first(scene, transfer, draft);
            only_the_result(scene, draft);
        }
        (Arguments::Command(_), Some(Keyword::Run)) => {
            let script = words::script(scene);
            lists_in_one_run(&script, draft);
            account(scene, &script, draft);
            folder_for_user(scene, &script, draft);
        }
        (Arguments::Command(command), Some(Keyword::Cmd | Keyword::Entrypoint))
            if command.form == Form::Json && !command.words.is_empty() && !is_arguments(scene) =>
        {
            // `["sh", "-c", "…"]`: a shell is process 1 all the same.
            if words::script(scene).commands.iter().any(|command| command.opens) {
                return;
            }
            draft.reason(
                text("In JSON form the program itself is process 1, so the signal of `docker stop` reaches it; in shell form a shell would stand between.", &[]),
                [command.text],
            );
        }
        (Arguments::Text(Some(word)), Some(Keyword::User)) => {
            let name = scene.word(word).split(':').next().unwrap_or_default();
            if !matches!(name, "root" | "0" | "") && !name.contains('$') {
                draft.reason(
                    Text::from("Somebody who takes over the program then has no more rights than this user, inside of the container too."),
                    [word.span],
                );
            }
        }
        _ => {}
    }
}

/// Whether a CMD is only what an ENTRYPOINT of its stage gets.
fn is_arguments(scene: &Scene<'_>) -> bool {
    let stage = scene.stage().and_then(|id| scene.survey.stage(id));
    scene.instruction.keyword == Some(Keyword::Cmd)
        && stage.is_some_and(|it| !scene.survey.in_stage(it, Keyword::Entrypoint).is_empty())
}

/// The first words of each command: `apt-get install`.
fn starts_with(script: &Script, program: &str, sub: &str) -> bool {
    script.commands.iter().any(|command| {
        let mut words = command.words.iter().map(|word| word.text.as_str());
        let is_program = words.next().is_some_and(|word| program_name(word) == program);
        is_program && words.find(|word| !word.starts_with('-')) == Some(sub)
    })
}

/// `apt-get update && apt-get install … && rm -rf /var/lib/apt/lists/*`.
fn lists_in_one_run(script: &Script, draft: &mut Draft) {
    let has = |sub: &str| ["apt-get", "apt"].iter().any(|it| starts_with(script, it, sub));
    if !(has("update") && has("install")) {
        return;
    }
    let is_lists = |word: &&crate::shell::ShellWord| word.text.starts_with("/var/lib/apt/lists");
    let removed = script.commands.iter().find_map(|command| command.words.iter().find(is_lists));
    let first = "The lists are fetched in the same RUN as the packages, so that a list from the cache is never older than what it is used for.";
    match removed {
        Some(word) => draft.reason(
            text(&format!("{first} They are deleted in it too, because a later RUN could only hide them: they would stay in this layer."), &[]),
            [word.span],
        ),
        None => draft.reason(Text::from(first), []),
    }
}

/// A list of dependencies is copied before the code, and installed between.
fn manifest_first(scene: &Scene<'_>, transfer: &Transfer, draft: &mut Draft) {
    let is_list = |word: &crate::dockerfile::Word| {
        let name = scene.word(word).rsplit('/').next().unwrap_or_default();
        lists_dependencies(name)
    };
    if scene.flag("from").is_some()
        || transfer.sources.is_empty()
        || !transfer.sources.iter().any(is_list)
        || transfer.sources.iter().any(|word| matches!(scene.word(word), "." | "./"))
    {
        return;
    }
    let Some(stage) = scene.stage().and_then(|id| scene.survey.stage(id)) else { return };
    let below = |keyword| {
        let all = scene.survey.in_stage(stage, keyword);
        all[all.partition_point(|at| *at <= scene.index)..].iter().copied()
    };
    let mut runs = below(Keyword::Run).take(NEAR);
    let Some(installs) = runs.find_map(|at| installs(scene, at)) else { return };
    let mut later = below(Keyword::Copy).take(NEAR).filter_map(|at| scene.survey.instruction(at));
    let of_context = |at: &&Instruction| {
        at.span.start > installs.start && at.flags.iter().all(|flag| scene.raw(flag.name) != "from")
    };
    let line = scene.line(installs);
    let first = format!(
        "Only what lists the dependencies is copied here: as long as it and what stands above stay the same, the installation on line {line} comes from the cache"
    );
    match later.find(of_context) {
        Some(code) => draft.reason(
            Text::from(format!(
                "{first}, whatever changes in what line {} copies.",
                scene.line(code.span)
            )),
            [installs, code.span],
        ),
        None => draft.reason(Text::from(format!("{first}, whatever else changes.")), [installs]),
    }
}

/// The place of a RUN that installs what a list names.
fn installs(scene: &Scene<'_>, place: u32) -> Option<Span> {
    let instruction = scene.survey.instruction(place)?;
    let script = crate::shell::script_of(scene.file, instruction, super::command::dialect(scene));
    let fetches = script.commands.iter().any(|command| {
        let texts: Vec<&str> = command.words.iter().map(|word| word.text.as_str()).collect();
        let program = texts.first().map_or("", |word| program_name(word));
        INSTALLERS.contains(&program) && texts.iter().any(|word| INSTALLS.contains(word))
    });
    fetches.then_some(instruction.span)
}

/// An account that a USER below takes.
fn account(scene: &Scene<'_>, script: &Script, draft: &mut Draft) {
    let made = script.commands.iter().filter(|command| {
        command
            .words
            .first()
            .is_some_and(|word| matches!(program_name(&word.text), "useradd" | "adduser"))
    });
    let names: Vec<&str> =
        made.filter_map(|command| Some(command.words.last()?.text.as_str())).collect();
    if names.is_empty() {
        return;
    }
    let users = scene.survey.all(Keyword::User);
    let below = &users[users.partition_point(|at| *at <= scene.index)..];
    let used = below.iter().take(NEAR).find_map(|at| {
        let instruction = scene.survey.instruction(*at)?;
        let Arguments::Text(Some(word)) = &instruction.arguments else { return None };
        let name = scene.word(word).split(':').next()?;
        names.contains(&name).then(|| (name.to_owned(), instruction.span))
    });
    if let Some((name, span)) = used {
        let template = format!(
            "USER takes a name only where the image has an account of it: this one is for the USER on line {}. Without any, the program runs as root.",
            scene.line(span)
        );
        draft.reason(text(&template, &[("name", &name)]), [span]);
    }
}

/// A folder that is made and given away before USER.
fn folder_for_user(scene: &Scene<'_>, script: &Script, draft: &mut Draft) {
    let has = |name: &str| {
        script.commands.iter().any(|command| {
            command.words.first().is_some_and(|word| program_name(&word.text) == name)
        })
    };
    if !(has("mkdir") && has("chown")) {
        return;
    }
    let Some(stage) = scene.stage().and_then(|id| scene.survey.stage(id)) else { return };
    if scene.survey.last_before(stage, Keyword::User, scene.index).is_some() {
        return;
    }
    let users = scene.survey.in_stage(stage, Keyword::User);
    let next = users.get(users.partition_point(|at| *at <= scene.index));
    let Some(user) = next.and_then(|at| scene.survey.instruction(*at)) else { return };
    draft.reason(
        Text::from(format!(
            "It stands before the USER on line {}: from there on the rights to give a folder away are missing.",
            scene.line(user.span)
        )),
        [user.span],
    );
}

/// A stage that several others start from.
fn shared_stage(scene: &Scene<'_>, draft: &mut Draft) {
    let Some(stage) = scene.stage() else { return };
    let uses = scene.survey.uses(stage);
    let from: Vec<Span> =
        uses.iter().filter(|at| at.keyword == Keyword::From).map(|at| at.span).collect();
    let lines: Vec<String> = from.iter().take(6).map(|at| scene.line(*at).to_string()).collect();
    match lines.as_slice() {
        [] | [_] => {}
        lines => draft.reason(
            Text::from(format!(
                "{} stages start from it (lines {}): what they share is written, built and kept once.",
                from.len(),
                lines.join(", ")
            )),
            from,
        ),
    }
}

/// Files that are taken out of another stage.
fn only_the_result(scene: &Scene<'_>, draft: &mut Draft) {
    let Some(flag) = scene.flag("from").filter(|flag| super::image::is_stage(scene, flag)) else {
        return;
    };
    draft.reason(
        Text::from("Only this is taken over: what else that stage holds, such as the compilers that it needed, stays out of this image."),
        [flag.span],
    );
}
