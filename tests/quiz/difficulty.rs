//! What a quiz asks of a reader, by the reader's record.

use layerwise::lesson::{Generator, QuestionKind};
use layerwise::quiz::Level;
use layerwise::quiz::generate::Material;
use layerwise::quiz::paper::{Posed, Wish, of_file};

use super::{analysis, folder, known_bases};

const FILE: &str = "\
ARG VERSION=1
FROM team/base:3 AS base
ARG MODE=dev
ENV MODE=prod NAME=$MODE
RUN useradd app
USER app
WORKDIR /srv
FROM base
ARG VERSION
RUN cd /opt && make
RUN echo $MODE $NAME $VERSION
USER 10001
RUN id
CMD [\"serve\", \"$MODE\"]
";

/// What is asked of a reader of this level.
fn asked(level: Level, generators: &[Generator]) -> Vec<Posed> {
    let analysis = analysis(FILE.as_bytes(), known_bases());
    let snapshot = folder();
    let material = Material { analysis: &analysis, snapshot: Some(&snapshot) };
    let level = |_: &str| level;
    let wish = Wish { count: 30, seed: 4, generators, skills: &[], level: &level };
    of_file(&material, &wish).questions
}

/// How many wrong answers each question offers.
fn wrong(posed: &[Posed]) -> Vec<usize> {
    let count = |it: &Posed| it.made.as_ref().unwrap().generated.beliefs.iter().flatten().count();
    posed.iter().map(count).collect()
}

#[test]
fn who_is_new_is_asked_first_what_has_fewest_ways_to_be_wrong() {
    let new = wrong(&asked(Level::New, &[Generator::VarValue]));
    assert!(new.len() > 2 && new.iter().min() != new.iter().max(), "{new:?}");
    // The value in a line, then that in the container: each from few to many.
    let kinds = asked(Level::New, &[Generator::VarValue]);
    for skill in ["variables.value", "variables.runtime"] {
        let of_skill: Vec<Posed> = kinds
            .iter()
            .filter(|it| it.question.skill.as_deref() == Some(skill))
            .cloned()
            .collect();
        assert!(wrong(&of_skill).is_sorted(), "{:?}", wrong(&of_skill));
    }
}

#[test]
fn who_knows_it_types_the_value_instead_of_choosing_it() {
    let values = [Generator::VarValue, Generator::UserAtLine, Generator::CwdAtLine];
    let is_typed = |it: &Posed| matches!(it.question.kind, QuestionKind::Short { .. });
    for level in [Level::New, Level::Growing] {
        let asked = asked(level, &values);
        assert!(!asked.is_empty() && !asked.iter().any(is_typed), "{level:?}");
    }
    let firm = asked(Level::Firm, &values);
    let typed = firm.iter().filter(|it| is_typed(it)).count();
    assert!(typed >= 4, "{typed} of {}", firm.len());
    for posed in firm.iter().filter(|it| is_typed(it)) {
        // The same question with another way to answer, which costs more tries.
        let made = &posed.made.as_ref().unwrap().generated.question;
        assert_eq!((&posed.question.id, &posed.question.prompt), (&made.id, &made.prompt));
        assert!(posed.question.tries > made.tries && posed.question.hash != made.hash);
    }
}
