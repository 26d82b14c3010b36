//! What becomes of a stage: its image with all that the stages below it add.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Build;
use super::dispatch::split_entry;
use super::environment::Variable;
use super::image::{ImageConfig, Nothing};
use super::stage::{HistoryEntry, Stage};

impl Build {
    /// The configuration of the image that a stage makes. Takes time for all
    /// that the stage and those below it set.
    pub(super) fn config_of(&self, stage: usize) -> Option<ImageConfig> {
        let own = self.stages.get(stage)?;
        let mut config = own.image.config.clone();
        config.env = Arc::new(own.variables_of_image());
        let names = |names: &mut Arc<BTreeMap<String, Nothing>>, added: Vec<&String>| {
            if !added.is_empty() {
                Arc::make_mut(names).extend(added.into_iter().map(|it| (it.clone(), Nothing {})));
            }
        };
        let chain = self.chain(stage);
        names(
            &mut config.exposed_ports,
            chain.iter().flat_map(|it| &it.added.exposed_ports).collect(),
        );
        names(&mut config.volumes, chain.iter().flat_map(|it| &it.added.volumes).collect());
        let labels: Vec<_> = chain.iter().flat_map(|stage| &stage.added.labels).collect();
        if !labels.is_empty() {
            let labels = labels.into_iter().flat_map(|labels| labels.iter().cloned());
            Arc::make_mut(&mut config.labels).extend(labels);
        }
        Some(config)
    }

    /// The history of the image that a stage makes, without its base image's.
    pub(super) fn history_of(&self, stage: usize) -> impl Iterator<Item = &HistoryEntry> {
        self.chain(stage).into_iter().flat_map(|stage| stage.added.history.written())
    }

    /// A stage and those that it builds on, the lowest first.
    pub(super) fn chain(&self, stage: usize) -> Vec<&Stage> {
        let start = self.stages.get(stage);
        let below = |stage: &&Stage| self.stages.get(stage.base?);
        let mut chain: Vec<&Stage> = std::iter::successors(start, below).collect();
        chain.reverse();
        chain
    }
}

impl Stage {
    /// The entries `Env` of the image: those of the base image in their places,
    /// with what the file sets, then those that only the file has.
    fn variables_of_image(&self) -> Vec<String> {
        let entry = |it: &Variable| format!("{}={}", it.name, it.value);
        let mut own: BTreeMap<&str, &Variable> = BTreeMap::new();
        let mut order = Vec::new();
        for variable in self.state.environment.image() {
            own.insert(&variable.name, variable);
            order.push(variable.name.as_str());
        }
        let mut entries = Vec::new();
        for written in self.image.config.env.iter() {
            let set = own.remove(split_entry(written).0).filter(|it| it.set_by.is_some());
            entries.push(set.map_or_else(|| written.clone(), entry));
        }
        entries.extend(order.iter().filter_map(|name| own.remove(name)).map(entry));
        entries
    }
}
