//! The part of the build script that makes our tables: what is wrong is told with its place.

#[path = "../../build/make/mod.rs"]
mod make;
#[path = "../../src/knowledge/stored/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub, reason = "half of it is for reading")]
mod stored;

use std::path::Path;

use stored::blob::Blob;

fn texts() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/knowledge");
    make::FILES.iter().map(|name| std::fs::read_to_string(folder.join(name)).unwrap()).collect()
}

/// What is said when a table is another.
fn wrong(file: &str, text: &str) -> Vec<String> {
    let mut texts = texts();
    let place = make::FILES.iter().position(|name| *name == file).unwrap();
    texts[place] = format!("source = \"a test\"\nas_of = \"2026-11-29\"\n{text}");
    make::all(&texts).err().unwrap_or_default()
}

#[test]
fn our_tables_are_made() {
    let made = make::all(&texts()).unwrap();
    let names: Vec<&str> = made.iter().map(|(name, _)| *name).collect();
    let large = ["images", "commands", "packages", "names", "words", "eol", "accounts", "small"];
    assert_eq!(names, large.map(|name| format!("{name}.blob")));
    for (name, bytes) in &made {
        let blob = Blob::new(bytes);
        assert!(blob.len() > 10 && blob.records() > 10, "{name}");
        for (place, (key, number)) in blob.beginning("").enumerate() {
            assert_eq!((blob.key(place), blob.find(key)), (Some(key), Some(number)), "{name}");
            assert!(blob.record(number).is_some(), "{name}: {key}");
        }
        assert_eq!(blob.beginning("").count(), blob.len(), "{name}");
    }
}

#[test]
fn what_is_no_blob_is_an_empty_table() {
    let made = make::all(&texts()).unwrap();
    let whole = &made[0].1;
    for end in [0, 3, 4, 8, 9, whole.len() / 2] {
        let blob = Blob::new(&whole[..end]);
        assert_eq!(blob.get("no such image"), None);
        for (_, number) in blob.beginning("") {
            let _ = blob.record(number);
        }
    }
}

#[test]
fn a_slip_is_told_with_its_file_and_its_entry() {
    let cases = [
        ("commands.toml", "[rm]\nabout = \"Removes files.\"", "rm", "full stop"),
        ("commands.toml", "[rm]\nabot = \"Removes files\"", "rm", "unknown field `abot`"),
        ("commands.toml", "[rm]\nabout = \"x\"\nflags = \"f: x\"", "rm", "\"f: x\" is no flag"),
        ("commands.toml", "[rm]\nabout = \"x\"\nflags = \"go -f: x\"", "rm", "no sub-command go"),
        ("commands.toml", "[rm]\nabout = \"x\"\nflags = \"-f -f: x\"", "rm", "-f is there twice"),
        ("commands.toml", "[rm]\nabout = \"x\"\nsubs = \"go\"", "rm", "\"go\" is no sub-command"),
        (
            "commands.toml",
            "[a]\nabout = \"x\"\naliases = [\"c\"]\n[b]\nabout = \"x\"\naliases = [\"c\"]",
            "b",
            "c is another command's name too",
        ),
        ("packages.toml", "[os]\n\"a b\" = \"x\"\n\"b c\" = \"x\"", "os", "\"b\" is empty, or"),
        ("packages.toml", "[os]\na = \"\"", "os: a", "empty"),
        ("names.toml", "[variable]\nA = \"x\"", "variable", "variables, their rules and options"),
        ("words.toml", "[system]\na = \"x\"", "system", "no kind of word"),
        ("images.toml", "[[image]]\nrepo = \"library/a\"", "library/a", "as people write it"),
        ("images.toml", "[[image]]\nrepo = \"a\"", "a", "no [[image.variant]]"),
        (
            "images.toml",
            "[[image]]\nrepo = \"a\"\n[[image.variant]]\nmatch = \"(\"",
            "a",
            "the family \"(\"",
        ),
        (
            "images.toml",
            "[[image]]\nrepo = \"a\"\n[[image.variant]]\nos = \"debian\"\nsource = \"x\"",
            "a",
            "it has no as_of",
        ),
        (
            "eol.toml",
            "[[product]]\nname = \"A\"\nimages = [\"a\"]\nended = [{ cycle = \"1\", day = \"x\" }]",
            "A 1",
            "a day as in",
        ),
        ("accounts.toml", "[base]\nos = \"debian\"", "base", "[[base]] and [[image]] alone"),
        ("ports.toml", "[[port]]\nnumber = 70000\nname = \"x\"", "", "70000"),
        ("flags.toml", "[[flags]]\nname = \"x\"", "", "unknown field `flags`"),
        ("signals.toml", "[SIGTERM]\nnumber = 15", "", "about"),
    ];
    for (file, text, entry, what) in cases {
        let wrong = wrong(file, text);
        let start = format!("src/knowledge/{file}: {entry}");
        let told = wrong.iter().any(|line| line.starts_with(&start) && line.contains(what));
        assert!(told, "{file}: {text}\n{wrong:#?}");
    }
}

#[test]
fn a_table_that_is_no_toml_or_says_no_source_is_told() {
    let mut texts = texts();
    texts[0] = "x".to_owned();
    texts[1] = texts[1].replacen("source = ", "sauce = ", 1);
    let wrong = make::all(&texts).unwrap_err();
    assert!(wrong.iter().any(|line| line.starts_with("src/knowledge/instructions.toml: ")));
    assert!(wrong.iter().any(|line| line.starts_with("src/knowledge/flags.toml: source: ")));
}
