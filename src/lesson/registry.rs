//! The lessons that are built into the program: one line for each.
//!
//! A line names the folder below `lessons/` and the files beside `lesson.md`.
//! A test compares it with the folder.

/// A lesson's files as they were when the program was built.
#[derive(Debug)]
pub(super) struct Embedded {
    /// The folder below `lessons/`.
    pub(super) folder: &'static str,
    /// `lesson.md`.
    pub(super) text: &'static str,
    /// The other files: path below the folder, and text.
    pub(super) files: &'static [(&'static str, &'static str)],
}

impl Embedded {
    /// The folder's name behind its number, which is also the lesson's id.
    pub(super) fn id(&self) -> &'static str {
        self.folder.split_once('-').map_or(self.folder, |(_, id)| id)
    }
}

/// A macro, because `include_str!` takes nothing but a literal.
macro_rules! lesson {
    ($folder:literal $(, $file:literal)* $(,)?) => {
        Embedded {
            folder: $folder,
            text: include_str!(concat!("../../lessons/", $folder, "/lesson.md")),
            files: &[$(($file, include_str!(concat!("../../lessons/", $folder, "/", $file)))),*],
        }
    };
}

/// The course, in its order.
pub(super) const EMBEDDED: &[Embedded] = &[
    lesson!("00-tour", "samples/py-naive.Dockerfile", "solutions/py-naive.Dockerfile"),
    lesson!("01-what-is", "samples/py-naive.Dockerfile", "solutions/py-naive.Dockerfile"),
    lesson!("02-anatomy", "samples/legacy-horror.Dockerfile", "solutions/legacy-horror.Dockerfile"),
    lesson!("03-from", "samples/py-naive.Dockerfile", "solutions/py-naive.Dockerfile"),
    lesson!(
        "04-context",
        "fixtures/built-elsewhere.Dockerfile",
        "fixtures/nothing-copied.Dockerfile",
        "fixtures/stacks.Dockerfile",
        "samples/guestbook.files",
        "samples/py-naive.Dockerfile",
        "solutions/py-naive.Dockerfile",
    ),
    lesson!("05-run", "samples/py-naive.Dockerfile", "solutions/py-naive.Dockerfile"),
    lesson!("06-arg-env", "samples/py-stages.Dockerfile", "solutions/py-stages.Dockerfile"),
    lesson!("07-start", "samples/py-naive.Dockerfile", "solutions/py-final.Dockerfile"),
    lesson!(
        "08-metadata",
        "samples/legacy-horror.Dockerfile",
        "solutions/legacy-horror.Dockerfile"
    ),
    lesson!(
        "09-cache-rules",
        "samples/py-naive.Dockerfile",
        "samples/guestbook.files",
        "solutions/py-naive.Dockerfile"
    ),
    lesson!(
        "10-cache-order",
        "samples/py-naive.Dockerfile",
        "samples/guestbook.files",
        "solutions/py-order.Dockerfile"
    ),
    lesson!("11-apt-right", "samples/py-apt.Dockerfile", "solutions/py-apt.Dockerfile"),
    lesson!(
        "12-mounts",
        "samples/py-order.Dockerfile",
        "samples/guestbook.files",
        "solutions/py-order.Dockerfile"
    ),
    lesson!("13-layers-add-up", "samples/py-layers.Dockerfile", "solutions/py-layers.Dockerfile"),
    lesson!("14-multi-stage", "samples/py-order.Dockerfile", "solutions/py-multi.Dockerfile"),
    lesson!("15-stages", "samples/py-stages.Dockerfile", "solutions/py-stages.Dockerfile"),
    lesson!("16-base-size", "samples/go-shop.Dockerfile", "solutions/go-shop.Dockerfile"),
    lesson!("17-non-root", "samples/py-multi.Dockerfile", "solutions/py-multi.Dockerfile"),
    lesson!(
        "18-secrets",
        "samples/legacy-horror.Dockerfile",
        "samples/invoices.files",
        "solutions/legacy-horror.Dockerfile"
    ),
    lesson!("19-supply-chain", "samples/py-final.Dockerfile", "solutions/py-final.Dockerfile"),
    lesson!("20-hardening", "samples/py-final.Dockerfile", "solutions/py-final.Dockerfile"),
    lesson!(
        "21-health",
        "fixtures/curl.Dockerfile",
        "fixtures/none.Dockerfile",
        "samples/py-health.Dockerfile",
        "solutions/py-health.Dockerfile"
    ),
    lesson!("22-python-web", "samples/py-final.Dockerfile", "solutions/py-final.Dockerfile"),
    lesson!("22-node-web", "samples/tickets.Dockerfile", "solutions/tickets.Dockerfile"),
    lesson!("22-go-web", "samples/shortener.Dockerfile", "solutions/shortener.Dockerfile"),
    lesson!("22-java-web", "samples/invoices.Dockerfile", "solutions/invoices.Dockerfile"),
    lesson!("22-rust-web", "samples/paste.Dockerfile", "solutions/paste.Dockerfile"),
    lesson!("22-dotnet-web", "samples/orders.Dockerfile", "solutions/orders.Dockerfile"),
    lesson!("23-dev-loop", "samples/py-stages.Dockerfile", "solutions/py-stages.Dockerfile"),
    lesson!("24-platforms", "samples/go-scratch.Dockerfile", "solutions/go-scratch.Dockerfile"),
    lesson!("25-testing", "samples/py-final.Dockerfile", "solutions/py-final.Dockerfile"),
    lesson!(
        "26-review",
        "samples/py-review.Dockerfile",
        "samples/guestbook.files",
        "solutions/1-start.Dockerfile",
        "solutions/2-build.Dockerfile",
        "solutions/3-safe.Dockerfile"
    ),
    lesson!(
        "27-explain-repo",
        "samples/py-stages.Dockerfile",
        "samples/py-four-stages.Dockerfile",
        "solutions/py-stages.Dockerfile"
    ),
];
