//! What only a built image or another file can tell.

use crate::audit::image::{class, size};
use crate::audit::{Judgement, Material};
use crate::fact::listed;

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
pub(in crate::audit) fn scanned(material: &Material<'_>) -> Judgement {
    let how = "A Dockerfile does not show it: look into the settings of the build service for Trivy, Grype, Snyk or Docker Scout.";
    let Some(scanners) = &material.subject.around.scanners else {
        return Judgement::unknown(how);
    };
    let named: Vec<String> =
        scanners.iter().map(|it| format!("{} names {}", it.file, it.name)).collect();
    match named.as_slice() {
        [] => Judgement::unknown(
            "The settings of the build service in this repository name no scanner that is known. A registry may scan by itself.",
        ),
        named => Judgement::done(format!(
            "{}. Whether it looks at this image is not seen here.",
            listed(named)
        )),
    }
}
