//! RUN: the command line, its environment and its mounts.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::arguments::ArgumentsAt;
use super::dispatch::Running;
use super::environment::Environment;
use super::expand::{Expansion, Refused, Rules, Variables};
use super::mount::{Mount, MountKind};
use super::stage::{CreatedBy, HistoryEntry, Maybe, Output};
use super::step::{MountedAt, RunEnvironment, SecretVariable, Step};
use super::words::go_quoted;
use super::{Engine, Failure, mounting, paths};
use crate::arrange::Arrange as _;
use crate::dockerfile::heredocs;
use crate::dockerfile::record::RecordedHeredoc;

/// Variables with the secrets of a RUN hidden.
struct Masked<'a> {
    environment: &'a Environment,
    secrets: BTreeSet<&'a str>,
}

impl Variables for Masked<'_> {
    fn value(&self, name: &str) -> Option<&str> {
        if self.secrets.contains(name) { Some("****") } else { self.environment.value(name) }
    }
}

impl Engine<'_> {
    pub(super) fn run_command(&mut self, running: &Running<'_>) -> Result<(), Failure> {
        let place = running.place;
        let mounts = self.read_mounts(running)?;
        let typed = running.command.typed();
        let mut words: Cow<'_, [String]> = typed.cmd.as_deref().unwrap_or_default().into();
        let mut title: Cow<'_, str> = running.command.code().into();
        let mut mounted = Vec::new();
        let documents = &running.command.recorded.heredocs;
        if let Some(first) = documents.first() {
            let windows = self.stages[place].image.platform.os == "windows";
            mounted.extend(take_documents(&mut words, &mut title, first, documents, windows)?);
        }
        let has_shell = running.command.has_shell();
        let argv_unknown = has_shell && !self.stages[place].image.knows("Shell");
        let words = match has_shell {
            true => self.with_shell(place, &words),
            false => words.into_owned(),
        };
        let words = Arc::new(words);
        let line = running.command.line;
        let mut step = Step { line, kind: "RUN", stage: place, ..Step::default() };
        if argv_unknown {
            step.unknown.push("argv");
        } else if has_shell && self.stages[place].image.assumed.contains("Shell") {
            step.assumed.push("argv");
        }
        let mut sockets = Vec::new();
        self.add_mounts(running, &mounts, &mut step, &mut mounted, &mut sockets)?;
        step.mounts = mounted;
        step.mounts.arrange_by(|left, right| left.target.cmp(&right.target));
        self.add_secrets(&mounts, &mut step);
        step.mounts.extend(sockets.iter().cloned());
        let name = self.run_name(place, &title, &mounts);
        if name.unknown {
            step.unknown.push("name");
        }
        step.name = self.step_name(place, running.command.is_trigger, "", &name.value);
        self.add_surroundings(place, &mut step, sockets.first());
        step.network.clone_from(&typed.network);
        step.security.clone_from(&typed.security);
        step.proxy = proxies(&self.options.arguments);
        step.argv = Some(Arc::clone(&words));
        self.steps.push(step);
        let stage = &mut self.stages[place];
        stage.output = Output::Step;
        stage.added.history.push(HistoryEntry {
            created_by: CreatedBy::Run(
                words,
                ArgumentsAt {
                    arguments: stage.build_arguments.clone(),
                    environment: stage.state.environment.clone(),
                },
            ),
            empty: false,
            unknown: argv_unknown,
        });
        Ok(())
    }

    fn read_mounts(&mut self, running: &Running<'_>) -> Result<Vec<Mount>, Failure> {
        let mut mounts = Vec::new();
        for value in running.command.mounts() {
            let mut failure = None;
            let mount = Mount::read(value, |text| match self.expand(running, text) {
                Ok(expanded) => Ok(expanded.value.into_owned()),
                Err(error) => {
                    let text = error.text.clone();
                    failure = Some(error);
                    Err(text)
                }
            });
            mounts.push(mount.map_err(|refusal| Failure {
                text: refusal.text,
                hint: refusal.hint,
                line: None,
            })?);
        }
        Ok(mounts)
    }

    fn add_mounts(
        &mut self,
        running: &Running<'_>,
        mounts: &[Mount],
        step: &mut Step,
        mounted: &mut Vec<MountedAt>,
        sockets: &mut Vec<MountedAt>,
    ) -> Result<(), Failure> {
        for (index, mount) in mounts.iter().enumerate() {
            let from = match (&*mount.from, mount.kind) {
                ("", MountKind::Cache) => "scratch",
                (from, _) => from,
            };
            let mut source = Some(Cow::Borrowed("context"));
            let mut source_stage = None;
            if !from.is_empty() {
                let place = running.command.sources.get(index).copied().unwrap_or_default();
                if !self.stages[place].dispatched {
                    let (from, target) = (go_quoted(from), go_quoted(&mount.target));
                    return Err(Failure::anywhere(format!(
                        "cannot mount from stage {from} to {target}, stage needs to be defined \
                         before current command"
                    )));
                }
                source = self.shown_source(place);
                source_stage = Some(place);
            }
            match mount.kind {
                MountKind::Secret => {}
                MountKind::Ssh => sockets.push(mounting::socket(mount, sockets.len())?),
                _ => {
                    let directory = &self.stages[running.place].state.directory;
                    if directory.unknown && !mount.target.starts_with('/') {
                        step.unknown.push("mounts");
                    } else if directory.assumed && !mount.target.starts_with('/') {
                        step.assumed.push("mounts");
                    }
                    let place =
                        mounting::mounted(mount, source.map(Cow::into_owned), &directory.value)?;
                    mounted.push(MountedAt { source_stage, ..place });
                }
            }
        }
        Ok(())
    }

    fn add_secrets(&mut self, mounts: &[Mount], step: &mut Step) {
        for mount in mounts.iter().filter(|mount| mount.kind == MountKind::Secret) {
            let id = mounting::secret_id(mount);
            if let Some(name) = &mount.env {
                let (id, name) = (id.clone(), name.clone());
                step.secret_env.push(SecretVariable { id, name, optional: !mount.required });
            }
            step.mounts.extend(mounting::secret(mount, &id));
        }
    }

    /// What a copy or mount shows of where it takes from.
    pub(super) fn shown_source(&self, place: usize) -> Option<Cow<'static, str>> {
        match &self.stages[place].output {
            Output::Scratch => None,
            Output::Image(name) => Some(format!("image:{name}").into()),
            Output::Step => Some("stage".into()),
        }
    }

    fn run_name<'t>(
        &mut self,
        place: usize,
        title: &'t str,
        mounts: &[Mount],
    ) -> Maybe<Cow<'t, str>> {
        let rules = Rules { keep_quotes: true, keep_unset: true, ..self.rules };
        if rules.leaves(title) {
            return Maybe::set(title.into(), false, None);
        }
        let stage = &self.stages[place];
        let secrets = mounts.iter().filter(|mount| mount.kind == MountKind::Secret);
        let secrets = secrets.filter_map(|mount| mount.env.as_deref()).collect();
        let variables = Masked { environment: &stage.state.environment, secrets };
        let expanded = rules.expand_or_tell(title, &variables);
        self.shown(place, title, expanded)
    }

    /// Expands a text for show; one that cannot be expanded stays as written.
    pub(super) fn processed<'t>(
        &mut self,
        place: usize,
        text: &'t str,
        rules: Rules,
    ) -> Maybe<Cow<'t, str>> {
        if rules.leaves(text) {
            return Maybe::set(text.into(), false, None);
        }
        let expanded = rules.expand_or_tell(text, &self.stages[place].state.environment);
        self.shown(place, text, expanded)
    }

    fn shown<'t>(
        &mut self,
        place: usize,
        text: &'t str,
        expanded: Result<Expansion, Refused>,
    ) -> Maybe<Cow<'t, str>> {
        let stage = &self.stages[place];
        match expanded {
            Ok(expanded) if self.room.take(text, &expanded.text) => {
                let unknown = stage.is_unknown(&expanded);
                Maybe::set(expanded.text.into(), unknown, None)
            }
            Err(refused) if !refused.is_too_long => {
                let unknown = stage.is_open(&refused.used, &refused.unset);
                Maybe::set(text.into(), unknown, None)
            }
            Ok(_) | Err(_) => {
                self.room.is_short = true;
                Maybe::set(text.into(), true, None)
            }
        }
    }

    fn add_surroundings(&self, place: usize, step: &mut Step, socket: Option<&MountedAt>) {
        let state = &self.stages[place].state;
        let has_socket = state.environment.get("SSH_AUTH_SOCK").is_some();
        step.env = Some(RunEnvironment {
            variables: state.environment.clone(),
            socket: socket.filter(|_| !has_socket).map(|socket| socket.target.clone()),
        });
        let directory = &state.directory.value;
        step.cwd = Some(if directory.is_empty() { "/".into() } else { Arc::clone(directory) });
        step.user = Some(Arc::clone(&state.user.value)).filter(|user| !user.is_empty());
        for (unknown, member) in [
            (!state.environment.is_known(), "env"),
            (state.directory.unknown, "cwd"),
            (state.user.unknown, "user"),
        ] {
            if unknown {
                step.unknown.push(member);
            }
        }
        for (assumed, member) in [(state.directory.assumed, "cwd"), (state.user.assumed, "user")] {
            if assumed {
                step.assumed.push(member);
            }
        }
        step.origin = self.stages[place].image.origin.clone().filter(|_| !step.assumed.is_empty());
    }
}

/// Turns the heredocs of a RUN into the command; gives the mount of a script with `#!`.
fn take_documents(
    words: &mut Cow<'_, [String]>,
    title: &mut Cow<'_, str>,
    first: &RecordedHeredoc,
    all: &[RecordedHeredoc],
    windows: bool,
) -> Result<Option<MountedAt>, Failure> {
    let [line] = &**words else {
        return Err(Failure::anywhere("parsing produced an invalid run command: []".to_owned()));
    };
    if !heredocs::is_marker(line) {
        let mut script = line.clone();
        for document in all {
            script.push('\n');
            script.push_str(&document.content);
            script.push_str(&document.name);
        }
        *words = vec![script].into();
        return Ok(None);
    }
    let data = if first.chomp { heredocs::chomp(&first.content) } else { first.content.clone() };
    title.to_mut().push_str(&format!(" ({})", summary(&first.content)));
    if windows || !data.starts_with("#!") {
        *words = vec![data].into();
        return Ok(None);
    }
    *words = vec![paths::join("/dev/pipes/", &first.name)].into();
    Ok(Some(MountedAt {
        target: "/dev/pipes/".to_owned(),
        kind: "bind",
        from: Some("inline".to_owned()),
        inline: Some(data),
        source: Some("/".to_owned()),
        readonly: true,
        ..MountedAt::default()
    }))
}

/// The first line of a heredoc.
fn summary(text: &str) -> String {
    let text = text.trim().replace("\r\n", "\n");
    match text.split_once('\n') {
        Some((first, _)) => format!("{first}..."),
        None => text,
    }
}

/// The proxies among the build arguments.
fn proxies(arguments: &BTreeMap<String, String>) -> Option<BTreeMap<&'static str, String>> {
    let names = ["http_proxy", "https_proxy", "ftp_proxy", "no_proxy", "all_proxy"];
    let mut proxies = BTreeMap::new();
    for (name, value) in arguments {
        let known = names.into_iter().find(|known| known.eq_ignore_ascii_case(name));
        if let Some(known) = known {
            proxies.insert(known, value.clone());
        }
    }
    let any = !proxies.is_empty();
    proxies.retain(|_, value: &mut String| !value.is_empty());
    any.then_some(proxies)
}
