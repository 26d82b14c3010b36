//! Whatever is edited: evaluating again gives what evaluating the whole gives.

use super::super::assume::{Assumption, Origin, Table};
use super::super::image::ImageConfig;
use super::super::{Bases, Build, Options, Scope, evaluate, evaluate_again, facts};
use super::*;
use crate::dockerfile::{Dockerfile, parse, parse_again};
use crate::source::Source;

/// What stages start from. Some set variables that others do not set.
const IMAGES: &[&str] = &["python:3.13-slim", "python:3.9", "known:1", "known:2", "scratch", "a"];

/// What files are put together from; first the FROMs.
const LINES: &[&str] = &[
    "FROM python:3.13-slim AS base",
    "FROM python:3.9 AS other",
    "FROM base AS next",
    "FROM base",
    "FROM scratch",
    "FROM unknown:1 AS last",
    "FROM --platform=$BUILDPLATFORM golang AS tools",
    "FROM known:1 AS known",
    "FROM known:2",
    "ARG A=1",
    "ARG B",
    "ARG C=$A D=${B:-x}",
    "ARG TARGETARCH",
    "ENV A=2",
    "ENV PATH=/opt/bin:$PATH",
    "ENV E=$A F=\"$B x\"",
    "ENV G=a",
    "ENV H=b I=c",
    "ENV API_TOKEN=x",
    "ENV old form",
    "LABEL a=$A",
    "RUN make",
    "RUN echo $A ${B}",
    "RUN echo \"$UNSET\" && make",
    "RUN [\"make\", \"$A\"]",
    "RUN --mount=type=cache,target=/x make",
    "RUN --mount=type=bind,from=base,target=/y make",
    "RUN --network=none make check",
    "RUN <<EOF\necho $A\nEOF",
    "COPY a b /x/",
    "COPY a ./b",
    "COPY $A $UNSET /x/",
    "COPY --chown=$A:1 a .",
    "COPY --chmod=0$A a .",
    "COPY --link a /x",
    "COPY --from=base /a /b",
    "COPY --from=nginx /a /b",
    "COPY <<E /x\nhello $A\nE",
    "ADD https://example.com/a.tar.gz /x/",
    "ADD --unpack=true a.tar /x",
    "# check=skip=all\nCOPY $UNSET .",
    "WORKDIR /app",
    "WORKDIR sub",
    "WORKDIR $A/x",
    "USER app",
    "USER $A",
    "SHELL [\"/bin/bash\", \"-c\"]",
    "CMD make",
    "ENTRYPOINT [\"x\"]",
    "EXPOSE $A 80",
    "VOLUME /data",
    "HEALTHCHECK CMD curl x",
    "STOPSIGNAL $A",
    "ONBUILD RUN echo $A",
    "# a comment",
    "run make",
];

/// How many of them are FROMs.
const FROMS: usize = 9;

/// Numbers that look like chance and are the same each time (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }

    fn line(&mut self) -> String {
        // Instructions of a stage more often than FROM.
        let first = if self.below(6) == 0 { 0 } else { FROMS };
        LINES[first + self.below(LINES.len() - first)].to_owned()
    }

    fn file(&mut self) -> Vec<String> {
        let count = 3 + self.below(14);
        let start = LINES[self.below(FROMS)].to_owned();
        std::iter::once(start).chain((0..count).map(|_| self.line())).collect()
    }

    fn edit(&mut self, lines: &mut Vec<String>) {
        let at = self.below(lines.len());
        match self.below(6) {
            0 => lines.insert(at, self.line()),
            1 if lines.len() > 2 => drop(lines.remove(at)),
            2 if lines.len() > 2 => {
                let other = self.below(lines.len());
                lines.swap(at, other);
            }
            3 => lines[at] += " # longer",
            4 => {
                let froms = lines.iter_mut().filter(|line| line.starts_with("FROM "));
                let mut froms: Vec<&mut String> = froms.collect();
                let at = self.below(froms.len());
                if let Some(from) = froms.get_mut(at) {
                    let words = from.split_once(" AS ").map(|(_, name)| name.to_owned());
                    let name = words.map(|name| format!(" AS {name}")).unwrap_or_default();
                    **from = format!("FROM {}{name}", IMAGES[self.below(IMAGES.len())]);
                }
            }
            _ => lines[at] = self.line(),
        }
    }

    fn options(&mut self) -> Options {
        let mut options = Options { table: Some(table()), bases: bases(), ..Options::default() };
        if self.below(3) == 0 {
            options.scope = Scope::EveryStage;
        }
        for (name, value) in [("A", "7"), ("http_proxy", "x"), ("BUILDKIT_MULTI_PLATFORM", "1")] {
            if self.below(4) == 0 {
                options.arguments.insert(name.to_owned(), value.to_owned());
            }
        }
        options
    }
}

/// Two images of which everything is known, one with other variables than the other.
fn bases() -> Bases {
    let first = r#""known:1": {"Env": ["PATH=/k", "A=k", "G=k"]}"#;
    let second = r#""known:2": {"Env": ["G=l", "PATH=/k", "F=l", "H=l", "G=k"]}"#;
    Bases::from_json(&format!("{{{first}, {second}}}")).unwrap()
}

/// Knows two images, one with other variables than the other.
fn table() -> Table {
    Table::new(|reference, _| {
        let name = reference.to_string();
        let (env, variables): (&[&str], &[&str]) = match () {
            () if name.contains("python:3.9") => (&["PATH=/a", "LANG=C"], &["PATH", "LANG", "B"]),
            () if name.contains("python") => (&["PATH=/b"], &["PATH", "UNSET"]),
            () => return None,
        };
        let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let config = ImageConfig { env: own(env).into(), ..ImageConfig::default() };
        let origin = Origin { image: name, ..Origin::default() };
        let known = ["User", "WorkingDir", "Shell"].into();
        Some(Assumption { config, known, variables: own(variables), origin })
    })
}

fn source(text: &str) -> Arc<Source> {
    Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec()))
}

/// Everything that a build tells, and what it keeps for the next one.
fn shown(build: &Build) -> String {
    let facts = serde_json::to_string(&facts(build)).unwrap_or_default();
    let Build { failure, warnings, possible_warnings, stages, needs, images, after, steps, .. } =
        build;
    let said = (failure, warnings, possible_warnings, needs, images, after, steps);
    let steps: Vec<_> = steps.iter().map(|step| (step, &step.origin, &step.unknown)).collect();
    let stages: Vec<_> = stages
        .iter()
        .map(|stage| {
            let Stage {
                name, label, settings, setters, image, added, state, trace, extent, ..
            } = stage;
            // What the variables of a RUN are kept in shows no order of theirs.
            let history = super::super::facts::history(added.history.written());
            let history = serde_json::to_string(&history);
            let added = (&added.deciders, &added.labels, &added.exposed_ports, history);
            let variables: Vec<_> = state.environment.iter().collect();
            let trace: Vec<_> = trace.written().iter().map(|it| it.did).collect();
            format!(
                "{:?}",
                (name, label, settings, setters, image, added, variables, trace, extent)
            )
        })
        .collect();
    format!("{facts}\n{said:?}\n{steps:?}\n{stages:#?}")
}

/// Evaluates each text after the one before; gives how many steps were taken over.
fn check(texts: &[String], options: &Options) -> usize {
    let mut file = parse(source(&texts[0]));
    let mut build = evaluate_again(&file, options, None);
    let mut kept = 0;
    for text in &texts[1..] {
        let words = |build: &Build| -> Vec<_> {
            build.steps.iter().filter_map(|step| step.argv.clone()).collect()
        };
        let former = words(&build);
        file = parse_again(source(text), Arc::new(file));
        let again = evaluate_again(&file, options, Some(build));
        let whole: Dockerfile = parse(source(text));
        let wanted = evaluate_again(&whole, options, None);
        assert_eq!(shown(&again), shown(&wanted), "{texts:#?}\n{options:?}");
        assert_eq!(
            serde_json::to_string(&facts(&again)).ok(),
            serde_json::to_string(&facts(&evaluate(&whole, options))).ok(),
        );
        let is_former = |it: &&Arc<Vec<String>>| former.iter().any(|old| Arc::ptr_eq(old, it));
        kept += words(&again).iter().filter(is_former).count();
        build = again;
    }
    kept
}

#[test]
fn any_edit_gives_the_build_of_the_whole() {
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    let mut kept = 0;
    for _ in 0..1_500 {
        let options = chance.options();
        let mut lines = chance.file();
        let mut texts = vec![lines.join("\n")];
        for _ in 0..5 {
            for _ in 0..1 + chance.below(4) / 3 {
                chance.edit(&mut lines);
            }
            texts.push(lines.join("\n"));
        }
        kept += check(&texts, &options);
    }
    assert!(kept > 1_500, "only {kept} commands were taken over");
}

#[test]
fn what_did_not_change_is_taken_over() {
    let long = |from: &str, run: &str| {
        let middle = "ENV A=1\nCOPY a /b\nRUN make\n".repeat(20);
        format!("FROM {from} AS base\n{middle}{run}\n{middle}WORKDIR /x\nRUN last\n")
    };
    let check = |old: String, new: String| check(&[old, new], &Options::default());
    // The changed one is new; a former one more or less changes nothing for the others.
    assert_eq!(check(long("a", "RUN b"), long("a", "RUN longer")), 41);
    assert_eq!(check(long("a", "RUN b"), long("a", "")), 41);
    assert_eq!(check(long("a", ""), long("a", "RUN b\nCOPY c /d")), 41);
    // Another image with the same variables, as far as is known.
    assert_eq!(check(long("a", ""), long("longer:1", "")), 41);
    // Behind another variable, all that uses none.
    assert_eq!(check(long("a", "ENV B=1"), long("a", "ENV B=2")), 41);
    assert_eq!(check(long("a", "ENV B=1\nRUN $B"), long("a", "ENV B=2\nRUN $B")), 41);
    // Behind another argument, nothing.
    assert_eq!(check(long("a", "ARG B=1"), long("a", "ARG B=2")), 20);
}

/// The states of a build, which stay as they are when the next one is made of it.
fn environments(build: &Build) -> Vec<Environment> {
    build.after.iter().map(|after| after.state.environment.clone()).collect()
}

#[test]
fn what_a_stage_set_is_taken_over_on_another_base() {
    let middle: String = (0..20).map(|at| format!("ENV N{at}=1\nRUN make\nUSER a\n")).collect();
    let text = |from: &str, last: &str| {
        format!("FROM {from} AS base\n{middle}FROM base\nENV A=1\nRUN make\nARG B=1\nRUN {last}\n")
    };
    let options = Options { bases: bases(), ..Options::default() };
    let texts = [text("known:1", "a"), text("known:2", "a"), text("known:2", "b")];
    check(&texts, &options);
    let first = parse(source(&texts[0]));
    let build = evaluate_again(&first, &options, None);
    let old = environments(&build);
    let second = parse_again(source(&texts[1]), Arc::new(first));
    let build = evaluate_again(&second, &options, Some(build));
    let other = environments(&build);
    // Every variable that the stages set is the former one.
    let is_kept = |(old, new): (&Environment, &Environment), name: &str| match old.get(name) {
        Some(old) => new.get(name).is_some_and(|new| std::ptr::eq(old, new)),
        None => new.get(name).is_none(),
    };
    let pairs = || old.iter().zip(&other);
    // Where the second stage begins, and how far it goes.
    let (start, end) = (1 + 2 * 20, 1 + 2 * 20 + 3);
    assert_eq!((old.len(), other.len()), (end, end));
    for number in 0..20 {
        let name = format!("N{number}");
        assert!(pairs().take(start).all(|pair| is_kept(pair, &name)), "{name}");
    }
    assert!(pairs().skip(start + 1).all(|pair| is_kept(pair, "A")));
    assert!(pairs().all(|(old, new)| old.get("H").is_none() && new.get("H").is_some()));
    // What the second stage begins with is not put together again.
    let third = parse_again(source(&texts[2]), Arc::new(second));
    let again = environments(&evaluate_again(&third, &options, Some(build)));
    assert_eq!(again.len(), end);
    for at in start..start + 2 {
        assert!(other[at].is_certainly(&again[at]));
    }
}

#[test]
fn variables_name_what_sets_them_on_another_base() {
    let text = |from: &str, declared: &str| {
        format!("FROM {from}\nARG Q\n{declared}ENV X=1\nENV Y=1\nRUN make\n")
    };
    // Declaring it again sets nothing and counts all the same.
    let texts = [text("known:1", ""), text("known:2", "ARG Q\n"), text("known:1", "")];
    check(&texts, &Options { bases: bases(), ..Options::default() });
}

#[test]
fn directories_users_and_labels_are_taken_over() {
    let text = |from: &str| {
        let middle = "WORKDIR /x\nUSER app\nLABEL a=b\nRUN make\n".repeat(20);
        format!("FROM {from}\n{middle}")
    };
    let texts = [text("a"), text("longer:1")];
    // Each RUN, and so what stands between them.
    assert_eq!(check(&texts, &Options::default()), 20);
    let before = parse(source(&texts[0]));
    let former = evaluate_again(&before, &Options::default(), None);
    let directories = |build: &Build| -> Vec<Arc<str>> {
        build.after.iter().map(|after| Arc::clone(&after.state.directory.value)).collect()
    };
    let old = directories(&former);
    let file = parse_again(source(&texts[1]), Arc::new(before));
    let new = directories(&evaluate_again(&file, &Options::default(), Some(former)));
    let is_kept = |new: &&Arc<str>| !new.is_empty() && old.iter().any(|old| Arc::ptr_eq(old, new));
    // The first WORKDIR of a stage is always asked anew, and the USER behind it keeps its word.
    assert_eq!((new.iter().filter(is_kept).count(), new.len()), (38, 41));
}
