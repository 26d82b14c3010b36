//! The machine: the only place that touches files, the environment, the
//! clock, the editor and the watcher.
//!
//! Everything here gives and takes plain values, so that the engine stays
//! free of input and output and tests can stand in for the machine.

mod answers;
mod background;
mod beside;
mod ci;
mod clock;
mod compose;
mod directories;
mod dockerfiles;
mod editor;
mod environment;
mod git;
mod hash;
mod images;
mod input;
mod keeper;
mod lesson_folder;
mod new_files;
mod packs;
mod places;
mod read;
mod replace;
mod scan;
mod scenarios;
mod scratch;
mod state_file;
mod tables;
mod terminal;
mod watch;

pub use answers::{AnswerLog, read_log};
pub use background::{Background, ask_background, background_by_environment};
pub use beside::beside_the_screen;
pub use ci::scanners;
pub use clock::now;
pub use compose::{ComposeContext, compose_context};
pub use directories::Directories;
pub use dockerfiles::{Lookout, find_dockerfiles, find_settings, read_settings};
pub use editor::{EditorCommand, EditorError, editor_command};
pub use environment::Environment;
pub use git::{GitError, Repository, Revision};
pub use hash::{FileHash, FileKey};
pub use images::{ImageError, image_history};
pub use input::{
    Given, InputError, Opened, Origin, Wanted, dockerfiles_near, is_dockerfile_name, open,
    open_path, opened, read, read_path, sample,
};
pub use keeper::{Keeper, KeeperNews};
pub use lesson_folder::{DiskFolder, FoundLessons, LessonReadError, find_lessons, read_lesson};
pub use new_files::{lessons_of_repository, write_new};
pub use packs::{LessonPlaces, Packs, read_added};
pub use places::{PlaceFile, StoredPlace};
pub use read::{ReadError, ReadFault, read_file, read_stream};
pub use replace::{replace_file, write_document};
pub use scan::{Cancel, ContextError, ContextFolder, Enter, MOST_BYTES_HASHED, MOST_ENTRIES};
pub use scenarios::save_scenario;
pub use scratch::{existing_scratch_copy, renew_scratch_copy, scratch_copy};
pub use state_file::KeepError;
pub use tables::{find_tables, read_tables, tables_in};
pub use terminal::terminal_columns;
pub use watch::{FileNews, FileWatch};
