//! Where a COPY, ADD or bind mount puts what it takes (moby/buildkit
//! 73ed6825c, tonistiigi/fsutil `copy.go`).

use super::made::Lies;
use crate::build::paths;
use crate::source::LineNumber;

/// Where something ends up in the image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// The path in the image; `None` where the file cannot tell it.
    pub path: Option<String>,
    /// The path instead of that, should the image have a folder at that path:
    /// a destination without a slash at its end may mean either.
    pub in_folder: Option<String>,
    /// The line above that made the destination a folder, where only that tells that
    /// [`Destination::path`] lies in one.
    pub made_by: Option<LineNumber>,
    /// Whether ADD unpacks it should its bytes be a tar archive. Then
    /// [`Destination::path`] is what it is called when they are not.
    pub unpacks: bool,
}

/// Where one source of an instruction goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The destination as BuildKit cleans it, with the slash at its end; `None` when unknown.
    pub(super) path: Option<String>,
    pub(super) kind: PlaceKind,
    pub(super) unpacks: bool,
}

/// What there is at a destination.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PlaceKind {
    /// A folder for certain.
    Folder,
    /// A folder for certain, for this line made one there.
    Made(LineNumber),
    /// A folder, should the image have one there.
    Open,
    /// What is put there: it is a mount, or no folder lies there.
    Exact,
}

impl Place {
    pub(super) fn new(path: Option<String>, unpacks: bool) -> Self {
        let ends_as_folder = |path: &String| path.ends_with('/') || path.ends_with("/.");
        let is_folder = path.as_ref().is_some_and(ends_as_folder);
        let kind = if is_folder { PlaceKind::Folder } else { PlaceKind::Open };
        Self { path, kind, unpacks }
    }

    /// The copy is made on an image of its own, which has no folder yet (`--link`).
    pub(super) fn on_an_empty_image(&mut self) {
        self.beside(|_| Lies::Nothing);
    }

    /// Where a slash does not tell, what lies there does.
    pub(super) fn beside(&mut self, lies: impl FnOnce(&str) -> Lies) {
        if let (PlaceKind::Open, Some(path)) = (self.kind, &self.path) {
            self.kind = match lies(path) {
                Lies::Folder(line) => PlaceKind::Made(line),
                Lies::Nothing => PlaceKind::Exact,
                Lies::Unknown => PlaceKind::Open,
            };
        }
    }

    /// The place of a mount: it is there and nowhere else.
    pub(super) fn exactly(path: Option<String>) -> Self {
        Self { path, kind: PlaceKind::Exact, unpacks: false }
    }

    /// Where a file of this name goes that is a source itself.
    pub(super) fn of_file(&self, name: &str) -> Destination {
        let unpacks = self.unpacks;
        let inside = self.path.as_ref().map(|path| paths::join(path, name));
        let itself = self.path.as_deref().map(paths::clean);
        let (path, in_folder, made_by) = match self.kind {
            PlaceKind::Folder => (inside, None, None),
            PlaceKind::Made(line) => (inside, None, Some(line)),
            PlaceKind::Open => (itself, inside, None),
            PlaceKind::Exact => (itself, None, None),
        };
        Destination { path, in_folder, made_by, unpacks }
    }

    /// Where something goes that lies in a folder that is a source: folders are
    /// copied by their contents. An empty path is the folder itself.
    pub(super) fn of_content(&self, inner: &str) -> Destination {
        let path = self.path.as_ref().map(|path| paths::join(path, inner));
        Destination { path, in_folder: None, made_by: None, unpacks: false }
    }
}
