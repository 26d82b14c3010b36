//! Saves as editors make them, on a real file system.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{Event, EventKind};

use super::{COALESCE, FileNews, FileWatch, is_of_others};

/// Long, because a loaded machine is no failure; a test that passes never waits it out.
const PATIENCE: Duration = Duration::from_secs(20);

struct Bench {
    _folder: tempfile::TempDir,
    file: PathBuf,
    news: Receiver<FileNews>,
    _watch: FileWatch,
}

/// A watched file `project/Dockerfile` with the text `one`.
fn bench() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("project/Dockerfile");
    fs::create_dir(file.parent().unwrap()).unwrap();
    fs::write(&file, "one").unwrap();
    watched(folder, file)
}

fn watched(folder: tempfile::TempDir, file: PathBuf) -> Bench {
    let (sender, news) = channel();
    let watch =
        FileWatch::start(file.clone(), Some(b"one".as_slice()), move |it| drop(sender.send(it)))
            .unwrap();
    Bench { _folder: folder, file, news, _watch: watch }
}

impl Bench {
    /// Waits until this text is told; texts in between may be told before.
    #[track_caller]
    fn expect_text(&self, expected: &str) {
        loop {
            match self.news.recv_timeout(PATIENCE) {
                Ok(FileNews::Read(bytes)) if bytes == expected.as_bytes() => return,
                Ok(FileNews::Read(_)) => {}
                other => panic!("expected {expected:?}, got {other:?}"),
            }
        }
    }

    #[track_caller]
    fn expect_gone(&self) {
        let news = self.news.recv_timeout(PATIENCE);
        assert!(matches!(news, Ok(FileNews::Gone)), "{news:?}");
    }
}

#[test]
fn a_save_in_place_and_one_by_rename() {
    let bench = bench();
    fs::write(&bench.file, "two").unwrap();
    bench.expect_text("two");
    let fresh = bench.file.with_file_name(".Dockerfile.swp");
    fs::write(&fresh, "three").unwrap();
    fs::rename(&fresh, &bench.file).unwrap();
    bench.expect_text("three");
    // As vim does with `backupcopy=no`.
    fs::rename(&bench.file, bench.file.with_file_name("Dockerfile~")).unwrap();
    fs::write(&bench.file, "four").unwrap();
    bench.expect_text("four");
}

#[test]
fn a_file_that_stays_open_is_told_while_it_is_written() {
    let bench = bench();
    let mut open = fs::OpenOptions::new().append(true).open(&bench.file).unwrap();
    open.write_all(b", two").unwrap();
    bench.expect_text("one, two");
    open.write_all(b", three").unwrap();
    bench.expect_text("one, two, three");
}

#[cfg(target_os = "linux")]
#[test]
fn no_half_of_a_save_is_told() {
    let bench = bench();
    fs::write(&bench.file, "two").unwrap();
    // From here on the watch waits for events.
    bench.expect_text("two");
    for round in 0..20 {
        let whole = format!("{round}\n").repeat(100_000);
        let began = Instant::now();
        let mut open = fs::File::create(&bench.file).unwrap();
        let (first, second) = whole.split_at(whole.len() / 2);
        open.write_all(first.as_bytes()).unwrap();
        std::thread::sleep(COALESCE / 5);
        open.write_all(second.as_bytes()).unwrap();
        drop(open);
        if began.elapsed() > COALESCE / 2 {
            // The machine is busy: a look in between is allowed.
            bench.expect_text(&whole);
            continue;
        }
        match bench.news.recv_timeout(PATIENCE) {
            Ok(FileNews::Read(bytes)) => assert_eq!(bytes.len(), whole.len(), "round {round}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_deleted_file_is_told_and_comes_back() {
    let bench = bench();
    fs::remove_file(&bench.file).unwrap();
    bench.expect_gone();
    fs::write(&bench.file, "back").unwrap();
    bench.expect_text("back");
}

#[test]
fn a_deleted_folder_comes_back() {
    let bench = bench();
    let folder = bench.file.parent().unwrap();
    fs::remove_dir_all(folder).unwrap();
    bench.expect_gone();
    fs::create_dir(folder).unwrap();
    fs::write(&bench.file, "again").unwrap();
    bench.expect_text("again");
    fs::write(&bench.file, "and again").unwrap();
    bench.expect_text("and again");
}

#[test]
fn an_emptied_file_is_told_in_the_end() {
    let bench = bench();
    fs::write(&bench.file, "").unwrap();
    bench.expect_text("");
}

#[test]
fn what_cannot_be_read_is_told() {
    let bench = bench();
    fs::remove_file(&bench.file).unwrap();
    fs::create_dir(&bench.file).unwrap();
    loop {
        match bench.news.recv_timeout(PATIENCE) {
            Ok(FileNews::Unreadable(error)) => {
                return assert!(error.to_string().contains("folder"));
            }
            Ok(FileNews::Gone) => {}
            other => panic!("{other:?}"),
        }
    }
}

#[cfg(unix)]
#[test]
fn a_save_behind_a_link_is_seen() {
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("elsewhere/real");
    fs::create_dir(real.parent().unwrap()).unwrap();
    fs::write(&real, "one").unwrap();
    let file = folder.path().join("Dockerfile");
    std::os::unix::fs::symlink(&real, &file).unwrap();
    let bench = watched(folder, file);
    fs::write(&real, "two").unwrap();
    bench.expect_text("two");
}

#[test]
fn an_event_wakes_the_watch_of_its_own_file_alone() {
    let event = |paths: &[&str]| {
        let event = Event::new(EventKind::Any);
        paths.iter().fold(event, |event, path| event.add_path(PathBuf::from(path)))
    };
    let path = Path::new("/project/Dockerfile");
    let is_of_others = |paths: &[&str]| is_of_others(&event(paths), path);
    assert!(is_of_others(&["/project/app.py"]));
    assert!(is_of_others(&["/project/app.py", "/project/other.py"]));
    assert!(!is_of_others(&["/project/Dockerfile"]));
    assert!(!is_of_others(&["/project/Dockerfile~", "/project/Dockerfile"]), "a rename");
    assert!(!is_of_others(&["/project"]), "the folder itself");
    assert!(!is_of_others(&[]), "events were lost");
}

#[test]
fn other_files_and_the_same_text_are_no_news() {
    let bench = bench();
    fs::write(bench.file.with_file_name("other"), "x").unwrap();
    fs::write(&bench.file, "one").unwrap();
    let news = bench.news.recv_timeout(Duration::from_millis(300));
    assert!(news.is_err(), "{news:?}");
}

#[test]
fn a_change_before_the_watch_began_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("Dockerfile");
    fs::write(&file, "two").unwrap();
    watched(folder, file).expect_text("two");
}

#[test]
fn a_file_that_was_not_there_is_told_when_it_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(".dockerignore");
    let (sender, news) = channel();
    let watch = FileWatch::start(file.clone(), None, move |it| drop(sender.send(it))).unwrap();
    let bench = Bench { _folder: folder, file, news, _watch: watch };
    fs::write(&bench.file, "target").unwrap();
    // Its absence before is no news.
    bench.expect_text("target");
    fs::remove_file(&bench.file).unwrap();
    bench.expect_gone();
}
