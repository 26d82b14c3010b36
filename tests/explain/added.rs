//! Tables that a reader or a team adds: merged over ours, told when they are wrong, harmless.

use std::fmt::Write as _;
use std::sync::Arc;

use layerwise::analysis::Analysis;
use layerwise::build::Options;
use layerwise::explain::{Coverage, Index, explain_by};
use layerwise::knowledge::{Fault, Knowledge, MOST_BYTES, MOST_FILES, TableFile};
use layerwise::runtime::Runtime;
use layerwise::source::LineNumber;
use proptest::prelude::*;

fn table(name: &str, text: &str) -> TableFile {
    TableFile { name: name.to_owned(), text: text.to_owned() }
}

/// What is known with these tables, in which nothing is wrong.
#[track_caller]
fn knowing(tables: &[(&str, &str)]) -> Knowledge {
    let files: Vec<_> = tables.iter().map(|(name, text)| table(name, text)).collect();
    let (knowledge, faults) = Knowledge::with(&files);
    assert_eq!(faults, []);
    knowledge
}

/// The slips of one table: `line:column message | hint`.
fn faults(name: &str, text: &str) -> Vec<String> {
    let (_, faults) = Knowledge::with(&[table(name, text)]);
    let words = |fault: &Fault| {
        let hint = fault.hint.as_deref().map(|hint| format!(" | {hint}")).unwrap_or_default();
        let level = if fault.is_error { "" } else { "(warning) " };
        format!("{}:{} {level}{}{hint}", fault.line, fault.column, fault.message)
    };
    faults.iter().map(words).collect()
}

/// What is said about the tokens of a line, with these tables.
fn said(knowledge: &Knowledge, dockerfile: &str, line: u32) -> String {
    let file = super::read(dockerfile);
    let line = LineNumber::new(line).expect("a line");
    let id = layerwise::explain::instruction_at(&file, line).expect("an instruction");
    let explanation = explain_by(&file, &Index::knowing(knowledge), id);
    let mut out = String::new();
    for token in &explanation.tokens {
        let written = dockerfile.get(token.span.range()).unwrap_or("?");
        let text = layerwise::explain::plain_text(&token.text).replace('\n', " ");
        let _ = writeln!(out, "[{written}] {}: {text}", token.label);
    }
    out
}

const COMMANDS: &str = r#"
source = "The platform team"

[acme]
about = "Talks to the servers of Acme"
operand = "a service"
subs = """
deploy: brings a service to the servers
install <acme>: installs parts of Acme
"""
flags = """
-v --verbose: says what it does
deploy -r --region =: the region that it goes to
"""
aliases = ["acmectl: The older name of acme"]

[git]
flags = """
clone --our-mirror: takes the copy of the house
"""
"#;

#[test]
fn what_a_team_adds_is_explained_and_ours_stays() {
    let packages = "[acme]\n\"blue red\" = \"a colour of Acme\"\n[os]\n\"acme-libs curl\" = \"ours\"\n[pip]\nacme_sdk = \"the SDK of Acme\"\n[families]\n\"npm:@acme/\" = \"a package of Acme\"\n[prefixes]\n\"acme-font-\" = \"the font {rest} of Acme\"\n";
    let names = "[variables]\n\"ACME_ZONE ACME_AREA\" = \"says where Acme runs\"\n[endings]\nSHARD = \"says which part of the data it has\"\n[images]\n\"registry.acme.example/base/\" = \"an image of the platform team\"\n";
    let other = "[[port]]\nnumber = 7411\nname = \"Acme's door\"\n";
    let knowledge = knowing(&[
        ("k/commands-acme.toml", COMMANDS),
        ("k/packages.toml", packages),
        ("k/names.toml", names),
        ("k/ports.toml", other),
        (
            "k/users.toml",
            "[[user]]\nnames = [\"acme\"]\nnumber = 4711\nabout = \"The account of Acme\"\n",
        ),
        ("k/registries.toml", "[\"registry.acme.example\"]\nabout = \"The registry of Acme\"\n"),
    ]);
    let file = "FROM registry.acme.example/base/py:3\n\
                ENV ACME_ZONE=eu DATA_SHARD=1\n\
                RUN acmectl deploy -r eu api && acme install red && git clone --our-mirror --depth 1 x\n\
                RUN pip install acme-sdk && npm install @acme/ui && apt-get install curl acme-libs-dev acme-font-sans\n\
                EXPOSE 7411\n\
                USER acme\n";
    for (line, expected) in [
        (1, "The registry of Acme."),
        (1, "It is an image of the platform team."),
        (2, "It says where Acme runs."),
        (2, "By its name it says which part of the data it has."),
        (3, "[acmectl] command: The older name of acme."),
        (3, "[deploy] sub-command: Brings a service to the servers."),
        (3, "[-r] flag: The region that it goes to."),
        (3, "[red] package: red: a colour of Acme."),
        (3, "[--our-mirror] flag: Takes the copy of the house."),
        (3, "[--depth] flag: "),
        (4, "[acme-sdk] package: acme-sdk: the SDK of Acme."),
        (4, "[@acme/ui] package: @acme/ui: a package of Acme."),
        (4, "[curl] package: curl: ours."),
        (4, "compiled against (headers and link files) of: ours."),
        (4, "acme-font-sans: the font sans of Acme."),
        (5, "7411 is the usual port of Acme's door."),
        (6, "the account of Acme."),
    ] {
        let said = said(&knowledge, file, line);
        assert!(said.contains(expected), "{expected}\n{said}");
    }
    let parsed = super::read(file);
    let known = |knowledge: &Knowledge| -> usize {
        Coverage::of(&parsed, knowledge).counts.values().map(|count| count.known).sum()
    };
    assert!(known(&knowledge) > known(&Knowledge::default()));
    let ours = said(&Knowledge::default(), file, 3);
    assert!(ours.contains("acmectl: not in layerwise's tables"), "{ours}");
}

#[test]
fn the_nearest_table_goes_before_the_others() {
    let near = ("a/names.toml", "[variables]\nZONE = \"is near\"\n");
    let far = ("b/names.toml", "[variables]\nZONE = \"is far\"\nAREA = \"is far\"\n");
    let knowledge = knowing(&[near, far]);
    assert_eq!(knowledge.variable("ZONE").expect("known").about, "is near");
    assert_eq!(knowledge.variable("AREA").expect("known").about, "is far");
    let near = ("a/commands.toml", "[git]\nflags = \"clone --one: is near\"\n");
    let far = ("b/commands.toml", "[git]\nflags = \"clone --one: is far\\nclone --two: is far\"\n");
    let knowledge = knowing(&[near, far]);
    let git = knowledge.command("git").expect("known");
    let about = |flag: &str| git.entry.flag("clone", flag).first().map(|it| it.about.clone());
    assert_eq!(about("--one").as_deref(), Some("is near"));
    assert_eq!(about("--two").as_deref(), Some("is far"));
    assert!(about("--depth").is_some());
}

const IMAGES: &str = r#"
source = "platform/images at 1a2b3c"
as_of = "2026-11-01"

[[image]]
repo = "registry.acme.example/base/python"

[[image.variant]]
match = "^3"
os = "debian"
user = "app"
workdir = "/srv"
sh = "dash"
lacks = "curl"
"#;

#[test]
fn an_image_of_the_house_is_known_as_far_as_its_table_says() {
    let knowledge = knowing(&[("images.toml", IMAGES)]);
    let file = Arc::new(super::read("FROM registry.acme.example/base/python:3.12\nRUN x\n"));
    let analysis = Analysis::knowing(file, Options::default(), knowledge);
    let runtime = Runtime::of(&analysis).expect("a target");
    assert_eq!(runtime.user.value().expect("known").name, "app");
    assert_eq!(runtime.directory.value().map(String::as_str), Some("/srv"));
    // What the table does not say is not known, and never taken for unset.
    assert!(runtime.argv.value().is_none(), "{:?}", runtime.argv);
    assert!(runtime.ports.value().is_none(), "{:?}", runtime.ports);
}

#[test]
fn slips_are_told_with_their_place() {
    let commands = "[acme]\nabuot = \"x\"\n";
    assert_eq!(
        faults("commands.toml", commands),
        [
            "2:1 unknown field `abuot`, expected one of `about`, `operand`, `style`, `packages`, `flags`, `subs`, `aliases` | did you mean about?"
        ]
    );
    assert_eq!(
        faults("comands.toml", "x = 1"),
        ["1:1 \"comands\" is no kind of table | did you mean commands?"]
    );
    assert_eq!(
        faults("names.toml", "[variabels]\nA = \"x\"\n"),
        ["1:2 a table of names holds no \"variabels\" | did you mean variables?"]
    );
    assert_eq!(
        faults("packages.toml", "[pipp]\nx = \"y\"\n"),
        ["1:2 no command takes packages of the kind \"pipp\" | did you mean pip?"]
    );
    assert_eq!(
        faults(
            "commands.toml",
            "[x]\nabout = \"y.\"\nsubs = \"\"\"\nrun: runs\n\"\"\"\nflags = \"\"\"\n-a: one\nno flag\nrunn -b: two\n\"\"\"\n"
        ),
        [
            "2:9 (warning) the text ends with a full stop | layerwise puts the text into a sentence and ends it",
            "8:1 \"no flag\" is no flag | as in: -o --output =: writes to this file",
            "9:1 x has no sub-command runn | did you mean run?",
        ]
    );
    assert_eq!(
        faults("commands.toml", "[x]\noperand = \"y\"\n"),
        ["1:2 x has no about: what does it do?"]
    );
    assert_eq!(faults("ports.toml", "[[port]]\nnumber = 70000\nname = \"x\"\n").len(), 1);
    assert_eq!(faults("names.toml", "[variables\nA = 1\n")[0].split(' ').next(), Some("1:11"));
    let images = "[[image]]\nrepo = \"a b\"\n[[image.variant]]\nos = \"debian\"\n";
    assert_eq!(faults("images.toml", images), ["1:1 \"a b\" is no name of an image"]);
    let images = "[[image]]\nrepo = \"a\"\n[[image.variant]]\nmatch = \"(\"\n";
    assert!(faults("images.toml", images)[0].contains("no regular expression"));
}

#[test]
fn what_is_wrong_is_left_out_and_the_rest_counts() {
    let text = "[variables]\nA = \"is a\"\nB = 1\nC = \"\"\nD = \"x\\u001b[31m\"\n";
    let (knowledge, faults) = Knowledge::with(&[table("names.toml", text)]);
    assert_eq!(faults.len(), 3, "{faults:?}");
    assert_eq!(knowledge.variable("A").expect("known").about, "is a");
    assert_eq!(knowledge.variable("B"), None);
    assert_eq!(knowledge.variable("D"), None);
}

#[test]
fn no_text_of_a_table_brings_a_control_character() {
    for (name, text) in [
        ("images.toml", "[[image]]\nrepo = \"a\"\n[[image.variant]]\nos = \"x\\u001b[31m\"\n"),
        ("images.toml", "[[image]]\nrepo = \"a\"\n[[image.variant]]\ncmd = [\"x\\u001b\"]\n"),
        ("commands.toml", "[a]\nabout = \"b\"\naliases = [\"c: d\\u001b[31m\"]\n"),
        ("commands.toml", "[a]\nabout = \"b\"\nflags = \"-c: d\\u001b[31m\"\n"),
        ("ports.toml", "[[port]]\nnumber = 1\nname = \"x\\u001b\"\n"),
    ] {
        assert!(faults(name, text)[0].contains("control character"), "{name}: {text}");
    }
}

#[test]
fn nothing_is_too_large_or_too_deep() {
    let large = format!("[variables]\nA = \"{}\"\n", "x".repeat(MOST_BYTES));
    assert!(faults("names.toml", &large)[0].contains("larger than 512 KiB"));
    let deep = format!("[variables]\nA = {}1{}\n", "[".repeat(50_000), "]".repeat(50_000));
    assert!(!faults("names.toml", &deep).is_empty());
    let dotted = format!("[variables]\n{}a = 1\n", "a.".repeat(50_000));
    assert!(!faults("names.toml", &dotted).is_empty());
    let many: Vec<_> = (0..=MOST_FILES).map(|at| table(&format!("names-{at}.toml"), "")).collect();
    let (_, faults) = Knowledge::with(&many);
    assert!(faults[0].message.contains("more than 64 tables"));
    let wrong = "x = 1\n".to_owned()
        + &(0..5_000).fold(String::new(), |text, at| text + &format!("a{at} = 1\n"));
    assert_eq!(self::faults("ports.toml", &wrong).len(), 100);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_table_makes_an_explanation_panic_or_holds_a_control_character(
        kind in prop::sample::select(vec!["commands", "packages", "names", "images", "ports", "users", "registries"]),
        head in prop::sample::select(vec!["[variables]", "[os]", "[git]", "[[image]]", "[[port]]", "[[user]]", "[images]", ""]),
        key in prop::sample::select(vec!["about", "flags", "subs", "aliases", "repo", "A", "\"a b\"", "number", "names", "match"]),
        value in "\\PC{0,30}",
        raw in "[a-z\\[\\]=\"'{}\n.# ]{0,60}",
    ) {
        let quoted = value.replace(['\\', '"'], "");
        let text = format!("{head}\n{key} = \"{quoted}\"\n{raw}\n");
        let (knowledge, _) = Knowledge::with(&[table(&format!("{kind}.toml"), &text)]);
        for line in 1..=3 {
            let said = said(&knowledge, "FROM alpine\nENV A=1\nRUN git clone x && apk add os A\n", line);
            prop_assert!(said.chars().all(|it| it == '\n' || !it.is_control()), "{:?}", said);
        }
    }
}

/// The examples of `docs/knowledge.md`, as files.
#[test]
fn the_documented_forms_are_those_that_are_read() {
    let page = include_str!("../../docs/knowledge.md");
    let mut files = Vec::new();
    for example in page.split("```toml\n").skip(1) {
        let example = example.split("```").next().expect("an example");
        let name = example.lines().next().and_then(|line| line.strip_prefix("# "));
        files.push(table(name.expect("the name of a file"), example));
    }
    assert_eq!(files.len(), 7);
    let (knowledge, faults) = Knowledge::with(&files);
    assert_eq!(faults, []);
    for name in
        ["acme2", "acme-libs2", "pip:acme-sdk", "ACME_AREA", "7411", "registry.acme.example"]
    {
        assert!(!knowledge.show(name).is_empty(), "{name}");
    }
}
