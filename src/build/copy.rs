//! COPY and ADD.

use std::sync::Arc;

use super::dispatch::{Running, with_keyword_in_capitals};
use super::expand::Rules;
use super::paths::{self, System, TrailingSlash};
use super::reference::check_checksum;
use super::stage::Output;
use super::step::{Copied, Owner, Step};
use super::words::go_quoted;
use super::{Engine, Failure, Ignoring, chmod, git};
use crate::dockerfile::Keyword;
use crate::dockerfile::go::has_wildcards;
use crate::dockerfile::record::Inline;

/// A COPY or ADD after its variables were expanded.
struct Transfer {
    is_add: bool,
    sources: Vec<String>,
    inline: Vec<Inline>,
    destination: String,
    chown: String,
    chmod: String,
    checksum: String,
    link: bool,
    parents: bool,
    exclude: Vec<String>,
    keep_git_folder: Option<bool>,
    unpack: Option<bool>,
    unknown: bool,
    sources_unknown: bool,
    destination_unknown: bool,
    /// The sources that are paths, as far as they were read.
    paths: Vec<String>,
}

impl Engine<'_> {
    pub(super) fn copy(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let mut transfer = self.read_transfer(running)?;
        let place = running.place;
        let mut context = Some("context".to_owned());
        if let Some(source) = running.command.sources.first().copied() {
            if !self.stages[source].dispatched {
                let from = running.command.typed.from.clone().unwrap_or_default();
                let own = go_quoted(&self.stages[place].shown_name);
                return Err(Failure::anywhere(format!(
                    "cannot copy from stage {}, it needs to be defined before current stage {own}",
                    go_quoted(&from)
                )));
            }
            context = self.shown_source(source);
        }
        let system = self.stages[place].system();
        let directory = self.stages[place].state.directory.clone();
        let is_relative = !system.is_absolute(&transfer.destination);
        transfer.destination_unknown |= directory.unknown && is_relative;
        let mut destination = below(system, &directory.value, &transfer.destination)?;
        for _ in &transfer.sources {
            if !self.room.take(&transfer.destination, &destination) {
                destination.clone_from(&transfer.destination);
                transfer.destination_unknown = true;
            }
        }
        transfer.unknown |= transfer.destination_unknown;
        let base = transfer.common(paths::clean_keeping_slash(&destination))?;
        transfer.check_checksum()?;
        let text = self.processed(place, running.command.code(), self.rules);
        let text_unknown = text.unknown;
        let text = with_keyword_in_capitals(&text.value);
        let name = self.step_name(place, running.command.is_trigger, &text);
        let copies = transfer.copies(&base, context, system);
        if running.command.sources.is_empty() && !transfer.sources_unknown {
            self.check_ignored(running, &transfer);
        }
        let copies = copies?;
        let mut unknown = Vec::new();
        if transfer.unknown {
            unknown.push("copies");
        }
        if text_unknown {
            unknown.push("name");
        }
        let kind = if transfer.is_add { "ADD" } else { "COPY" };
        let line = running.command.line;
        let is_linked = transfer.link && transfer.chmod.is_empty();
        let source = running.command.sources.first().copied();
        let common = Step { line, stage: place, source, is_linked, ..Step::default() };
        let mut step = Step {
            kind,
            name,
            copies: Some(copies),
            unknown,
            sources_unknown: transfer.sources_unknown,
            destination_unknown: transfer.destination_unknown,
            ..common.clone()
        };
        if directory.assumed && is_relative {
            step.assumed.push("copies");
            step.origin = self.stages[place].image.origin.clone();
        }
        self.steps.push(step);
        if is_linked && self.stages[place].output != Output::Scratch {
            self.stages[place].step -= 1;
            let text = format!("LINK {text}");
            let name = self.step_name(place, running.command.is_trigger, &text);
            let unknown = if text_unknown { vec!["name"] } else { Vec::new() };
            self.steps.push(Step { kind: "LINK", name, unknown, ..common });
        }
        self.stages[place].output = Output::Step;
        let text = format!("{} # buildkit", transfer.history());
        self.commit(place, text, true, transfer.unknown);
        Ok(())
    }

    fn read_transfer(&mut self, running: &Running<'_>) -> Result<Transfer, Failure> {
        let typed = Arc::clone(&running.command.typed);
        let is_add = running.command.keyword == Keyword::Add;
        let mut unknown = false;
        let chown = self.word(running, typed.chown.as_deref().unwrap_or_default(), &mut unknown)?;
        let chmod = self.word(running, typed.chmod.as_deref().unwrap_or_default(), &mut unknown)?;
        let checksum = typed.checksum.as_deref().filter(|_| is_add).unwrap_or_default();
        let checksum = self.word(running, checksum, &mut unknown)?;
        let (mut sources, mut sources_unknown) = (Vec::new(), false);
        for source in typed.sources.iter().flatten() {
            sources.push(self.word(running, source, &mut sources_unknown)?);
        }
        let mut destination_unknown = false;
        let written = typed.dest.as_deref().unwrap_or_default();
        let destination = self.word(running, written, &mut destination_unknown)?;
        let mut inline = typed.inline.clone();
        for document in inline.iter_mut().filter(|document| document.expand) {
            let rules = Rules { ignore_quotes: true, ..Rules::usual('\\') };
            let expanded = self.expand_with(running, &document.data, rules)?;
            unknown |= expanded.unknown;
            document.data = expanded.value;
        }
        Ok(Transfer {
            is_add,
            sources,
            inline,
            destination,
            chown,
            chmod,
            checksum,
            link: typed.link,
            parents: typed.parents,
            exclude: typed.exclude.clone(),
            keep_git_folder: typed.keep_git_dir,
            unpack: typed.unpack,
            unknown: unknown || sources_unknown || destination_unknown,
            sources_unknown,
            destination_unknown,
            paths: Vec::new(),
        })
    }

    /// Warns about what the ignore file leaves out.
    fn check_ignored(&mut self, running: &Running<'_>, transfer: &Transfer) {
        let Some(Ignoring(is_ignored)) = self.options.ignoring.clone() else { return };
        let verb = if transfer.is_add { "Add" } else { "Copy" };
        for path in transfer.paths.iter().map(|path| paths::clean(path)) {
            if is_ignored(&path) {
                let detail = format!(
                    "Attempting to {verb} file {} that is excluded by .dockerignore",
                    go_quoted(&path)
                );
                self.lint.warn(&running.checks, "CopyIgnoredFile", running.command.line, detail);
            }
        }
    }

    /// Expands a word; notes when that rests on something unknown.
    fn word(
        &mut self,
        running: &Running<'_>,
        text: &str,
        unknown: &mut bool,
    ) -> Result<String, Failure> {
        let expanded = self.expand(running, text)?;
        *unknown |= expanded.unknown;
        Ok(expanded.value)
    }
}

impl Transfer {
    /// What all entries have in common.
    fn common(&self, dest: String) -> Result<Copied, Failure> {
        let mut base = Copied { dest, exclude: self.exclude.clone(), ..Copied::default() };
        if !self.chown.is_empty() {
            let (user, group) = Owner::pair(&self.chown);
            base.user = Some(user);
            base.group = group;
        }
        if !self.chmod.is_empty() {
            let mode = chmod::read_mode(&self.chmod);
            match mode {
                Err(_) if self.unknown => {}
                Err(text) => return Err(Failure::anywhere(text)),
                Ok(chmod::Mode::Number(number)) => base.mode = Some(format!("{number:04o}")),
                Ok(chmod::Mode::Letters) => {
                    base.mode = Some("0000".to_owned());
                    base.mode_str = Some(self.chmod.clone());
                }
            }
        }
        Ok(base)
    }

    fn check_checksum(&self) -> Result<(), Failure> {
        if self.checksum.is_empty() {
            return Ok(());
        }
        let refuse = |text: &str| Err(Failure::anywhere(text.to_owned()));
        let [source] = self.sources.as_slice() else {
            return refuse("checksum can't be specified for multiple sources");
        };
        let is_git = matches!(git::read(source), Ok(Some(_)));
        if !is_git && !has_web_scheme(source) {
            return refuse("checksum requires HTTP(S) or Git sources");
        }
        Ok(())
    }

    fn copies(
        &mut self,
        base: &Copied,
        context: Option<String>,
        system: System,
    ) -> Result<Vec<Copied>, Failure> {
        let mut copies = Vec::new();
        for source in self.sources.clone() {
            let repository = git::read(&source).map_err(Failure::anywhere)?;
            let copied = match repository.filter(|it| !it.looks_local) {
                Some(repository) => self.copied_from_git(base, &repository)?,
                None if has_web_scheme(&source) => self.copied_from_web(base, &source)?,
                None => {
                    self.paths.push(source.clone());
                    self.copied_from_files(base, &source, context.clone(), system)?
                }
            };
            copies.push(copied);
        }
        for document in &self.inline {
            let name = system.without_drive(&document.name, TrailingSlash::Drop);
            let name = name.map_err(without_drive_failed)?;
            copies.push(Copied {
                src: paths::join("/", &system.with_slashes(&name)),
                inline: Some(document.data.clone()),
                exclude: base.exclude.clone(),
                ..base.clone()
            });
        }
        Ok(copies)
    }

    fn copied_from_git(&mut self, base: &Copied, git: &git::GitSource) -> Result<Copied, Failure> {
        if !self.is_add {
            return Err(Failure::anywhere("source can't be a git ref for COPY".to_owned()));
        }
        if let (Some(flag), Some(query)) = (self.keep_git_folder, git.keep_git_folder)
            && flag != query
        {
            let text = "inconsistent keep-git-dir configuration";
            return Err(Failure::anywhere(text.to_owned()));
        }
        self.keep_git_folder = git.keep_git_folder.or(self.keep_git_folder);
        let both = !self.checksum.is_empty() && !git.checksum.is_empty();
        if both && self.checksum != git.checksum {
            return Err(Failure::anywhere(format!(
                "checksum mismatch {} != {}",
                go_quoted(&self.checksum),
                go_quoted(&git.checksum)
            )));
        }
        Ok(Copied { src: "/".to_owned(), from: Some(git.identifier()), ..base.clone() })
    }

    fn copied_from_web(&self, base: &Copied, source: &str) -> Result<Copied, Failure> {
        if !self.is_add {
            return Err(Failure::anywhere("source can't be a URL for COPY".to_owned()));
        }
        if !self.checksum.is_empty() && !self.unknown {
            check_checksum(&self.checksum).map_err(Failure::anywhere)?;
        }
        Ok(Copied {
            src: format!("/{}", file_name(source)),
            from: Some(source.to_owned()),
            unpack: self.unpack.unwrap_or_default(),
            ..base.clone()
        })
    }

    fn copied_from_files(
        &self,
        base: &Copied,
        source: &str,
        context: Option<String>,
        system: System,
    ) -> Result<Copied, Failure> {
        let normal = |path: &str| {
            system.normalize("/", path, TrailingSlash::Drop).map_err(without_drive_failed)
        };
        let mut copied = Copied { from: context, ..base.clone() };
        let mut start = source;
        if self.parents {
            let (parent, pattern) = source.split_once("/./").unwrap_or(("/", source));
            start = parent;
            let pattern = normal(pattern)?;
            if !has_wildcards(start) && !has_wildcards(&pattern) {
                copied.required = vec![normal(&paths::join(start, &pattern))?];
            }
            copied.include = vec![pattern.trim_start_matches('/').to_owned()];
        }
        copied.src = paths::clean(&normal(start)?);
        copied.unpack = self.unpack.unwrap_or(self.is_add);
        Ok(copied)
    }

    fn history(&self) -> String {
        let mut text = if self.is_add { "ADD" } else { "COPY" }.to_owned();
        if self.parents {
            text.push_str(" --parents");
        }
        for (flag, value) in [("chown", &self.chown), ("chmod", &self.chmod)] {
            if !value.is_empty() {
                text.push_str(&format!(" --{flag}={value}"));
            }
        }
        for source in &self.sources {
            text.push_str(&format!(" {source}"));
        }
        for document in &self.inline {
            text.push_str(&format!(" <<{}", document.name));
        }
        format!("{text} {}", self.destination)
    }
}

fn without_drive_failed(error: String) -> Failure {
    Failure::anywhere(format!("removing drive letter: {error}"))
}

/// A destination below the working directory.
fn below(system: System, directory: &str, path: &str) -> Result<String, Failure> {
    let path = system.without_drive(path, TrailingSlash::Keep).map_err(without_drive_failed)?;
    let normal = |parent: &str, path: &str| {
        system.normalize(parent, path, TrailingSlash::Keep).map_err(Failure::anywhere)
    };
    if system.is_absolute(&path) {
        return normal("/", &path);
    }
    let path = if path == "." || path.is_empty() { "./" } else { &path };
    normal(directory, path)
}

fn has_web_scheme(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// The name of the file behind an address.
fn file_name(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split(['#', '?']).next().unwrap_or_default();
    let path = rest.split_once('/').map_or("", |(_, path)| path);
    let name = paths::base(path);
    if matches!(name, "." | "/") { "__unnamed__".to_owned() } else { git::unescaped_path(name) }
}
