//! Wrong beliefs about Dockerfiles: what leads to the wrong options.
//!
//! A wrong option is what the reader's file would do if a belief were true.
//! Who chooses it reads the belief and why it is wrong. `id` is the number
//! that written questions use for the same belief, too; those without one are
//! plain mix-ups of names and lines.

mod start;

pub(super) use start::*;

/// One wrong belief, in Markdown without what comes from a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Belief {
    /// Its number, such as `M45`.
    pub id: Option<&'static str>,
    /// What is believed; completes "This would be right if …". Empty where nobody
    /// believes anything, and the answer is only that of another question.
    pub claim: &'static str,
    /// What is true instead, in whole sentences.
    pub truth: &'static str,
}

pub(super) const fn known(id: &'static str, claim: &'static str, truth: &'static str) -> Belief {
    Belief { id: Some(id), claim, truth }
}

pub(super) const fn plain(claim: &'static str, truth: &'static str) -> Belief {
    Belief { id: None, claim, truth }
}

/// No belief, but what tells the answer from the right one.
pub(super) const fn mix_up(truth: &'static str) -> Belief {
    Belief { id: None, claim: "", truth }
}

// Variables.

pub(super) const GLOBAL_ARG_IS_VISIBLE: Belief = known(
    "M45",
    "an `ARG` above the first `FROM` were visible in the stages",
    "It is there for the `FROM` lines alone. A stage that wants it says `ARG NAME` once more.",
);
pub(super) const ARGS_DO_NOT_INHERIT: Belief = known(
    "M46",
    "a stage began without the variables of the stage it builds on",
    "A stage that starts `FROM` another stage keeps its `ENV` and its `ARG` values.",
);
pub(super) const ARG_REACHES_CONTAINER: Belief = known(
    "M47",
    "an `ARG` were still there in the running container",
    "An `ARG` lives during the build only. `ENV` is what the container gets.",
);
pub(super) const ENV_ALWAYS_WINS: Belief = known(
    "M48",
    "an `ENV` always won over an `ARG` of the same name",
    "In BuildKit the later of the two lines counts for what follows it.",
);
pub(super) const ARG_ALWAYS_WINS: Belief = known(
    "M48",
    "an `ARG` always won over an `ENV` of the same name",
    "During the build the later of the two lines counts, and the container only gets the `ENV`.",
);
pub(super) const PAIRS_SEE_EACH_OTHER: Belief = known(
    "M49",
    "the pairs of one instruction saw each other's new values",
    "Every pair of one instruction is read with the values from before it.",
);
pub(super) const UNSET_STAYS_AS_WRITTEN: Belief = known(
    "M51",
    "a variable that is not set stayed as it is written",
    "A variable that is not set becomes an empty text.",
);
pub(super) const UNSET_STOPS_THE_BUILD: Belief = known(
    "M51",
    "a variable that is not set stopped the build",
    "It becomes an empty text, and the build goes on. A build check warns at most.",
);
pub(super) const DOLLARS_ARE_FOR_SHELLS: Belief = plain(
    "only a shell put values in, and this line kept its dollar",
    "BuildKit itself puts the values into this instruction.",
);
pub(super) const PLATFORM_IS_JUST_THERE: Belief = known(
    "M52",
    "the platform's variables were set in every stage",
    "In `FROM` lines they are. A stage has to ask for one with `ARG`, such as `ARG TARGETARCH`.",
);
pub(super) const STAGES_SHARE: Belief = known(
    "M53",
    "what an earlier stage sets lasted beyond the next `FROM`",
    "Each `FROM` starts anew, with what its image or its base stage brings and nothing else.",
);
pub(super) const EXPORT_LASTS: Belief = known(
    "M36",
    "`export` in a `RUN` lasted until the next line",
    "The shell of a `RUN` ends with it, and its variables end with the shell. `ENV` lasts.",
);
pub(super) const UNSET_REMOVES: Belief = known(
    "M37",
    "`unset` in a `RUN` took a variable of the image away",
    "It works in the shell of that `RUN`. The image keeps what `ENV` said.",
);
pub(super) const COMMENT_BEHIND_VALUE: Belief = known(
    "M43",
    "a `#` behind a value began a comment",
    "In `ENV NAME value` the rest of the line is the value, the `#` included.",
);
pub(super) const ARG_NEEDS_THE_FLAG: Belief = plain(
    "an `ARG` counted only when it is given with `--build-arg`",
    "The value behind its `=` is the default, and the default counts when nothing is given.",
);
pub(super) const DEFAULT_BEATS_THE_FLAG: Belief = plain(
    "the default of an `ARG` counted even when `--build-arg` gives another value",
    "A given value takes the place of the default.",
);
pub(super) const ENV_IS_FOR_CONTAINERS: Belief = plain(
    "an `ENV` counted in the container only",
    "It counts for every line below it, during the build as well.",
);
pub(super) const ENV_IS_FOR_BUILDS: Belief = plain(
    "an `ENV` counted during the build only",
    "It is written into the image, and every container starts with it.",
);
pub(super) const LATER_VALUE_COUNTS: Belief = plain(
    "the last line that sets a variable counted for the whole file",
    "An instruction sees what stands above it. What stands below does not count yet.",
);
pub(super) const FIRST_VALUE_STAYS: Belief = plain(
    "the first line that sets a variable fixed its value",
    "A later line that sets it again takes the place of the first.",
);
pub(super) const VALUES_STAY_AS_WRITTEN: Belief = plain(
    "a value were kept as it is written, and the dollar were read later",
    "BuildKit puts the values in when it reads the line, and keeps the result.",
);
pub(super) const QUOTES_STAY: Belief = plain(
    "the quotes around a value were part of it",
    "They hold the value together. BuildKit takes them away.",
);
pub(super) const ANOTHER_VARIABLE: Belief =
    mix_up("That is the value of another variable of this file.");

// Users, directories, owners.

pub(super) const CREATING_IS_ENOUGH: Belief = known(
    "M63",
    "creating a user made the build or the container run as that user",
    "Nothing changes before a `USER` line names it.",
);
pub(super) const COMMENT_BEHIND_USER: Belief = known(
    "M42",
    "a comment could stand behind an instruction",
    "A `#` begins a comment only at the start of a line. Here it is part of the value.",
);
pub(super) const STAGES_SHARE_USER: Belief = known(
    "M53",
    "the `USER` of an earlier stage lasted beyond the next `FROM`",
    "Each `FROM` starts with the user of its image, or of the stage it builds on.",
);
pub(super) const BUILD_IS_ALWAYS_ROOT: Belief = plain(
    "a build always ran as root, and `USER` were for the container alone",
    "`USER` counts for every `RUN` below it as well.",
);
pub(super) const USER_IS_NOT_INHERITED: Belief = plain(
    "a stage started as root again, whatever its base says",
    "A stage starts with the user of the image or stage it builds on.",
);
pub(super) const CONTAINER_IS_ALWAYS_ROOT: Belief = plain(
    "a container ran as root unless `docker run` says otherwise, and `USER` were for the build alone",
    "The last `USER` of the stage is also the user of the container.",
);
pub(super) const USER_OF_THE_HOST: Belief =
    mix_up("The image decides who runs in it. Your own name on the host does not count.");
pub(super) const LATER_USER_COUNTS: Belief = plain(
    "the last `USER` counted for the whole file",
    "It counts from its own line on. What stands above it ran before.",
);
pub(super) const EARLIER_USER_COUNTS: Belief =
    plain("the first `USER` of a stage stayed in force", "A later `USER` takes its place.");
pub(super) const ANOTHER_USER: Belief =
    mix_up("A user counts from the `USER` line that names it, in its own stage.");
pub(super) const COPY_FOLLOWS_USER: Belief = known(
    "M61",
    "`COPY` gave its files to the `USER` in force",
    "It does not look at `USER`. With `--chown` the files are whose that says, without it they are root's.",
);
pub(super) const COPY_FOLLOWS_THE_LAST_USER: Belief = plain(
    "files belonged to the user that the container will run as",
    "`COPY` knows nothing of that user. It gives its files to root, or to whom `--chown` says.",
);
pub(super) const COPY_KEEPS_THE_OWNER: Belief = plain(
    "the files kept the owner that they have on the host",
    "Owners do not travel with the context. Files arrive as root's, or as `--chown` says.",
);
pub(super) const ANOTHER_OWNER: Belief = mix_up(
    "Who owns the files is said by `--chown` of the line itself. Without it they are root's.",
);
pub(super) const COPY_IS_ALWAYS_ROOT: Belief = plain(
    "`COPY` always gave its files to root",
    "It does without `--chown`. With it, the files belong to whoever is named there.",
);
pub(super) const CD_LASTS: Belief = known(
    "M35",
    "`cd` in a `RUN` changed the directory of the lines below",
    "Each `RUN` is a new process and starts in the directory of `WORKDIR`.",
);
pub(super) const STAGES_SHARE_DIRECTORY: Belief = known(
    "M53",
    "the `WORKDIR` of an earlier stage lasted beyond the next `FROM`",
    "Each `FROM` starts in the directory of its image, or of the stage it builds on.",
);
pub(super) const WORKDIR_STARTS_AT_ROOT: Belief =
    plain("a relative `WORKDIR` started at `/`", "It goes on from the directory before it.");
pub(super) const RUN_STARTS_AT_ROOT: Belief = plain(
    "every instruction started in `/`, and `WORKDIR` were for the container alone",
    "`WORKDIR` counts for every line below it, during the build as well.",
);
pub(super) const LATER_DIRECTORY_COUNTS: Belief =
    plain("the last `WORKDIR` counted for the whole file", "It counts from its own line on.");
pub(super) const EARLIER_DIRECTORY_COUNTS: Belief =
    plain("the first `WORKDIR` of a stage stayed in force", "A later `WORKDIR` takes its place.");
pub(super) const DIRECTORY_OF_THE_HOST: Belief = plain(
    "the build ran in the folder on the host where `docker build` was called",
    "It runs inside the image. The host's folder is only where the context comes from.",
);
pub(super) const DESTINATION_IS_THE_DIRECTORY: Belief = plain(
    "copying into a folder also changed into it",
    "`COPY` moves files and nothing else. `WORKDIR` changes the directory.",
);

pub(super) const ANOTHER_DIRECTORY: Belief = mix_up(
    "Only `WORKDIR` lines above, in this stage and those it builds on, decide the directory.",
);

// Stages and layers.

pub(super) const ALL_STAGES_ARE_BUILT: Belief = known(
    "M96",
    "every stage of a file were built each time",
    "BuildKit builds the target and what it needs: stages that it builds on, copies or mounts from.",
);
pub(super) const STAGES_ABOVE_ARE_BUILT: Belief = known(
    "M96",
    "everything above the target were built",
    "The old builder did so. BuildKit goes by what the target needs, not by the order in the file.",
);
pub(super) const EVERY_LINE_IS_A_LAYER: Belief = known(
    "M09",
    "every instruction added a layer",
    "This one changes no file. It is written into the image's configuration and costs no layer.",
);

// What runs again.

pub(super) const TIME_COUNTS: Belief = known(
    "M01",
    "the time of a file counted",
    "`COPY` and `ADD` compare names, modes and contents. A date is not among them.",
);
pub(super) const ONLY_THE_CHANGED_RUNS: Belief = known(
    "M04",
    "only the step that a change concerns ran again",
    "What goes on from it runs, too: the key of each step contains the step before it.",
);
pub(super) const A_RUN_KNOWS_ITS_FILES: Belief = known(
    "M05",
    "a `RUN` ran again only when a file that it names has changed",
    "BuildKit cannot tell what a command reads. It knows the step before, and when that one runs, so does this one.",
);
pub(super) const ARGUMENT_COUNTS_WHERE_WRITTEN: Belief = known(
    "M06",
    "a build argument counted only where its name is written",
    "From its `ARG` on, its value is in the environment of every `RUN`, used or not.",
);
pub(super) const ARGUMENTS_DO_NOT_COUNT: Belief = plain(
    "build arguments were no part of the cache",
    "They are in the environment of every `RUN` below their `ARG`, and that is a part of its key.",
);
pub(super) const COPY_GETS_THE_ENVIRONMENT: Belief = plain(
    "`COPY` and `WORKDIR` had the variables in their key, as `RUN` has",
    "A variable disturbs them only where it is written in them. `RUN` alone gets an environment.",
);
pub(super) const FILES_DO_NOT_COUNT: Belief = plain(
    "only the text of the Dockerfile counted",
    "`COPY` and `ADD` compare what is in the files that they take.",
);
pub(super) const EVERY_FILE_COUNTS: Belief = plain(
    "every file of the folder counted for every `COPY`",
    "Each compares what it takes itself, and a file that is ignored is never sent.",
);
pub(super) const EVERYTHING_BELOW_RUNS: Belief = plain(
    "everything below a change ran again, whatever its stage",
    "A change reaches what goes on from it or takes from it, and what stands below that. All else stays cached.",
);
pub(super) const A_CHANGE_RUNS_EVERYTHING: Belief = plain(
    "any change started the whole build anew",
    "What stands above a change, and what does not build on it, is taken from the cache.",
);

// What is in the image.

pub(super) const STAGES_END_UP_IN_THE_IMAGE: Belief = known(
    "M95",
    "all stages ended up in the image",
    "It is made of the target and of the stages that this one builds on. From the others it has what `COPY --from` takes.",
);
pub(super) const COPYING_TAKES_THE_LAYER: Belief = known(
    "M95",
    "taking a file from a stage took its layers along",
    "`COPY --from` makes one new layer, with just the files that it names.",
);
pub(super) const DELETING_SHRINKS: Belief = known(
    "M14",
    "deleting in a later line took the files out of the layer",
    "The later layer only hides them. Their bytes stay in the earlier one, and can be taken out of it.",
);
pub(super) const BASES_ARE_LEFT_OUT: Belief = known(
    "M16",
    "a stage left the layers of its base behind",
    "A stage that starts `FROM` another one is built on top of it, and its image holds all layers below.",
);
pub(super) const ONLY_THE_LAST_LAYER: Belief = plain(
    "only the last layer were the image",
    "An image is all of its layers, each on top of the one before.",
);

// Which line decides.

pub(super) const FIRST_LINE_COUNTS: Belief = plain(
    "this line of its kind counted",
    "Of several in the stages that the image is made of, the last one counts.",
);
pub(super) const LINES_OF_OTHER_STAGES_COUNT: Belief = known(
    "M53",
    "lines of another stage counted",
    "A stage goes on from its base alone. What others set stays with them.",
);

// The order of lines.

pub(super) const COPYING_EARLY_IS_FREE: Belief = known(
    "M05",
    "copying everything early cost nothing",
    "Whatever stands below a `COPY` runs again with every file that it takes.",
);
pub(super) const LINES_SEE_WHAT_IS_BELOW: Belief = plain(
    "a line could use what a line below it brings",
    "They run from top to bottom. The list of packages has to be there before the line that installs from it.",
);
pub(super) const WORKDIR_MAY_STAND_ANYWHERE: Belief = plain(
    "it made no difference where a `WORKDIR` stands",
    "It counts for the lines below it. What is copied or run above it does so in another directory.",
);
pub(super) const SETTINGS_MAY_STAND_ANYWHERE: Belief = plain(
    "a line that only sets something could stand anywhere",
    "It counts together with the lines around it. In that place the image would become another one.",
);
