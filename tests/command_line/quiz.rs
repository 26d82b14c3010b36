//! `quiz` and `review`: questions and answers line by line.

use serde_json::Value;

use super::{Bench, bench, with_dockerfile};

const FILE: &str = "\
FROM python:3.13-slim AS base
ENV PORT=80
WORKDIR /srv
RUN useradd --create-home app

FROM base
ARG PORT=8000
COPY requirements.txt .
RUN pip install -r requirements.txt --port $PORT
COPY . .
USER app
CMD [\"flask\", \"run\"]
";

fn shop() -> Bench {
    let bench = with_dockerfile(FILE);
    for name in ["app.py", "requirements.txt", ".env", "notes.md"] {
        bench.write(name, "x\n");
    }
    bench.write(".dockerignore", "*.md\n");
    bench
}

fn questions(bench: &Bench, arguments: &str) -> Vec<Value> {
    let json = bench.run(&format!("quiz --format json {arguments}")).expect(0).json();
    json["questions"].as_array().unwrap().clone()
}

/// The letters of the right options, else what is to be typed.
fn right(question: &Value) -> String {
    let answer = &question["answer"];
    let letters: Vec<char> = "abcdefgijklmnop".chars().collect();
    match answer["kind"].as_str().unwrap() {
        "single" | "multiple" => {
            let options = answer["options"].as_array().unwrap().iter().zip(&letters);
            options.filter(|(option, _)| option["right"] == true).map(|(_, it)| *it).collect()
        }
        "short" => answer["accepted"][0].as_str().unwrap().to_owned(),
        "order" => {
            let shown = answer["shown"].as_array().unwrap();
            let place = |line: &Value| shown.iter().position(|it| it == line).unwrap();
            let right = answer["right"].as_array().unwrap().iter();
            right.map(|line| letters[place(line)]).collect()
        }
        "explain" => "because\nabc".to_owned(),
        other => panic!("{other}"),
    }
}

#[test]
fn the_same_seed_gives_the_same_paper_and_another_another() {
    let bench = shop();
    let paper = |seed: u64| questions(&bench, &format!("--seed {seed} --count 8"));
    assert_eq!(paper(7), paper(7));
    assert_ne!(paper(7), paper(8));
    assert_eq!(paper(7).len(), 8);
}

#[test]
fn right_answers_are_solid_and_go_to_the_log() {
    let bench = shop();
    let paper = questions(&bench, "--seed 7 --count 8");
    let answers: String = paper.iter().map(|question| right(question) + "\n").collect();
    let ran = bench.pipe("quiz --seed 7 --count 8", answers.as_bytes()).expect(0);
    assert!(
        ran.stdout.contains("8 answered: 8 right at the first try, 0 to go over. 0 skipped."),
        "{}",
        ran.stdout
    );
    let log = std::fs::read_to_string(bench.log()).unwrap();
    assert!(log.lines().count() >= 8, "{log}");
    for question in &paper {
        assert!(log.contains(question["id"].as_str().unwrap()), "{log}");
    }
    assert!(!log.contains("useradd"), "nothing of the file is kept");
    let show = bench.run("progress show --format json").expect(0).json();
    assert!(!show["skills"].as_array().unwrap().is_empty());
    assert_eq!(show["due"].as_array().unwrap().len(), 0);
    assert!(bench.run("progress show").expect(0).stdout.contains("\nSkills\n"));
}

#[test]
fn a_wrong_answer_reads_its_belief_and_the_lines_that_decide() {
    let bench = shop();
    let arguments = "--seed 1 --gen owner-of-copy --count 1";
    let [question] = &questions(&bench, arguments)[..] else { panic!("one question") };
    assert_eq!(question["proof"].as_array().unwrap().len(), 1);
    let right = right(question);
    let wrong = ["a", "b", "c"].into_iter().find(|letter| *letter != right).unwrap();
    let input = format!("?\nz\nh\n{wrong}?\n{wrong}\n{right}!\n");
    let ran = bench.pipe(&format!("quiz {arguments}"), input.as_bytes()).expect(0);
    insta::assert_snapshot!(bench.shown(&ran.everything()));
    let log = std::fs::read_to_string(bench.log()).unwrap();
    let confidence = ["not_sure", "\"sure\""];
    for (line, said) in log.lines().zip(confidence) {
        assert!(line.contains(said) && line.contains("\"hints\":1"), "{line}");
    }
}

#[test]
fn the_end_of_the_input_and_q_end_it() {
    let bench = shop();
    for input in [&b""[..], b"s\n", b"q\n", b"s\nq\n", b"\xff\xfe\0\n", &[b'x'; 40_000]] {
        let ran = bench.pipe("quiz --seed 4", input).expect(0);
        assert!(ran.stdout.contains("ended before the last question"), "{}", ran.stdout);
    }
}

#[test]
fn what_cannot_be_asked_is_said() {
    let bench = with_dockerfile("FROM team/base\nCMD [\"x\"]\n");
    let ran = bench.run("quiz --gen user-at-runtime").expect(0);
    assert!(ran.stderr.contains("user.who: "), "{}", ran.stderr);
    let json = bench.run("quiz --gen user-at-runtime --format json").expect(0).json();
    assert_eq!(json["questions"].as_array().unwrap().len(), 0);
    assert_eq!(json["not_asked"][0]["generator"], "user-at-runtime");
    let ran = bench.run("quiz --skill nothing").expect(2);
    assert!(ran.stderr.contains("cache.rules"), "{}", ran.stderr);
    bench.pipe("quiz -", FILE.as_bytes()).expect(2);
    bench.run("quiz --gen nothing").expect(2);
    let json = bench.pipe("quiz - --format json", FILE.as_bytes()).expect(0).json();
    assert!(!json["questions"].as_array().unwrap().is_empty(), "{json}");
}

#[test]
fn a_review_asks_what_is_due_and_mixes_skills() {
    let bench = shop();
    let nothing = bench.run("review").expect(0);
    assert!(nothing.stderr.contains("no question was answered yet"), "{}", nothing.stderr);
    std::fs::create_dir_all(bench.log().parent().unwrap()).unwrap();
    let skills = ["cache.rules", "cache.copy", "user.owner", "from.pinning", "gone.skill"];
    let line = |skill: &&str| {
        format!(
            "{{\"v\":1,\"ts\":1700000000000,\"lesson\":\"quiz\",\"question\":\"{skill}\",\
             \"skill\":\"{skill}\",\"hash\":\"h\",\"seed\":1,\"given\":{{\"choice\":[0]}},\
             \"correct\":true,\"try\":1,\"closed\":true}}\n"
        )
    };
    let log: String = skills.iter().map(line).collect();
    std::fs::write(bench.log(), log).unwrap();
    let json = bench.run("review --seed 2 --format json").expect(0).json();
    let asked: Vec<&str> = json["questions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|question| question["skill"].as_str().unwrap())
        .collect();
    assert_eq!(asked.len(), 4);
    assert!(
        !asked.windows(2).all(|pair| pair[0].starts_with("cache") && pair[1].starts_with("cache"))
    );
    assert_eq!(json["not_asked"][0]["skill"], "gone.skill");
    let written = json["questions"].as_array().unwrap().iter().find(|it| it["lesson"] == "from");
    assert!(written.unwrap()["generator"].is_null());
    let ran = bench.pipe("review --seed 2", b"s\ns\ns\ns\n").expect(0);
    assert!(ran.stdout.contains("4 skipped"), "{}", ran.stdout);
}

#[test]
fn who_knows_a_lesson_need_not_read_it() {
    let bench = shop();
    let arguments = "review --known start --seed 5";
    let json = bench.run(&format!("{arguments} --format json")).expect(0).json();
    let paper = json["questions"].as_array().unwrap();
    assert_eq!(paper.len(), 3, "{json}");
    let wrong = bench.pipe(arguments, b"s\ns\ns\n").expect(0);
    assert!(wrong.stderr.contains("not marked as known"), "{}", wrong.stderr);
    let answers: String = paper.iter().map(|question| right(question) + "\n").collect();
    let ran = bench.pipe(arguments, answers.as_bytes()).expect(0);
    assert!(ran.stderr.contains("counts as done"), "{}", ran.everything());
    let show = bench.run("progress show").expect(0).stdout;
    let line = show.lines().find(|line| line.starts_with("start ")).unwrap();
    assert!(line.contains("known"), "{line}");
    bench.run("review --known nothing").expect(2);
}

#[test]
fn two_machines_come_together_without_loss() {
    let (one, other) = (shop(), shop());
    one.pipe("quiz --seed 1 --count 3", b"a\nb\nc\na\nb\nc\na\nb\nc\n").expect(0);
    other.pipe("quiz --seed 2 --count 3", b"a\nb\nc\na\nb\nc\na\nb\nc\n").expect(0);
    let exported = other.run("progress export").expect(0).stdout;
    one.write("other.jsonl", &exported);
    let own = one.run("progress export").expect(0).stdout;
    let ran = one.run("progress import other.jsonl").expect(0);
    let count = exported.lines().count();
    assert!(ran.stderr.contains(&format!("{count} new, 0 known")), "{}", ran.stderr);
    let both = one.run("progress export").expect(0).stdout;
    assert_eq!(both.lines().count(), own.lines().count() + count);
    assert!(own.lines().chain(exported.lines()).all(|line| both.contains(line)));
    // Again, and the way back, changes nothing more.
    one.run("progress import other.jsonl").expect(0);
    assert_eq!(one.run("progress export").expect(0).stdout, both);
    other.write("one.jsonl", &both);
    other.run("progress import one.jsonl").expect(0);
    assert_eq!(other.run("progress export").expect(0).stdout, both);
    // What is no record stays out, and is said.
    one.write("bad.jsonl", "garbage\n{\"v\":1}\n\u{1b}[31m\n");
    let ran = one.run("progress import bad.jsonl").expect(1);
    assert!(ran.stderr.contains("3 lines are no records"), "{}", ran.stderr);
    assert_eq!(one.run("progress export").expect(0).stdout, both);
    one.run("progress import absent.jsonl").expect(3);
    one.write("own.jsonl", &own);
    let merged = one.run("progress merge own.jsonl other.jsonl").expect(0).stdout;
    assert_eq!(merged, both);
    assert_eq!(bench().run("progress export").expect(0).stdout, "");
}

#[test]
fn the_lines_that_can_be_chosen_are_printed_with_their_numbers() {
    let bench = shop();
    bench.write(
        "Dockerfile",
        "FROM python:3.13-slim AS base\nUSER daemon\nWORKDIR /srv\n\nFROM base\n\
         COPY requirements.txt .\nRUN \\\n    pip install -r requirements.txt\nCOPY . .\n\
         USER app\nCMD flask run\n",
    );
    let ask = |generator: &str, answers: &str| {
        let ran =
            bench.pipe(&format!("quiz --seed 3 --count 1 --gen {generator}"), answers.as_bytes());
        bench.shown(&ran.expect(0).stdout)
    };
    insta::assert_snapshot!(
        [
            ask("point-at-line", "6\n2\n11\n"),
            ask("cache-after-edit", "a\nb\n"),
            ask("cache-order", "abcd\nbcda\ncdab\ndabc\n"),
            ask("pid1", "a\nb\nc\n"),
        ]
        .concat()
    );
}
