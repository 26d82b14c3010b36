//! The log as a file: crashes, other processes, disks that refuse.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::sync::mpsc::channel;

use layerwise::host::{
    AnswerLog, Directories, FileKey, Keeper, KeeperNews, PlaceFile, StoredPlace,
};
use layerwise::progress::Timestamp;
use tempfile::TempDir;

use super::answer;

/// The folders and the log of a new home.
fn home() -> (TempDir, Directories, AnswerLog) {
    let folder = tempfile::tempdir().unwrap();
    let directories = Directories::below(folder.path().join("state/layerwise"));
    let log = AnswerLog::new(&directories);
    (folder, directories, log)
}

fn numbered(number: u64) -> layerwise::progress::Record {
    answer(number, |it| it.question = format!("q{number}"))
}

#[test]
fn an_absent_log_is_empty_and_reading_writes_nothing() {
    let (folder, _, log) = home();
    assert_eq!(log.read().unwrap().records, 0);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn answers_come_back() {
    let (_folder, directories, log) = home();
    log.append(&[numbered(1), numbered(2)]).unwrap();
    log.append(&[numbered(3)]).unwrap();
    assert_eq!(log.read().unwrap().records, 3);
    assert!(directories.progress().exists(), "the short cut is written");
    log.append(&[numbered(4)]).unwrap();
    assert_eq!(log.read().unwrap().lesson("l").unwrap().items.len(), 4);
}

#[test]
fn the_short_cut_is_only_that() {
    let (_folder, directories, log) = home();
    log.append(&[numbered(1), numbered(2)]).unwrap();
    let expected = log.read().unwrap();
    let good = fs::read(directories.progress()).unwrap();
    for bad in [&b""[..], b"{", b"{\"version\":99}", &good[..good.len() / 2], b"\0\0\0"] {
        fs::write(directories.progress(), bad).unwrap();
        assert_eq!(log.read().unwrap(), expected);
    }
    // Another log in its place, of the same length even.
    fs::write(directories.progress(), &good).unwrap();
    let text = fs::read_to_string(log.path()).unwrap().replace("q1", "q8");
    fs::write(log.path(), text).unwrap();
    assert!(log.read().unwrap().item("l", "q8").is_some());
    fs::write(log.path(), "").unwrap();
    assert_eq!(log.read().unwrap().records, 0);
}

#[test]
fn a_line_cut_off_by_a_crash_stays_alone() {
    let (_folder, _, log) = home();
    log.append(&[numbered(1)]).unwrap();
    let mut file = fs::OpenOptions::new().append(true).open(log.path()).unwrap();
    file.write_all(br#"{"v":1,"ts":2,"lesson":"l","quest"#).unwrap();
    let before = log.read().unwrap();
    assert_eq!((before.records, before.unreadable), (1, 1));
    log.append(&[numbered(3)]).unwrap();
    let after = log.read().unwrap();
    assert_eq!((after.records, after.unreadable), (2, 1));
    assert!(after.item("l", "q3").is_some());
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    let (_folder, _, log) = home();
    std::thread::scope(|scope| {
        for writer in 0..4_u64 {
            let log = log.clone();
            scope.spawn(move || {
                for number in 0..25 {
                    log.append(&[numbered(writer * 100 + number + 1)]).unwrap();
                    let _ = log.read().unwrap();
                }
            });
        }
    });
    let progress = log.read().unwrap();
    assert_eq!((progress.records, progress.unreadable), (100, 0));
    assert_eq!(progress.lesson("l").unwrap().items.len(), 100);
}

#[cfg(unix)]
#[test]
fn what_stands_in_the_way_is_said_and_not_waited_for() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, directories, log) = home();
    fs::create_dir_all(directories.answers()).unwrap();
    let error = log.append(&[numbered(1)]).unwrap_err();
    assert!(error.to_string().contains("answers.jsonl"), "{error}");
    fs::remove_dir(directories.answers()).unwrap();
    let status = std::process::Command::new("mkfifo").arg(directories.answers()).status();
    if status.is_ok_and(|status| status.success()) {
        assert!(log.append(&[numbered(1)]).is_err());
        assert!(log.read().is_err());
        fs::remove_file(directories.answers()).unwrap();
    }
    fs::set_permissions(directories.state(), fs::Permissions::from_mode(0o500)).unwrap();
    // The owner of everything may write all the same; for others it is an error with a hint.
    if let Err(error) = log.append(&[numbered(1)]) {
        assert!(error.hint().contains("XDG_STATE_HOME"), "{}", error.hint());
    }
    fs::set_permissions(directories.state(), fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn a_keeper_writes_what_it_is_given_before_it_ends() {
    let (_folder, directories, log) = home();
    let (sender, news) = channel();
    let keeper = Keeper::start(Some(directories.clone()), move |it| drop(sender.send(it)));
    let key = FileKey::built_in("sample");
    let words = BTreeMap::from([("why".to_owned(), "Because.".to_owned())]);
    let typed = BTreeMap::from([("from".to_owned(), words)]);
    let place = StoredPlace { step: 4, at: Timestamp(1), typed, ..StoredPlace::default() };
    for number in 1..=20 {
        keeper.record(numbered(number));
    }
    keeper.place(key.clone(), place.clone());
    drop(keeper);
    assert!(matches!(news.recv(), Ok(KeeperNews::Progress(progress)) if progress.records == 0));
    assert!(news.recv().is_err(), "nothing else to tell");
    assert_eq!(log.read().unwrap().records, 20);
    assert_eq!(PlaceFile::new(&directories).read(&key), Some(place));
}

#[test]
fn a_keeper_says_once_that_nothing_can_be_kept_and_tries_again() {
    let (_folder, directories, log) = home();
    fs::create_dir_all(directories.answers()).unwrap();
    let (sender, news) = channel();
    let keeper = Keeper::start(Some(directories.clone()), move |it| drop(sender.send(it)));
    assert!(matches!(news.recv(), Ok(KeeperNews::CannotKeep { .. })));
    assert!(matches!(news.recv(), Ok(KeeperNews::Progress(_))));
    keeper.record(numbered(1));
    keeper.record(numbered(2));
    // Whether they come together or not, each fails in silence before the folder is freed.
    std::thread::sleep(std::time::Duration::from_millis(100));
    fs::remove_dir(directories.answers()).unwrap();
    keeper.record(numbered(3));
    assert!(matches!(news.recv(), Ok(KeeperNews::KeptAgain)));
    drop(keeper);
    assert_eq!(log.read().unwrap().records, 3, "the earlier answers were kept as well");
}

#[test]
fn without_a_home_a_lesson_goes_on() {
    let (sender, news) = channel();
    let keeper = Keeper::start(None, move |it| drop(sender.send(it)));
    keeper.record(numbered(1));
    keeper.record(numbered(2));
    drop(keeper);
    let all: Vec<_> = news.iter().collect();
    assert!(
        matches!(&all[..], [KeeperNews::Progress(_), KeeperNews::CannotKeep { .. }]),
        "{all:?}"
    );
}

#[test]
fn places_are_kept_for_each_file_and_the_oldest_forgotten() {
    let (_folder, directories, _) = home();
    let places = PlaceFile::new(&directories);
    let key = |number: u64| FileKey::built_in(&number.to_string());
    assert_eq!(places.read(&key(1)), None);
    for number in 1..=201 {
        let place = StoredPlace {
            lesson: Some("from".to_owned()),
            step: number as usize,
            line: Some(3),
            at: Timestamp(number),
            ..StoredPlace::default()
        };
        places.write(&key(number), place).unwrap();
    }
    assert_eq!(places.read(&key(2)).unwrap().step, 2);
    // A file that was never open, or is forgotten: the lesson of last time, no line.
    let other = places.read(&key(1)).unwrap();
    assert_eq!((other.step, other.line), (201, None));
    fs::write(directories.places(), "{\"files\":3").unwrap();
    assert_eq!(places.read(&key(2)), None);
    assert!(places.write(&key(2), StoredPlace::default()).is_ok(), "a damaged file is made anew");
}

#[test]
fn two_programs_keep_their_places_together() {
    let (_folder, directories, _) = home();
    std::thread::scope(|scope| {
        for writer in 0..4 {
            let places = PlaceFile::new(&directories);
            scope.spawn(move || {
                for number in 0..10 {
                    let key = FileKey::built_in(&format!("{writer} {number}"));
                    let place = StoredPlace { step: number, ..StoredPlace::default() };
                    places.write(&key, place).unwrap();
                }
            });
        }
    });
    let text = fs::read_to_string(directories.places()).unwrap();
    assert_eq!(text.matches("step").count(), 40);
    let left: Vec<PathBuf> = fs::read_dir(directories.state())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
