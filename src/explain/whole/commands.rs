//! How to build and run it: commands with the file's own names, ports and variables.

use std::collections::BTreeSet;

use super::Target;
use crate::analysis::Analysis;
use crate::doc::Block;
use crate::dockerfile::{Arguments, Dockerfile, Keyword, Word};
use crate::explain::compose::text;
use crate::source::safe_line;

pub(super) fn blocks(analysis: &Analysis, targets: &[Target], inside: Option<&str>) -> Vec<Block> {
    let file = &*analysis.file;
    if targets.is_empty() {
        return Vec::new();
    }
    let mut build = String::new();
    for target in targets {
        let own = target.name.as_deref().filter(|_| !target.is_default);
        let tag = own.unwrap_or("app");
        build += &format!("docker build --tag {}", shell_word(tag));
        if let Some(name) = own {
            build += &format!(" --target {}", shell_word(name));
        }
        for name in unset_arguments(file) {
            build += &format!(" --build-arg {}=…", shell_word(name));
        }
        for mount in mounts(file) {
            build += &mount;
        }
        build += &file_option(&file.source.name, inside);
        build += " .\n";
    }
    let (mut run, mut develop) = (String::new(), String::new());
    for target in targets {
        let own = target.name.as_deref().filter(|_| !target.is_default);
        let name = shell_word(own.unwrap_or("app"));
        let options = options_of_run(target);
        run += &format!("docker run --rm{options} {name}\n");
        if let Some(folder) = worked_on(file, target) {
            let folder = shell_word(folder);
            develop += &format!("docker run --rm{options} --volume \"$PWD\":{folder} {name}\n");
        }
    }
    let mut blocks = vec![
        Block::heading(2, "Build and run it"),
        Block::paragraph(text(
            "The name `app` is an example. Build it from the folder that is the context:",
            &[],
        )),
        Block::code("sh", build),
        Block::paragraph(text(how_to_run(&run), &[])),
        Block::code("sh", run),
    ];
    if !develop.is_empty() {
        let words = "To work on the code while it runs, put the folder over what was copied; it hides all that the image has there:";
        blocks.push(Block::paragraph(words));
        blocks.push(Block::code("sh", develop));
    }
    blocks.push(Block::paragraph(text(
        "`docker image ls` says how large an image became, and `docker history app` which instruction made it so.",
        &[],
    )));
    blocks
}

/// Ports, volumes and variables that a container of a target asks for.
fn options_of_run(target: &Target) -> String {
    let mut options = String::new();
    let ports = target.runtime.ports.value().unwrap_or(&target.runtime.declared.ports.0);
    for port in ports.iter().take(8) {
        let (number, protocol) = port.split_once('/').unwrap_or((port, "tcp"));
        let end = if protocol == "tcp" { String::new() } else { format!("/{protocol}") };
        options += &format!(" --publish {}", shell_word(&format!("{number}:{number}{end}")));
    }
    for volume in target.runtime.volumes.value().into_iter().flatten().take(8) {
        options += &format!(" --volume {}", shell_word(&format!("data:{volume}")));
    }
    // A variable that is there without a value waits for one.
    let variables = target.runtime.environment.iter();
    let empty = variables.filter(|(_, value)| value.value().is_some_and(|value| value.is_empty()));
    for (name, _) in empty.take(8) {
        options += &format!(" --env {}=…", shell_word(name));
    }
    options
}

/// The folder that a program looks at for changes, where the whole context was copied to it.
fn worked_on<'t>(file: &Dockerfile, target: &'t Target) -> Option<&'t str> {
    const WATCHES: [&str; 6] = ["--reload", "--watch", "nodemon", "watch", "air", "dev"];
    let argv = target.runtime.argv.value()?;
    let words = argv.iter().flat_map(|word| word.split_whitespace());
    let folder = target.runtime.directory.value()?;
    let mut words = words.map(|word| word.rsplit('/').next().unwrap_or(word));
    if folder == "/" || !words.any(|word| WATCHES.contains(&word)) {
        return None;
    }
    let stages = target.runtime.stages.iter().filter_map(|stage| file.stages.get(stage.0 as usize));
    let mut places = stages.flat_map(|stage| stage.instructions.clone());
    let is_whole = |place: u32| {
        let instruction = file.instructions.get(place as usize)?;
        let Arguments::Transfer(transfer) = &instruction.arguments else { return None };
        let value = |word: &Word| word.value(&file.source).trim_end_matches('/').to_owned();
        let is_all = transfer.sources.iter().all(|word| value(word) == ".");
        let destination = value(transfer.destination.as_ref()?);
        let has_from = instruction.flags.iter().any(|flag| file.source.slice(flag.name) == "from");
        (is_all && !has_from && (destination == "." || destination == *folder)).then_some(())
    };
    places.any(|place| is_whole(place).is_some()).then_some(folder.as_str())
}

/// Arguments that no ARG gives a default, and that BuildKit does not set by itself.
fn unset_arguments(file: &Dockerfile) -> Vec<&str> {
    let mut set: BTreeSet<&str> = BTreeSet::new();
    let mut unset: Vec<&str> = Vec::new();
    let args = file.instructions.iter().filter(|it| it.keyword == Some(Keyword::Arg));
    for instruction in args.filter(|it| !it.refused) {
        let Arguments::Pairs(pairs) = &instruction.arguments else { continue };
        for pair in pairs.iter() {
            let name = pair.key.value(&file.source);
            if pair.value.is_some() {
                set.insert(name);
            } else if unset.len() < 12 && !unset.contains(&name) {
                unset.push(name);
            }
        }
    }
    let known = &crate::knowledge::variables().platform_arguments;
    unset.retain(|name| !set.contains(name) && !known.contains_key(*name));
    unset
}

/// Options for secrets and SSH that mounts ask for.
fn mounts(file: &Dockerfile) -> Vec<String> {
    let mut options = Vec::new();
    let flags = file.instructions.iter().flat_map(|instruction| &instruction.flags);
    for flag in flags.filter(|flag| file.source.slice(flag.name) == "mount") {
        let value = flag.value.map_or("", |value| file.source.slice(value));
        let of = |name: &str| value.split(',').find_map(|part| part.strip_prefix(name));
        let option = match of("type=") {
            Some("secret") => {
                let id = of("id=").or_else(|| of("target=")?.rsplit('/').next()).unwrap_or("…");
                format!(" --secret {}", shell_word(&format!("id={id},src=…")))
            }
            Some("ssh") => " --ssh default".to_owned(),
            _ => continue,
        };
        if options.len() < 8 && !options.contains(&option) {
            options.push(option);
        }
    }
    options
}

/// What stands above the commands that start it.
fn how_to_run(commands: &str) -> &'static str {
    match commands.contains(" --publish ") {
        true => "Run it; `--publish` opens a port that it says it listens on:",
        false => {
            "Run it. No line says that it listens on a port; where it does, `--publish` opens one:"
        }
    }
}

/// `--file` for a file that Docker does not look for by itself.
fn file_option(name: &str, inside: Option<&str>) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    match inside.unwrap_or(last) {
        "Dockerfile" | "built-in sample" | "standard input" => String::new(),
        last => format!(" --file {}", shell_word(last)),
    }
}

/// A word for a shell, quoted where that is needed.
fn shell_word(word: &str) -> String {
    let word = safe_line(word);
    let is_plain = |it: char| it.is_alphanumeric() || "-_./:=,…".contains(it);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.into_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
