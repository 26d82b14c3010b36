//! What a build is asked for, from the command line.

use std::path::PathBuf;

use clap::Args;

use crate::build::platform::Platform;
use crate::build::{Bases, Options};
use crate::cli::exit::Failure;
use crate::cli::surroundings::Surroundings;
use crate::knowledge::Knowledge;

/// The options that change what a build does.
#[derive(Args, Debug)]
pub(in crate::cli) struct BuildArguments {
    /// Stage to build; the last one when not given
    #[arg(long, value_name = "STAGE")]
    target: Option<String>,

    /// Value for an ARG; without =VALUE it comes from the environment
    #[arg(long = "build-arg", value_name = "NAME[=VALUE]")]
    arguments: Vec<String>,

    /// Platform to build for, such as linux/arm64
    #[arg(long, value_name = "PLATFORM")]
    platform: Option<String>,

    /// JSON file with the configurations of base images
    #[arg(long, value_name = "FILE")]
    bases: Option<PathBuf>,
}

impl BuildArguments {
    /// What the build is asked for.
    pub(in crate::cli) fn options(&self, surroundings: &Surroundings) -> Result<Options, Failure> {
        let platform = match &self.platform {
            Some(text) => Some(Platform::parse(text).map_err(|error| {
                Failure::usage(
                    format!("no platform: {error}"),
                    "write it as os/architecture, such as linux/arm64",
                )
            })?),
            None => None,
        };
        // As docker does it: a name without a value takes the environment's, if it has one.
        let given = |text: &String| match text.split_once('=') {
            Some((name, value)) => Some((name.to_owned(), value.to_owned())),
            None => Some((text.clone(), surroundings.environment.text(text)?.to_owned())),
        };
        Ok(Options {
            target: self.target.clone(),
            platform,
            arguments: self.arguments.iter().filter_map(given).collect(),
            bases: self.read_bases()?,
            table: Some(Knowledge::default().table_of_images()),
            ..Options::default()
        })
    }

    fn read_bases(&self) -> Result<Bases, Failure> {
        let Some(path) = &self.bases else { return Ok(Bases::default()) };
        let shown = path.display();
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::nothing_to_read(
                format!("cannot read {shown}: {error}"),
                "give --bases a JSON file of image configurations",
            )
        })?;
        Bases::from_json(&text).map_err(|error| {
            Failure::usage(
                format!("{shown} holds no base images: {error}"),
                "a JSON object from image references to what docker inspect prints for them",
            )
        })
    }
}
