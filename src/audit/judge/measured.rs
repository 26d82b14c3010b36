//! What only a built image or another file can tell.

use crate::audit::{Judgement, Material};

/// Whether the image is below the sizes that are aimed at.
pub(in crate::audit) fn image_size(_material: &Material<'_>) -> Judgement {
    Judgement::unknown(
        "A Dockerfile has no size. Build the image, and give its name with --image, which measures it layer by layer.",
    )
}

/// Whether the build is as fast as is aimed at.
pub(in crate::audit) fn build_time(_material: &Material<'_>) -> Judgement {
    Judgement::unknown(
        "Only a build can tell. Measure one without a cache (time docker build --no-cache .) and one after an edit of the code (time docker build .): they answer two questions.",
    )
}

/// Whether the image is looked through for known weaknesses.
pub(in crate::audit) fn scanned(_material: &Material<'_>) -> Judgement {
    Judgement::unknown(
        "A Dockerfile does not show it: look into the settings of the build service for trivy, grype, snyk or docker scout.",
    )
}
