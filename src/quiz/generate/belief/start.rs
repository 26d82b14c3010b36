//! Wrong beliefs about what a container starts.

use super::{Belief, known, plain};

pub(in crate::quiz::generate) const SHELL_FORM_IS_STYLE: Belief = known(
    "M71",
    "the shell form were only another way to write the same",
    "In shell form Docker starts a shell, and the shell gets the line as one text.",
);
pub(in crate::quiz::generate) const EVERYTHING_RUNS_IN_A_SHELL: Belief = known(
    "M50",
    "every command were given to a shell",
    "In JSON form there is no shell: Docker starts the program itself.",
);
pub(in crate::quiz::generate) const JSON_FORM_EXPANDS: Belief = known(
    "M50",
    "variables in the JSON form were expanded",
    "Only a shell does that, and the JSON form has none: the dollar stays as it is.",
);
pub(in crate::quiz::generate) const ALL_COMMANDS_RUN: Belief = known(
    "M73",
    "several `CMD` lines ran one after the other",
    "The last one replaces those before it.",
);
pub(in crate::quiz::generate) const FIRST_COMMAND_STAYS: Belief = known(
    "M73",
    "the first `CMD` or `ENTRYPOINT` of a stage counted",
    "The last one replaces those before it.",
);
pub(in crate::quiz::generate) const CMD_REPLACES_ENTRYPOINT: Belief = known(
    "M74",
    "`CMD` took the place of `ENTRYPOINT`",
    "With an `ENTRYPOINT`, `CMD` gives the arguments that follow it.",
);
pub(in crate::quiz::generate) const ENTRYPOINT_HIDES_CMD: Belief = known(
    "M74",
    "an `ENTRYPOINT` made `CMD` meaningless",
    "In JSON form the words of `CMD` follow those of `ENTRYPOINT`.",
);
pub(in crate::quiz::generate) const CMD_FOLLOWS_SHELL_ENTRYPOINT: Belief = known(
    "M75",
    "`CMD` were appended to the text of an `ENTRYPOINT` in shell form",
    "The shell gets the text of `ENTRYPOINT` alone, so `CMD` has no effect.",
);
pub(in crate::quiz::generate) const ENTRYPOINT_KEEPS_BASE_CMD: Belief = known(
    "M76",
    "a new `ENTRYPOINT` kept the `CMD` of the base",
    "Setting `ENTRYPOINT` takes away the `CMD` that came with the base.",
);
pub(in crate::quiz::generate) const SINGLE_QUOTES_ARE_JSON: Belief = known(
    "M44",
    "single quotes or a trailing comma were fine in JSON form",
    "Then it is no JSON, so Docker takes the whole text, brackets included, for the shell.",
);
pub(in crate::quiz::generate) const SHELL_CHANGES_JSON_FORM: Belief = known(
    "M54",
    "`SHELL` were also put before the JSON form",
    "`SHELL` counts for the shell form alone.",
);
pub(in crate::quiz::generate) const SHELL_IS_FOR_RUN: Belief = known(
    "M54",
    "`SHELL` counted for `RUN` alone",
    "It is also put before `CMD` and `ENTRYPOINT` in shell form.",
);
pub(in crate::quiz::generate) const STAGES_SHARE_COMMAND: Belief = known(
    "M95",
    "the commands of all stages counted for the image",
    "Only the target and the stages it builds on do. What it copies from brings files alone.",
);
pub(in crate::quiz::generate) const LAST_RUN_STARTS: Belief = known(
    "M72",
    "`RUN` were what a container starts",
    "`RUN` happened during the build. `CMD` and `ENTRYPOINT` say what a container starts.",
);
pub(in crate::quiz::generate) const IMAGE_NAMES_NOTHING: Belief = plain(
    "an image named no command, and `docker run` had to",
    "It does where it has `CMD` or `ENTRYPOINT`. Words behind the image only take the place of `CMD`.",
);
pub(in crate::quiz::generate) const DOCKER_IS_FIRST: Belief = plain(
    "Docker put its own small init process before every program",
    "It does with `docker run --init` only.",
);
pub(in crate::quiz::generate) const CMD_IS_FIRST: Belief = known(
    "M74",
    "the program of `CMD` were started, and `ENTRYPOINT` only prepared it",
    "`ENTRYPOINT` names the program that Docker starts. `CMD` is what it is given.",
);
