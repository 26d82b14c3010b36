//! Wrong beliefs about ignore files, and about which one is read.

use crate::quiz::generate::belief::{Belief, known, mix_up, plain};

pub(super) const PATTERNS_MATCH_ANYWHERE: Belief = known(
    "M23",
    "a name in `.dockerignore` matched in every folder, as in `.gitignore`",
    "Here a pattern is compared with the whole path, from the root of the context. `**/` in front of it means every folder.",
);
pub(super) const FIRST_PATTERN_DECIDES: Belief = known(
    "M24",
    "the first line that matches decided",
    "The last line that matches decides, so the order of the lines counts.",
);
pub(super) const EXCEPTIONS_ALWAYS_WIN: Belief = known(
    "M24",
    "a line with `!` won wherever it stands",
    "It is a line like the others: one that matches further down takes the file out again.",
);
pub(super) const NOTHING_COMES_BACK: Belief = known(
    "M25",
    "nothing could be brought back out of a folder that is left out",
    "That is how git does it. Here `!` brings a file back, whatever became of its folder.",
);
pub(super) const LIST_BESIDE: Belief = known(
    "M26",
    "a `.dockerignore` beside the Dockerfile were read",
    "Beside it a list counts that carries its name. A plain `.dockerignore` counts at the root of \
     the context alone.",
);
pub(super) const COMMON_LIST_ALWAYS: Belief = plain(
    "the list at the root of the context always counted",
    "A list that carries the Dockerfile's name and lies beside it goes before it.",
);
pub(super) const LISTS_ADD_UP: Belief = plain(
    "several lists were added up",
    "One list is read: the one that carries the Dockerfile's name, else the one at the root.",
);
pub(super) const NO_LIST: Belief =
    plain("no list were read", "One is there where the builder looks for it, and it is read.");
pub(super) const LIST_IS_NOT_THERE: Belief =
    plain("there were such a list", "No file of this name is there.");
pub(super) const BUILDER_IS_LEFT_WITHOUT: Belief = known(
    "M27",
    "the builder could not read what the list leaves out",
    "The Dockerfile and the list are handed over by themselves. The list only keeps them from \
     the lines that copy.",
);
pub(super) const WHAT_IT_READS_IS_COPIED: Belief = plain(
    "what the builder reads could be copied as well",
    "It reads the Dockerfile and the list apart from the context. No line can take what the list leaves out.",
);
pub(super) const ONLY_FOR_DOTS: Belief = known(
    "M28",
    "`.dockerignore` counted for `COPY . .` alone",
    "What it leaves out never reaches the builder. A line that names such a path fails.",
);
pub(super) const HIDDEN_STAYS: Belief = known(
    "M60",
    "hidden files never went along",
    "A dot at the start of a name means nothing here. All is sent that no line leaves out.",
);
pub(super) const SECRETS_STAY: Belief = known(
    "M60",
    "files that usually hold passwords were kept back",
    "Nobody knows what is in a file. All is sent that no line leaves out.",
);
pub(super) const HISTORY_STAYS: Belief = known(
    "M60",
    "the folder of version control were never sent",
    "It is a folder like the others. All is sent that no line leaves out.",
);
pub(super) const STARS_CROSS_FOLDERS: Belief =
    plain("`*` also matched across folders", "`*` stops at a slash. `**` is what crosses folders.");
pub(super) const A_FOLDER_ALONE: Belief = plain(
    "a line that names a folder said nothing of the files in it",
    "A pattern that matches a folder covers all that lies in it.",
);
pub(super) const NO_LINE_MATCHES: Belief = plain(
    "no line matched it",
    "A line does. A pattern that matches a folder covers all in it, and `**/` means every folder.",
);
pub(super) const PATTERN_DOES_NOT_MATCH: Belief = mix_up(
    "This line of the list matches neither the path nor a folder above it, so it does not count.",
);
pub(super) const PATTERN_IS_NOT_THE_LAST: Belief =
    mix_up("This line of the list matches, and another one that matches stands further down.");
