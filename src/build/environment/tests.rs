//! Two layers show what one list of variables would.

use super::*;

fn image(variables: &[(&str, &str)]) -> Environment {
    Environment::of_image(variables.iter().copied(), false)
}

/// Sets a stage's variables by lines such as `ENV A=1` and `ARG B=2`; a value `?` is not known.
fn run(stage: usize, environment: &mut Environment, lines: &[&str]) {
    for line in lines {
        let (keyword, pair) = line.split_once(' ').unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        let set_by = SetBy::new(stage, 0);
        let set = Variable { unknown: value == "?", set_by, ..Variable::plain(name, value) };
        match keyword {
            "ENV" => environment.set_in_image(set),
            _ => environment.set(set),
        }
    }
}

fn shown<'a>(variables: impl Iterator<Item = &'a Variable>) -> String {
    let shown = |it: &Variable| format!("{}={}", it.name, if it.unknown { "?" } else { &it.value });
    variables.map(shown).collect::<Vec<_>>().join(" ")
}

/// What is there after the lines of a stage on a base, the image's part of it, and what the next stage
/// begins with.
fn check(stage: usize, base: &Environment, lines: &[&str], wanted: [&str; 3]) -> Environment {
    let mut environment = base.clone();
    run(stage, &mut environment, lines);
    let next = Environment::on(&environment.handed_on());
    assert_eq!(
        [shown(environment.iter()), shown(environment.image()), shown(next.iter())],
        wanted,
        "{lines:?}"
    );
    for environment in [&environment, &next] {
        let unknown = environment.iter().filter(|it| it.unknown).count();
        assert_eq!(environment.count(), environment.iter().count());
        assert_eq!(environment.has_unknown_value(), unknown > 0);
        assert!(environment.names().all(|name| environment.get(name).is_some()));
        assert!(environment.image().all(|it| environment.get_in_image(&it.name) == Some(it)));
    }
    next
}

#[test]
fn a_value_of_the_stage_stands_last_and_in_its_place_of_the_image() {
    let base = image(&[("A", "1"), ("B", "2"), ("C", "3")]);
    check(0, &base, &[], ["A=1 B=2 C=3"; 3]);
    check(0, &base, &["ENV B=4"], ["A=1 C=3 B=4", "A=1 B=4 C=3", "A=1 B=4 C=3"]);
    let new = "A=5 B=2 C=3 Y=1 X=2";
    check(
        0,
        &base,
        &["ENV Y=0", "ENV A=5", "ENV X=2", "ENV Y=1"],
        ["B=2 C=3 A=5 X=2 Y=1", new, new],
    );
    // An image may name one twice; the last is found where that was set.
    let twice = image(&[("A", "1"), ("B", "2"), ("A", "3")]);
    check(0, &twice, &["ENV X=1"], ["B=2 A=3 X=1", "A=3 B=2 X=1", "A=3 B=2 X=1"]);
}

#[test]
fn an_argument_hides_a_variable_of_the_image_for_its_stage() {
    let base = image(&[("A", "1"), ("B", "2")]);
    check(0, &base, &["ARG A=3"], ["B=2 A=3", "A=1 B=2", "A=1 B=2"]);
    check(0, &base, &["ENV A=4", "ARG A=3"], ["B=2 A=3", "A=4 B=2", "A=4 B=2"]);
    check(0, &base, &["ARG A=3", "ENV A=4"], ["B=2 A=4", "A=4 B=2", "A=4 B=2"]);
    check(
        0,
        &base,
        &["ENV X=1", "ARG X=2", "ARG X=3"],
        ["A=1 B=2 X=3", "A=1 B=2 X=1", "A=1 B=2 X=1"],
    );
    check(0, &base, &["ENV X=?", "ARG X=3"], ["A=1 B=2 X=3", "A=1 B=2 X=?", "A=1 B=2 X=?"]);
    check(0, &base, &["ENV A=?", "ENV A=3"], ["B=2 A=3", "A=3 B=2", "A=3 B=2"]);
}

#[test]
fn what_only_an_argument_set_stands_first_in_the_next_stage() {
    let base = image(&[("A", "1")]);
    let next =
        check(0, &base, &["ARG X=1", "ARG Y=2", "ARG A=3"], ["X=1 Y=2 A=3", "A=1", "X=1 Y=2 A=1"]);
    let third =
        check(1, &next, &["ARG Z=4", "ARG X=5"], ["Y=2 A=1 Z=4 X=5", "A=1", "Y=2 Z=4 X=5 A=1"]);
    check(2, &third, &["ENV Z=6", "ARG A=7"], ["Y=2 X=5 Z=6 A=7", "A=1 Z=6", "Y=2 X=5 A=1 Z=6"]);
}

#[test]
fn an_argument_holds_in_its_stage_where_the_image_may_set_more() {
    let base = Environment::of_image([("A", "1")].into_iter(), true);
    let next = check(0, &base, &["ARG A=2", "ARG X=3"], ["A=2 X=3", "A=1", "X=? A=1"]);
    assert!(next.is_open() && !next.is_known());
    let third = check(1, &next, &["ARG X=4"], ["A=1 X=4", "A=1", "X=? A=1"]);
    check(2, &third, &["ENV X=5"], ["A=1 X=5", "A=1 X=5", "A=1 X=5"]);
}

#[test]
fn what_a_stage_set_is_the_same_on_another_base() {
    let lines = ["ENV A=1", "ARG B=2", "ENV C=3", "ENV D=?", "ENV A=4", "ENV D=5"];
    let bases: [&[(&str, &str)]; 4] =
        [&[], &[("A", "0")], &[("X", "0"), ("B", "0")], &[("D", "0"), ("C", "0"), ("A", "0")]];
    for first in bases {
        for second in bases {
            let (mut former, mut present, mut taken) = (image(first), image(second), image(second));
            for line in lines {
                run(0, &mut former, &[line]);
                run(0, &mut present, &[line]);
                let name = line[4..].split('=').next().unwrap();
                taken.take_own(&former, name);
                assert_eq!(taken, present, "{first:?} {second:?} {line}");
                assert_eq!(taken.is_known(), present.is_known());
                assert!(present.share_own(&former) && present.is_certainly(&present.clone()));
                assert!(!former.is_certainly(&present));
            }
        }
    }
    let mut other = image(&[]);
    run(0, &mut other, &["ENV A=1"]);
    assert!(!other.share_own(&image(&[])));
}

#[test]
fn two_are_compared_by_what_is_seen_of_them() {
    let of = |base: &[(&str, &str)], lines: &[&str]| {
        let mut environment = image(base);
        run(0, &mut environment, lines);
        environment
    };
    let check = |first: &Environment, second: &Environment, (same, differs)| {
        for (first, second) in [(first, second), (second, first)] {
            assert_eq!(first.shows_the_same(second), same, "{first:?} {second:?}");
            assert_eq!(first.surely_differs(second), differs, "{first:?} {second:?}");
        }
    };
    let plain = of(&[("A", "1"), ("B", "2")], &[]);
    check(&plain, &of(&[], &["ENV B=2", "ARG A=1"]), (true, false));
    check(&plain, &of(&[("A", "0"), ("B", "2")], &["ENV A=1"]), (true, false));
    check(&plain, &of(&[("A", "0"), ("B", "2")], &[]), (false, true));
    check(&plain, &of(&[("A", "1")], &[]), (false, false));
    check(&plain, &of(&[("A", "1")], &["ENV B=?"]), (false, false));
    let mut more = plain.clone();
    run(0, &mut more, &["ENV B=2"]);
    check(&plain, &more, (true, false));
    run(0, &mut more, &["ENV C=2"]);
    check(&plain, &more, (false, false));
    run(0, &mut more, &["ENV B=3"]);
    check(&plain, &more, (false, true));
    // Under the same values nothing of a base is seen.
    let lines = ["ENV A=1", "ENV B=1"];
    check(&of(&[("A", "5")], &lines), &of(&[("A", "6")], &lines), (true, false));
}
