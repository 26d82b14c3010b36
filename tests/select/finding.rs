//! Which instructions a selector chooses.

use crate::support::spent::Spent;
use layerwise::select::{Selector, World};

use super::file;

/// The first lines of the instructions that the selector chooses.
#[track_caller]
fn lines(text: &str, selector: &str) -> Vec<u32> {
    let file = file(text);
    let selector = Selector::parse(selector).unwrap_or_else(|error| panic!("{selector}: {error}"));
    let line = |id: layerwise::dockerfile::InstructionId| {
        file.instructions[id.0 as usize].lines.first.get()
    };
    selector.find(&World::of(&file)).into_iter().map(line).collect()
}

/// Checks each selector against the lines that it should choose.
#[track_caller]
fn check(text: &str, expected: &[(&str, &[u32])]) {
    for (selector, expected) in expected {
        assert_eq!(lines(text, selector), *expected, "{selector}");
    }
}

const PYTHON: &str = r#"ARG VERSION=3.12
FROM python:3.12-slim AS Builder
WORKDIR /app
COPY . .
RUN apt-get update && apt-get install -y --no-install-recommends curl=7.* git
RUN --mount=type=cache,target=/root/.cache pip install -r requirements.txt
FROM python
COPY --from=builder --chown=app /app /app
ENV PORT 8000
ENV A=1 B="two words"
EXPOSE 8080/tcp 9000
USER app
CMD python app.py
CMD ["python", "app.py"]
"#;

#[test]
fn types_lists_and_stages() {
    check(
        PYTHON,
        &[
            ("FROM", &[2, 7]),
            ("from", &[2, 7]),
            ("ARG, USER, FROM", &[1, 2, 7, 12]),
            ("*", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]),
            ("stage(final) *", &[7, 8, 9, 10, 11, 12, 13, 14]),
            ("stage(!final) *", &[2, 3, 4, 5, 6]),
            ("stage(target) FROM", &[7]),
            ("stage(BUILDER) COPY", &[4]),
            ("stage(0) COPY", &[4]),
            ("stage(1) COPY", &[8]),
            ("stage(nothing) COPY", &[]),
            ("stage(from(python)) COPY", &[4, 8]),
            ("stage(from(python:3.12-slim)) COPY", &[4]),
            ("HEALTHCHECK", &[]),
        ],
    );
}

#[test]
fn keys_of_each_instruction() {
    check(
        PYTHON,
        &[
            ("FROM[tag]", &[2]),
            ("FROM[tag^=3.12]", &[2]),
            ("FROM[tag$=slim]", &[2]),
            ("FROM[tag*=12]", &[2]),
            ("FROM:not([tag])", &[7]),
            ("FROM[tag]:not([tag=latest])", &[2]),
            ("FROM[tag!=latest]", &[2, 7]),
            ("FROM[image=python]", &[2, 7]),
            ("FROM[image='python:3.12-slim']", &[2]),
            ("FROM[as=builder]", &[2]),
            ("FROM[as]", &[2]),
            ("FROM[digest]", &[]),
            ("FROM[parent]", &[]),
            ("COPY[--from]", &[8]),
            ("COPY[--from=BUILDER]", &[8]),
            ("COPY[--chown=app]", &[8]),
            ("COPY:not([--from])", &[4]),
            ("COPY[src=.]", &[4]),
            ("COPY[src='/app'][dest=\"/app\"]", &[8]),
            ("RUN[--mount.type=cache]", &[6]),
            ("RUN[--mount.target=\"/root/.cache\"]", &[6]),
            ("RUN[--mount.type=secret]", &[]),
            ("RUN[cmd=apt-get]", &[5]),
            ("RUN[cmd='apt-get install']", &[5]),
            ("RUN[cmd='apt-get remove']", &[]),
            ("RUN[cmd~=install]", &[5, 6]),
            ("RUN[cmd~=inst]", &[]),
            ("RUN[cmd*=inst]", &[5, 6]),
            ("RUN[cmd=/^pip3? install/]", &[6]),
            ("RUN[pkg=curl]", &[5]),
            ("RUN[pkg='curl=7.*']", &[5]),
            ("RUN[pkg=git]", &[5]),
            ("RUN[pkg=requirements.txt]", &[]),
            ("ENV[form=legacy]", &[9]),
            ("ENV[key=B][value='two words']", &[10]),
            ("ENV[key=PORT]", &[9]),
            ("EXPOSE[port=8080]", &[11]),
            ("EXPOSE[port='8080/TCP']", &[11]),
            ("EXPOSE[port=9000]", &[11]),
            ("USER[value=app]", &[12]),
            ("WORKDIR[value='/app']", &[3]),
            ("CMD[form=shell]", &[13]),
            ("CMD[form=exec]", &[14]),
            ("CMD[cmd=python]", &[13, 14]),
            ("*[line=5]", &[5]),
            ("*[text*=requirements]", &[6]),
            ("*[text=/^(EXPOSE|USER) /]", &[11, 12]),
        ],
    );
}

#[test]
fn pseudos_apply_from_left_to_right() {
    check(
        PYTHON,
        &[
            ("RUN:first", &[5]),
            ("RUN:last", &[6]),
            ("RUN:nth(2)", &[6]),
            ("RUN:nth(3)", &[]),
            ("RUN[cmd=pip]:first", &[6]),
            ("RUN:first[cmd=pip]", &[]),
            ("COPY[src='.']:before(RUN[cmd~=install])", &[4]),
            ("RUN:after(COPY)", &[5, 6]),
            ("RUN:before(COPY)", &[]),
            ("COPY:after(ARG)", &[4, 8]),
            ("CMD:effective", &[14]),
            ("stage(final) CMD:effective", &[14]),
            ("ENV:effective", &[9, 10]),
            ("RUN:not([cmd=pip], [cmd=apt-get])", &[]),
            ("RUN:not(RUN:first)", &[6]),
            ("CMD:not(:effective)", &[13]),
            ("RUN:rule(DL3008)", &[]),
        ],
    );
}

#[test]
fn the_order_counts_along_stages_that_build_on_each_other() {
    let text = "FROM python AS deps\nRUN pip install x\nFROM deps\nCOPY . .\nFROM alpine\nRUN y\n";
    check(
        text,
        &[
            ("RUN:before(COPY)", &[2]),
            ("COPY:after(RUN)", &[4]),
            ("RUN:after(COPY)", &[]),
            ("FROM[parent]", &[3]),
            ("FROM[parent=DEPS]", &[3]),
            ("FROM:not([parent])", &[1, 5]),
            ("stage(from(deps)) *", &[3, 4]),
            ("stage(from(python)) *", &[1, 2, 3, 4]),
        ],
    );
}

#[test]
fn what_takes_effect_is_inherited() {
    let text = "FROM a AS base\nUSER one\nCMD x\nENV A=1\nFROM base AS mid\nENV A=2 B=1\nFROM mid\n\
                ENTRYPOINT y\n";
    check(
        text,
        &[
            ("stage(final) USER:effective", &[2]),
            ("stage(final) USER", &[]),
            ("stage(final) ENV:effective", &[6]),
            ("stage(mid) CMD:effective", &[3]),
            // An ENTRYPOINT drops the CMD that the stage inherits.
            ("stage(final) CMD:effective", &[]),
            ("CMD:effective", &[3]),
        ],
    );
}

#[test]
fn variables_hide_values() {
    let text = "ARG V\nFROM python:${V}\nFROM $BASE\nCOPY $SRC/app /srv/$DIR\nENV A=$B\n";
    check(
        text,
        &[
            ("FROM[image=python]", &[2]),
            ("FROM[tag]", &[2]),
            ("FROM[tag=latest]", &[]),
            ("FROM:not([tag=latest])", &[]),
            ("FROM:not([digest])", &[]),
            ("COPY[src='$SRC/app']", &[4]),
            ("COPY[dest^='/srv/']", &[4]),
            ("COPY[dest^='/opt/']", &[]),
            ("COPY:not([dest^='/opt/'])", &[4]),
            ("ENV[value=x]", &[]),
            ("ENV:not([value=x])", &[]),
        ],
    );
}

#[test]
fn forms_heredocs_and_what_onbuild_holds() {
    let text = "FROM a\nRUN <<EOF\napt-get install -y jq\nEOF\nCOPY <<A /x\nhello\nA\nRUN [\"sh\", \"-c\", \
                \"curl x | tar x\"]\nONBUILD RUN make\nHEALTHCHECK CMD curl localhost\nSHELL [\"a\", \"b\"]\n\
                CMD ['x']\n";
    check(
        text,
        &[
            ("*[form=heredoc]", &[2, 5]),
            ("RUN[cmd='apt-get install']", &[2]),
            ("RUN[pkg=jq]", &[2]),
            ("RUN[text*=jq]", &[2]),
            ("COPY[src]", &[]),
            ("RUN[cmd=tar]", &[8]),
            ("ONBUILD[cmd=make]", &[9]),
            ("RUN[cmd=make]", &[]),
            ("HEALTHCHECK[cmd=curl]", &[10]),
            ("CMD[form=shell]", &[12]),
            ("*[line=3]", &[2]),
        ],
    );
}

#[test]
fn only_what_a_shell_reads_is_a_command() {
    let text = "FROM a\nRUN python3 <<EOF\nprint x\nEOF\nRUN bash -ex <<EOF\nmake x\nEOF\nRUN <<EOF\n\
                #!/usr/bin/env python3\nimport x\nEOF\nRUN <<EOF\n#!/bin/bash\nmake y\nEOF\n\
                RUN [\"/bin/bash\", \"-exc\", \"make z\"]\nRUN cat <<EOF > f && make w\nx\nEOF\n";
    check(
        text,
        &[
            ("RUN[cmd=make]", &[5, 12, 16, 17]),
            ("RUN[cmd=print]", &[]),
            ("RUN[cmd=import]", &[]),
            ("RUN[cmd=cat]", &[17]),
            ("RUN[cmd=x]", &[]),
        ],
    );
}

#[test]
fn broken_instructions_are_chosen_by_their_problem() {
    let text = "FROM a # b\nRNU x\nENV A 1\n";
    check(
        text,
        &[("*[problem]:first", &[1]), ("*[keyword=RNU]", &[2]), ("*[keyword=/[a-z]/]", &[])],
    );
}

proptest::proptest! {
    #[test]
    fn finding_never_panics(text in "\\PC{0,80}", choice in 0usize..12) {
        let selectors = [
            "*[text~=a]:first", "*[cmd=a]", "RUN[pkg]", "FROM[tag]:not([digest])", "*:effective",
            "*:before(RUN)", "COPY[src]:after(*[problem])", "stage(from(a)) *", "*[form=exec]",
            "ENV[key=/./]:last", "*[--mount.type]", "EXPOSE[port=80]",
        ];
        let text = format!("FROM a\nRUN {text}\nCOPY {text}\nENV {text}\n{text}\n");
        let _ = lines(&text, selectors[choice]);
    }
}

#[test]
fn regular_expressions_search_as_much_as_takes_a_moment() {
    let run = format!("RUN {}\n", "a".repeat(60_000));
    let few = format!("FROM a\n{}", run.repeat(2));
    // Hopeless for a machine that backtracks.
    assert!(lines(&few, "RUN[text=/(a?){10}(a*)*b/]").is_empty());
    assert_eq!(lines(&few, "RUN[text=/^RUN a/]"), [2, 3]);
    let many = file(&format!("FROM a\n{}", run.repeat(100)));
    let selector = Selector::parse("RUN[text=/^RUN a/]").unwrap();
    let world = World::of(&many);
    assert!((50..100).contains(&selector.find(&world).len()));
    assert_eq!(selector.doubt(&world).as_deref(), Some("there is too much text to search"));
}

#[test]
fn a_large_file_takes_linear_time() {
    let stages = "FROM a AS s\nRUN apt-get install x\nCOPY . .\n".repeat(10_000);
    for selector in [
        "RUN:before(COPY)",
        "*:effective",
        "stage(!final) CMD:effective",
        "FROM[parent]",
        "*[problem]",
        "COPY:not(RUN:first):after(FROM)",
    ] {
        let time = Spent::on(|| lines(&stages, selector));
        assert!(time.as_secs() < 20, "{selector}: {time:?}");
    }
}
