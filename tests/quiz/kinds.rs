//! Questions that are answered otherwise than by choosing an option.

use layerwise::analysis::Analysis;
use layerwise::doc::plain_text;
use layerwise::lesson::{Ask, Generator, QuestionKind};
use layerwise::quiz::generate::{Material, generate};
use layerwise::quiz::{Attempt, Draft, Given, Key, Submission};

use super::{analysis, folder, known_bases};

const FILE: &str = "\
FROM team/base:3 AS base
RUN useradd app
USER app

FROM base AS tools
USER root
RUN apt-get update
COPY settings.py /etc/

FROM base
WORKDIR /srv
COPY requirements.txt ./
RUN pip install -r requirements.txt
COPY . .
RUN rm -rf /srv/settings.py
USER 0
COPY --from=tools /x /y
USER web
CMD [\"serve\"]
";

fn of_file() -> Analysis {
    analysis(FILE.as_bytes(), known_bases())
}

/// What is asked and what is right, as text.
fn shown(generator: Generator, analysis: &Analysis) -> String {
    let snapshot = folder();
    let ask = Ask { count: 9, ..Ask::plain(generator) };
    let made = match generate(&ask, &Material { analysis, snapshot: Some(&snapshot) }, 0) {
        Ok(made) => made,
        Err(not_asked) => return format!("not asked: {}\n", not_asked.reason),
    };
    let mut text = String::new();
    for made in &made {
        text += &plain_text(&made.question.prompt, 100);
        match &made.question.kind {
            QuestionKind::Single(choices) | QuestionKind::Multiple(choices) => {
                for choice in choices {
                    let mark = if choice.right { "right" } else { "wrong" };
                    text += &format!("  {mark}: {}\n", choice.text.words());
                }
            }
            QuestionKind::Order(lines) => {
                for line in lines {
                    text += &format!("  {}\n", line.words());
                }
                text += &format!("  or {:?}\n", made.question.orders);
            }
            QuestionKind::Short { answers } => {
                text += &format!("  right: {}\n", answers.join(", "));
                for wrong in &made.question.diagnoses {
                    let feedback = plain_text(&wrong.feedback, 300);
                    text += &format!("  {}: {feedback}", wrong.typed.as_ref().unwrap());
                }
            }
            QuestionKind::Explain { rubric } => {
                for point in rubric {
                    text += &format!("  point: {point}\n");
                }
            }
            QuestionKind::TrueFalse { .. } => panic!("not generated"),
        }
        text += &plain_text(&made.question.explanation, 100);
        text += "\n";
    }
    text
}

#[test]
fn kinds_of_questions() {
    let analysis = of_file();
    let all = [
        Generator::InFinalImage,
        Generator::PointAtLine,
        Generator::CacheOrder,
        Generator::ExplainLine,
    ];
    let text: String = all.map(|it| format!("== {}\n{}", it.name(), shown(it, &analysis))).concat();
    insta::assert_snapshot!(text);
}

#[test]
fn what_is_not_asked() {
    for text in
        ["FROM scratch\n", "FROM a\nRUN x\n", "FROM a\nUSER b\nCOPY . .\nRUN pip install x\n"]
    {
        let analysis = analysis(text.as_bytes(), known_bases());
        for it in [Generator::InFinalImage, Generator::PointAtLine, Generator::CacheOrder] {
            assert!(shown(it, &analysis).starts_with("not asked: "), "{text} {it:?}");
        }
    }
}

#[test]
fn a_setting_among_the_lines_may_stand_anywhere() {
    let text = "FROM team/base:3\nEXPOSE 80\nCOPY requirements.txt /srv/\n\
                RUN pip install -r /srv/requirements.txt\nCOPY app.py /srv/\n";
    let analysis = analysis(text.as_bytes(), known_bases());
    let snapshot = folder();
    let ask = Ask::plain(Generator::CacheOrder);
    let material = Material { analysis: &analysis, snapshot: Some(&snapshot) };
    let made = generate(&ask, &material, 0).unwrap().remove(0);
    assert_eq!(made.question.orders.len(), 3, "{:?}", made.question.orders);
    let key = Key::new(&made.question);
    for order in &made.question.orders {
        assert!(key.grade(&Given::Order(order.clone())).correct);
    }
    let mut attempt = Attempt::new(&made.question, 1);
    let first = made.question.orders[0].clone();
    attempt.draft = Draft::Order { lines: first, grabbed: false };
    assert!(matches!(attempt.submit(Default::default()), Submission::Graded(it) if it.correct));
}

#[test]
fn an_order_is_asked_for_where_the_list_has_its_whole_path() {
    let text = "FROM team/base:3\nCOPY . /srv\nCOPY requirements.txt /tmp\n\
                RUN pip wheel -w /w -r /tmp/requirements.txt\n";
    let analysis = analysis(text.as_bytes(), known_bases());
    let shown = shown(Generator::CacheOrder, &analysis);
    let right = "  right: COPY requirements.txt /tmp\n  \
                 right: RUN pip wheel -w /w -r /tmp/requirements.txt\n  right: COPY . /srv\n";
    assert!(shown.contains("COPY . /srv") && !shown.contains("not asked"), "{shown}{right}");
}

#[test]
fn a_value_can_be_typed_and_a_known_slip_is_told() {
    let analysis = of_file();
    let snapshot = folder();
    let material = Material { analysis: &analysis, snapshot: Some(&snapshot) };
    let ask = Ask { count: 9, ..Ask::plain(Generator::UserAtLine) };
    let made = generate(&ask, &material, 0).unwrap();
    let typed: Vec<_> = made.iter().filter_map(|made| made.typed()).collect();
    assert!(!typed.is_empty());
    for question in &typed {
        let QuestionKind::Short { answers } = &question.kind else { panic!() };
        let key = Key::new(question);
        assert!(key.grade(&Given::Text(answers[0].clone())).correct);
        for wrong in &question.diagnoses {
            let given = Given::Text(format!(" {} ", wrong.typed.as_ref().unwrap()));
            assert!(!key.grade(&given).correct);
            assert_eq!(layerwise::quiz::diagnosis(question, &given).unwrap().typed, wrong.typed);
        }
    }
}

#[test]
fn a_directory_is_the_same_with_a_slash_behind_it() {
    let analysis = of_file();
    let snapshot = folder();
    let material = Material { analysis: &analysis, snapshot: Some(&snapshot) };
    let ask = Ask { count: 9, ..Ask::plain(Generator::CwdAtLine) };
    let made = generate(&ask, &material, 0).unwrap();
    let question = made.iter().filter_map(|made| made.typed()).find(|question| {
        let QuestionKind::Short { answers } = &question.kind else { return false };
        answers[0] == "/srv"
    });
    let question = question.expect("a directory to type");
    let grade = |text: &str| Key::new(&question).grade(&Given::Text(text.to_owned())).correct;
    assert!(grade("/srv") && grade("/srv/"));
    assert!(!grade("/") && !grade("srv"));
    let slip = Given::Text("/".to_owned());
    assert!(layerwise::quiz::diagnosis(&question, &slip).is_some());
}

#[test]
fn a_user_is_the_same_without_the_group() {
    let file = "FROM python:3.14-slim\nRUN useradd app\nCOPY --chown=app:app . /srv\n\
                USER app:app\nCMD [\"python\"]\n";
    let analysis = analysis(file.as_bytes(), known_bases());
    let snapshot = folder();
    let material = Material { analysis: &analysis, snapshot: Some(&snapshot) };
    for generator in [Generator::OwnerOfCopy, Generator::UserAtRuntime] {
        let made = generate(&Ask::plain(generator), &material, 0).unwrap();
        let question = made[0].typed().expect("a user to type");
        let grade = |text: &str| Key::new(&question).grade(&Given::Text(text.to_owned())).correct;
        assert!(grade("app:app") && grade("app"), "{generator:?}");
        assert!(!grade("root") && !grade("app:root"), "{generator:?}");
    }
}
