//! Scans a generated context and computes digests, each beside the plain way
//! with one thread over the same files in the same run. Prints ratios; judges
//! nothing. Then it shows the folder in the Context view and presses keys.
//! The files go into a temporary folder and are removed.
//!
//! ```text
//! cargo run --release --example scan_race -- 50000
//! ```

#![expect(clippy::print_stdout, reason = "it prints a table")]

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use layerwise::context::{EntryKind, Snapshot};
use layerwise::host::{Cancel, ContextFolder, Enter, Origin, opened};
use layerwise::tui::{Message, Model, Start, View, draw, update};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::KeyCode;
use ratatui::layout::{Rect, Size};

/// How often each way is taken, in turns.
const ROUNDS: usize = 9;
/// Bytes of all files together, as in the budget: 154 MiB for 50,000.
const BYTES_OF_FILE: usize = 154 * 1024 * 1024 / 50_000;

fn main() -> std::io::Result<()> {
    let files = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(50_000);
    let folder = tempfile::tempdir()?;
    make(folder.path(), files)?;
    scan(folder.path())?;
    digest(folder.path())?;
    view(folder.path());
    Ok(())
}

/// What follows from a scan, and how long a key takes in the view that shows it.
fn view(root: &Path) {
    let snapshot = Arc::new(scanned(root));
    let text = b"FROM alpine\nCOPY package-1 /one\nCOPY --exclude=*.md . /all\n".to_vec();
    let file = opened("Dockerfile", text, Origin::File(root.join("Dockerfile")));
    let start = Start { view: Some(View::Context), ..Start::new(file) };
    let mut model = Model::new(&start, Size::new(120, 40));
    let mut buffer = Buffer::empty(Rect::new(0, 0, 120, 40));
    let mut turn = |message| {
        let before = Instant::now();
        update(&mut model, message);
        draw(&model, &mut buffer);
        before.elapsed()
    };
    turn(Message::Ready);
    let mut shown: Vec<Duration> =
        (0..ROUNDS).map(|_| turn(Message::Scanned(Ok(Arc::clone(&snapshot))))).collect();
    shown.sort();
    println!("a scan of {} paths on the screen: {:.1?}", snapshot.len(), shown[ROUNDS / 2]);
    let keys = |keys: &str| -> Vec<Message> {
        keys.chars().map(|key| KeyCode::Char(key).into()).map(Message::Key).collect()
    };
    let moves: Vec<Message> = (0..100).flat_map(|_| keys("jjjkjk")).collect();
    let mut times: Vec<Duration> = moves.into_iter().map(&mut turn).collect();
    times.sort();
    println!("a move: {:.1?}, p99 {:.1?}", times[times.len() / 2], times[times.len() * 99 / 100]);
    let mut times: Vec<Duration> = keys("fpackage-77").into_iter().map(&mut turn).collect();
    times.sort();
    println!("a letter that filters: {:.1?}, at most {:.1?}", times[5], times[times.len() - 1]);
}

/// Twenty files a folder, ten folders a package.
fn make(root: &Path, files: usize) -> std::io::Result<()> {
    for number in 0..files {
        let folder =
            root.join(format!("package-{}", number / 200)).join(format!("part-{}", number / 20));
        if number % 20 == 0 {
            std::fs::create_dir_all(&folder)?;
        }
        let text = format!("{number} ").repeat(2 * BYTES_OF_FILE / 6);
        // From nothing to twice the average.
        let length = (number * 7919 % (2 * BYTES_OF_FILE)).min(text.len());
        std::fs::write(folder.join(format!("module-{number}.txt")), &text[..length])?;
    }
    std::fs::write(root.join(".dockerignore"), "**/*.log\n.git\nnode_modules\n")
}

fn scan(root: &Path) -> std::io::Result<()> {
    let (mut plain, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let before = Instant::now();
        let count = plain_walk(root)?;
        plain.push(before.elapsed());
        let before = Instant::now();
        let snapshot = scanned(root);
        ours.push(before.elapsed());
        assert_eq!(count, snapshot.len());
    }
    report("names and stat", &mut plain, &mut ours);
    Ok(())
}

fn scanned(root: &Path) -> Snapshot {
    let mut context = ContextFolder::new(root, None, Enter::WhatMayBeSent);
    let scanned = context.scan(&Cancel::default());
    scanned.ok().flatten().unwrap_or_else(|| panic!("the folder was just made"))
}

/// What a program without threads would do.
fn plain_walk(root: &Path) -> std::io::Result<usize> {
    let (mut count, mut open) = (0, vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            count += 1;
            if entry.metadata()?.is_dir() {
                open.push(entry.path());
            }
        }
    }
    Ok(count)
}

fn digest(root: &Path) -> std::io::Result<()> {
    let paths = files(root)?;
    let (mut plain, mut ours, mut again) = (Vec::new(), Vec::new(), Vec::new());
    let cancel = Cancel::default();
    for _ in 0..ROUNDS {
        let before = Instant::now();
        let bytes = plain_read(&paths)?;
        plain.push(before.elapsed());
        let mut context = ContextFolder::new(root, None, Enter::WhatMayBeSent);
        let Ok(Some(mut snapshot)) = context.scan(&cancel) else { panic!("just made") };
        assert_eq!(snapshot.totals().bytes, bytes);
        let wanted: Vec<_> =
            snapshot.ids().filter(|id| snapshot[*id].kind == EntryKind::File).collect();
        for times in [&mut ours, &mut again] {
            let before = Instant::now();
            context.digest(&mut snapshot, wanted.iter().copied(), &cancel);
            times.push(before.elapsed());
        }
    }
    report("digests beside reading", &mut plain, &mut ours);
    report("digests of unchanged files", &mut plain, &mut again);
    Ok(())
}

fn files(root: &Path) -> std::io::Result<Vec<PathBuf>> {
    let (mut files, mut open) = (Vec::new(), vec![root.to_owned()]);
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() { open.push(path) } else { files.push(path) }
        }
    }
    Ok(files)
}

fn plain_read(paths: &[PathBuf]) -> std::io::Result<u64> {
    let mut buffer = vec![0; 128 * 1024];
    let mut bytes = 0;
    for path in paths {
        let mut file = std::fs::File::open(path)?;
        loop {
            match file.read(&mut buffer)? {
                0 => break,
                count => bytes += count as u64,
            }
        }
    }
    Ok(bytes)
}

fn report(what: &str, plain: &mut [Duration], ours: &mut [Duration]) {
    let mut ratios: Vec<f64> =
        plain.iter().zip(&*ours).map(|(a, b)| b.as_secs_f64() / a.as_secs_f64()).collect();
    ratios.sort_by(f64::total_cmp);
    plain.sort();
    ours.sort();
    let (plain, ours) = (plain[ROUNDS / 2], ours[ROUNDS / 2]);
    println!(
        "{what}: {ours:.1?}, one thread plain {plain:.1?}; ratio {:.2} (of {ROUNDS}: {:.2} to {:.2})",
        ratios[ROUNDS / 2],
        ratios[0],
        ratios[ROUNDS - 1]
    );
}
