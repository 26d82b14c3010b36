//! Wrong beliefs about what a line leaves in the image.

use crate::quiz::generate::belief::{Belief, known, plain};

pub(super) const ONLY_DURING_THE_BUILD: Belief = plain(
    "what a `RUN` installs were there during the build only",
    "A `RUN` changes files, and those become a layer of the image. They stay until a later line deletes them.",
);
pub(super) const ONLY_COPIES_COUNT: Belief = plain(
    "only what `COPY` and `ADD` bring in became part of the image",
    "What a `RUN` writes becomes a layer in the same way.",
);
pub(super) const LAYERS_STAY_VISIBLE: Belief = plain(
    "a container still saw what an earlier layer holds",
    "A file that a later layer deletes is hidden from the container. Its bytes stay in the earlier layer all the same.",
);
pub(super) const ONLY_BASES_LEAVE_FILES: Belief = known(
    "M95",
    "a stage that the image is not built on left nothing in it",
    "`COPY --from` takes files from any stage. They become a layer of the line that takes them.",
);
