//! COPY and ADD.

use std::borrow::Cow;

use super::dispatch::Running;
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
struct Transfer<'t> {
    is_add: bool,
    sources: Vec<Cow<'t, str>>,
    inline: Vec<Inline>,
    destination: Cow<'t, str>,
    chown: Cow<'t, str>,
    chmod: Cow<'t, str>,
    checksum: Cow<'t, str>,
    link: bool,
    parents: bool,
    exclude: &'t [String],
    keep_git_folder: Option<bool>,
    unpack: Option<bool>,
    unknown: bool,
    sources_unknown: bool,
    destination_unknown: bool,
    /// The places of the sources that are paths, as far as they were read.
    paths: Vec<usize>,
}

impl Engine<'_> {
    pub(super) fn copy(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let mut transfer = self.read_transfer(running)?;
        let place = running.place;
        let mut context = Some("context".into());
        if let Some(source) = running.command.sources.first().copied() {
            if !self.stages[source].dispatched {
                let from = running.command.typed().from.clone().unwrap_or_default();
                let own = go_quoted(&self.stages[place].shown_name);
                return Err(Failure::anywhere(format!(
                    "cannot copy from stage {}, it needs to be defined before current stage {own}",
                    go_quoted(&from)
                )));
            }
            context = self.shown_source(source);
        }
        let system = self.stages[place].system();
        let directory = &self.stages[place].state.directory;
        let is_relative = !system.is_absolute(&transfer.destination);
        let is_assumed = directory.assumed && is_relative;
        transfer.destination_unknown |= directory.unknown && is_relative;
        let mut destination = below(system, &directory.value, &transfer.destination)?;
        for _ in &transfer.sources {
            if !self.room.take(&transfer.destination, &destination) {
                destination = transfer.destination.clone().into_owned();
                transfer.destination_unknown = true;
            }
        }
        transfer.unknown |= transfer.destination_unknown;
        let base = transfer.common(paths::clean_keeping_slash(destination))?;
        transfer.check_checksum()?;
        let text = self.processed(place, running.command.code(), self.rules);
        let text_unknown = text.unknown;
        let name = self.step_name(place, running.command.is_trigger, "", &text.value);
        let copies = transfer.copies(base, context, system);
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
        let origin = self.stages[place].image.origin.as_ref().filter(|_| is_assumed).cloned();
        let common = || Step { line, stage: place, source, is_linked, ..Step::default() };
        self.steps.push(Step {
            kind,
            name,
            copies: Some(copies),
            unknown,
            sources_unknown: transfer.sources_unknown,
            destination_unknown: transfer.destination_unknown,
            assumed: if is_assumed { vec!["copies"] } else { Vec::new() },
            origin,
            ..common()
        });
        if is_linked && self.stages[place].output != Output::Scratch {
            self.stages[place].step -= 1;
            let name = self.step_name(place, running.command.is_trigger, "LINK ", &text.value);
            let unknown = if text_unknown { vec!["name"] } else { Vec::new() };
            self.steps.push(Step { kind: "LINK", name, unknown, ..common() });
        }
        self.stages[place].output = Output::Step;
        self.commit(place, transfer.history(), true, transfer.unknown);
        Ok(())
    }

    fn read_transfer<'t>(&mut self, running: &Running<'t>) -> Result<Transfer<'t>, Failure> {
        let typed = running.command.typed();
        let is_add = running.command.keyword == Keyword::Add;
        let mut unknown = false;
        let chown = self.word(running, typed.chown.as_deref().unwrap_or_default(), &mut unknown)?;
        let chmod = self.word(running, typed.chmod.as_deref().unwrap_or_default(), &mut unknown)?;
        let checksum = typed.checksum.as_deref().filter(|_| is_add).unwrap_or_default();
        let checksum = self.word(running, checksum, &mut unknown)?;
        let written = typed.sources.as_deref().unwrap_or_default();
        let (mut sources, mut sources_unknown) = (Vec::with_capacity(written.len()), false);
        for source in written {
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
            document.data = expanded.value.into_owned();
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
            exclude: &typed.exclude,
            keep_git_folder: typed.keep_git_dir,
            unpack: typed.unpack,
            unknown: unknown || sources_unknown || destination_unknown,
            sources_unknown,
            destination_unknown,
            paths: Vec::new(),
        })
    }

    /// Warns about what the ignore file leaves out.
    fn check_ignored(&mut self, running: &Running<'_>, transfer: &Transfer<'_>) {
        let Some(Ignoring(is_ignored)) = self.options.ignoring.clone() else { return };
        let verb = if transfer.is_add { "Add" } else { "Copy" };
        for path in transfer.paths.iter().map(|place| paths::clean(&transfer.sources[*place])) {
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
    fn word<'t>(
        &mut self,
        running: &Running<'_>,
        text: &'t str,
        unknown: &mut bool,
    ) -> Result<Cow<'t, str>, Failure> {
        let expanded = self.expand(running, text)?;
        *unknown |= expanded.unknown;
        Ok(expanded.value)
    }
}

impl Transfer<'_> {
    /// What all entries have in common.
    fn common(&self, dest: String) -> Result<Copied, Failure> {
        let mut base = Copied { dest, exclude: self.exclude.to_vec(), ..Copied::default() };
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
                    base.mode_str = Some(self.chmod.to_string());
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
        mut base: Copied,
        context: Option<Cow<'static, str>>,
        system: System,
    ) -> Result<Vec<Copied>, Failure> {
        let count = self.sources.len() + self.inline.len();
        let mut copies = Vec::with_capacity(count);
        for place in 0..self.sources.len() {
            let source = &*self.sources[place];
            // The last one needs no copy.
            let is_last = place + 1 == count;
            let base = if is_last { std::mem::take(&mut base) } else { base.clone() };
            let repository = git::read(source).map_err(Failure::anywhere)?;
            let copied = match repository.filter(|it| !it.looks_local) {
                Some(repository) => self.copied_from_git(base, &repository)?,
                None if has_web_scheme(source) => self.copied_from_web(base, source)?,
                None => {
                    let copied = self.copied_from_files(base, source, context.clone(), system)?;
                    self.paths.push(place);
                    copied
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

    fn copied_from_git(&mut self, base: Copied, git: &git::GitSource) -> Result<Copied, Failure> {
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
        Ok(Copied { src: "/".to_owned(), from: Some(git.identifier().into()), ..base })
    }

    fn copied_from_web(&self, base: Copied, source: &str) -> Result<Copied, Failure> {
        if !self.is_add {
            return Err(Failure::anywhere("source can't be a URL for COPY".to_owned()));
        }
        if !self.checksum.is_empty() && !self.unknown {
            check_checksum(&self.checksum).map_err(Failure::anywhere)?;
        }
        Ok(Copied {
            src: format!("/{}", file_name(source)),
            from: Some(source.to_owned().into()),
            unpack: self.unpack.unwrap_or_default(),
            ..base
        })
    }

    fn copied_from_files(
        &self,
        base: Copied,
        source: &str,
        context: Option<Cow<'static, str>>,
        system: System,
    ) -> Result<Copied, Failure> {
        let normal = |path: &str| {
            system.normalize("/", path, TrailingSlash::Drop).map_err(without_drive_failed)
        };
        let mut copied = Copied { from: context, ..base };
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
        copied.src = paths::cleaned(normal(start)?);
        copied.unpack = self.unpack.unwrap_or(self.is_add);
        Ok(copied)
    }

    fn history(&self) -> String {
        let sources = self.sources.iter().map(|source| source.len() + 1).sum::<usize>();
        let mut text = String::with_capacity(sources + self.destination.len() + 48);
        text.push_str(if self.is_add { "ADD" } else { "COPY" });
        if self.parents {
            text.push_str(" --parents");
        }
        for (flag, value) in [(" --chown=", &self.chown), (" --chmod=", &self.chmod)] {
            if !value.is_empty() {
                text.extend([flag, value]);
            }
        }
        for source in &self.sources {
            text.extend([" ", source]);
        }
        for document in &self.inline {
            text.extend([" <<", &document.name]);
        }
        text.extend([" ", &self.destination, " # buildkit"]);
        text
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
