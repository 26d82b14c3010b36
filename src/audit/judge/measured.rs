//! What only a built image or another file can tell.

use crate::audit::image::{class, size};
use crate::audit::{Judgement, Material};

/// Whether the image is below the sizes that are aimed at.
pub(in crate::audit) fn image_size(material: &Material<'_>) -> Judgement {
    let Some(image) = &material.measured else {
        return Judgement::unknown(
            "A Dockerfile has no size. Build the image, and name it: layerwise check --checklist production --image NAME measures it.",
        );
    };
    let total = size(image.total);
    let judgement = match class(image.total) {
        Some(class) => Judgement::done(format!(
            "{} has {total} unpacked, which counts as {class}.",
            image.name
        )),
        None => Judgement::not_done(format!("{} has {total} unpacked.", image.name)),
    };
    judgement.proved_by(image.largest(3).iter().map(|part| part.span))
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
