//! Base images: what each stage starts from, and the triggers that fire.

use super::bases::Found;
use super::environment::Environment;
use super::image::ImageConfig;
use super::platform::Platform;
use super::reference::Reference;
use super::stage::{Image, Output};
use super::words::go_quoted;
use super::{Engine, Failure, Scope, command};
use crate::dockerfile::{Keyword, go};

/// The search path that BuildKit sets where an image has none.
pub(super) const DEFAULT_PATH: &str =
    "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

impl Engine<'_> {
    /// Looks up what the target needs, again as long as triggers bring new sources.
    pub(super) fn resolve_stages(&mut self, target: usize) -> Result<(), Failure> {
        loop {
            let needed = self.reachable_from(target);
            self.reachable = match self.options.scope {
                Scope::Target => {
                    self.reaches_every_stage &= needed.iter().all(|it| *it);
                    needed.clone()
                }
                Scope::EveryStage => vec![true; self.stages.len()],
            };
            self.resolve_all()?;
            // Triggers fire in what the target needs, even where every stage is looked at.
            let mut has_new = false;
            for place in 0..self.stages.len() {
                if needed.get(place).copied().unwrap_or_default() {
                    has_new |= self.take_triggers(place)?;
                }
            }
            if !has_new {
                return Ok(());
            }
        }
    }

    /// Looks all images up. BuildKit asks for them side by side and reports the
    /// failure that comes first: Go starts the last task at once, then the
    /// others in their order.
    fn resolve_all(&mut self) -> Result<(), Failure> {
        let (mut first, mut last) = (None, None);
        for place in 0..self.stages.len() {
            let asks = self.asks_for_image(place);
            let result = self.resolve(place);
            if asks {
                last = result.clone().err();
            }
            first = first.or(result.err());
        }
        last.or(first).map_or(Ok(()), Err)
    }

    fn asks_for_image(&self, place: usize) -> bool {
        let stage = &self.stages[place];
        let is_open = stage.base.is_none() && !stage.dispatched && !stage.resolved;
        is_open && stage.base_name != "scratch"
    }

    fn resolve(&mut self, place: usize) -> Result<(), Failure> {
        let reachable = self.reachable.get(place).copied().unwrap_or_default();
        let stage = &mut self.stages[place];
        if stage.base.is_some() || stage.dispatched || stage.resolved {
            return Ok(());
        }
        stage.resolved = reachable;
        stage.dispatched = stage.is_image;
        if stage.base_name == "scratch" {
            stage.output = Output::Scratch;
            stage.image = empty_image(&self.target_platform);
            stage.platform = Some(self.target_platform.clone());
            return Ok(());
        }
        let line = stage.line;
        self.resolve_image(place, reachable).map_err(|mut failure| {
            failure.line = failure.line.or(line);
            failure
        })
    }

    fn resolve_image(&mut self, place: usize, reachable: bool) -> Result<(), Failure> {
        let written = self.stages[place].base_name.clone();
        let reference = Reference::parse(&written).map_err(|error| {
            let name = go_quoted(&written);
            Failure::anywhere(format!("failed to parse stage name {name}: {error}"))
        })?;
        let mut name = reference.clone().with_tag().to_string();
        let asked = self.stages[place].platform.clone();
        let mut platform = asked.clone().unwrap_or_else(|| self.target_platform.clone());
        if reachable {
            let reference = reference.with_tag();
            let (image, digest) = self.look_up(&written, &reference, &platform)?;
            // A reference that names a digest then names the one of the answer.
            if let (Some((start, _)), Some(digest)) = (name.split_once('@'), digest) {
                name = format!("{start}@{digest}");
            }
            let implicit = self.options.platform.is_none() && asked.is_none();
            let fits = |it: &Platform| {
                it.os == image.platform.os && it.architecture == image.platform.architecture
            };
            if implicit && !fits(&platform) && fits(&self.build_platform) {
                platform = self.build_platform.clone();
            }
            if !fits(&platform) {
                let is_sure = image.unknown_base.is_none();
                self.warn_about_platform(place, &written, &platform, &image.platform, is_sure);
            }
            self.stages[place].image = image;
        }
        let stage = &mut self.stages[place];
        if stage.steps > 0 {
            stage.step += 1;
        }
        stage.output = Output::Image(name.clone());
        stage.base_name = name;
        stage.platform = Some(platform);
        Ok(())
    }

    /// Asks for an image and notes that it was asked for; gives the digest of the answer too.
    fn look_up(
        &mut self,
        written: &str,
        reference: &Reference,
        platform: &Platform,
    ) -> Result<(Image, Option<String>), Failure> {
        let name = &reference.to_string();
        let mut image = Image { platform: platform.clone(), ..Image::default() };
        let mut digest = None;
        let by_account = reference.platform_of_account();
        let by_account = by_account.and_then(|platform| Platform::parse(platform).ok());
        match self.options.bases.find(name, platform) {
            Found::Absent => {
                let common = common_images();
                let stages = self.stages.iter().map(|stage| stage.shown_name.as_str());
                let names =
                    stages.filter(|name| !name.is_empty()).chain(common.iter().map(String::as_str));
                return Err(Failure {
                    text: format!("{written}: {name}: not found"),
                    hint: go::nearest(written, names),
                    line: None,
                });
            }
            Found::Image { config, platform: own, digest: answer } => {
                let is_as_asked = own == *platform;
                image.platform = by_account.filter(|_| is_as_asked).unwrap_or(own);
                (image.config, digest) = (*config, answer);
            }
            Found::Unknown => {
                if let Some(platform) = by_account {
                    image.platform = platform;
                }
                let table = self.options.table.as_ref();
                let assumption = table.and_then(|table| table.look_up(reference, platform));
                let why = match assumption {
                    Some(_) => "of which layerwise knows only what its table of images says",
                    None => "which layerwise has not seen",
                };
                image.unknown_base = Some(format!("set by the base image {name}, {why}").into());
                image.assume(assumption);
            }
        }
        let platforms = self.images.entry(name.to_owned()).or_default();
        let asked = platform.to_string();
        if !platforms.contains(&asked) {
            platforms.push(asked);
            platforms.sort();
        }
        Ok((image, digest))
    }

    fn warn_about_platform(
        &mut self,
        place: usize,
        written: &str,
        expected: &Platform,
        actual: &Platform,
        is_sure: bool,
    ) {
        let (actual, expected) = (actual.normalized(), expected.normalized());
        let detail = format!(
            "Base image {written} was pulled with platform {}, expected {} for current build",
            go_quoted(&actual.to_string()),
            go_quoted(&expected.to_string())
        );
        let checks = self.lint.checks.clone();
        let line = self.stages[place].line.unwrap_or_default();
        let rule = "InvalidBaseImagePlatform";
        match is_sure {
            true => self.lint.warn(&checks, rule, line, detail),
            // By its name the image is for another platform; who builds may be on it.
            false => self.lint.warn_perhaps(&checks, rule, line, detail, None),
        }
    }

    /// An image made for a platform that was asked for says that it is for it.
    pub(super) fn finish_image(&mut self, target: usize) {
        let Some(wanted) = &self.options.platform else { return };
        let platform = &mut self.stages[target].image.platform;
        let same = platform.os == wanted.os && platform.architecture == wanted.architecture;
        platform.os.clone_from(&wanted.os);
        platform.architecture.clone_from(&wanted.architecture);
        if !wanted.variant.is_empty() || !same {
            platform.variant.clone_from(&wanted.variant);
        }
        if !wanted.os_version.is_empty() || !same {
            platform.os_version.clone_from(&wanted.os_version);
        }
    }

    /// Takes over what the base stage leaves.
    pub(super) fn inherit(&mut self, place: usize) {
        let Some(base) = self.stages[place].base else { return };
        let base = &mut self.stages[base];
        let (mut state, platform) = (base.state.clone(), base.platform.clone());
        if base.dispatched {
            let left = base.handed_on.get_or_insert_with(|| base.state.environment.handed_on());
            state.environment = Environment::on(left);
        }
        let (mut image, output) = (base.image.clone(), base.output.clone());
        let (arguments, workdir_was_set) = (base.build_arguments.clone(), base.workdir_was_set);
        image.config.on_build.clear();
        let stage = &mut self.stages[place];
        stage.state = state;
        stage.platform = platform;
        stage.image = image;
        stage.output = output;
        stage.workdir_was_set = workdir_was_set;
        stage.build_arguments = arguments;
    }

    /// Puts the triggers of the base before the stage's own instructions;
    /// true when they bring new sources.
    fn take_triggers(&mut self, place: usize) -> Result<bool, Failure> {
        self.inherit(place);
        let stage = &self.stages[place];
        let mut texts = stage.image.config.on_build.clone();
        if let Some(base) = stage.base.filter(|_| !stage.triggers_taken) {
            let commands = self.bodies.get(base).into_iter().flatten();
            let triggers = commands.filter(|command| command.keyword == Keyword::Onbuild);
            texts.extend(triggers.filter_map(|command| command.typed().expression.clone()));
            self.stages[place].triggers_taken = true;
        }
        if texts.is_empty() {
            return Ok(false);
        }
        let line = self.stages[place].line.unwrap_or_default();
        let span = self.stages[place].span;
        let (mut has_new, mut triggers) = (false, Vec::new());
        for text in texts {
            let mut trigger = command::of_trigger(&text, line, span)?;
            let found = self.connect_command(place, &mut trigger);
            has_new |= found.map_err(|failure| Failure { line: Some(line), ..failure })?;
            triggers.push(trigger);
        }
        let (stage, body) = (&mut self.stages[place], &mut self.bodies[place]);
        stage.steps += triggers.len();
        triggers.append(body);
        *body = triggers;
        stage.image.config.on_build.clear();
        Ok(has_new)
    }
}

fn empty_image(platform: &Platform) -> Image {
    let mut config = ImageConfig { working_dir: "/".into(), ..ImageConfig::default() };
    if platform.os != "windows" {
        config.env = vec![format!("PATH={DEFAULT_PATH}")].into();
    }
    Image { config, platform: platform.clone(), ..Image::default() }
}

/// The names that BuildKit suggests when an image does not exist.
fn common_images() -> Vec<String> {
    let names = ["alpine", "busybox", "centos", "debian", "golang", "ubuntu", "fedora"];
    let forms = |name: &&str| {
        [
            (*name).to_owned(),
            format!("docker.io/library{name}"),
            format!("{name}:latest"),
            format!("docker.io/library{name}:latest"),
        ]
    };
    names.iter().flat_map(forms).collect()
}
