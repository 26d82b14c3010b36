//! The built-in course.

use layerwise::lesson::{
    Course, CourseEntry, CourseFile, Generator, Item, Lesson, LessonProblemLevel, QuestionKind,
    check, load,
};
use layerwise::quiz::generate::SampleAsker;

#[test]
fn every_lesson_loads_without_a_problem() {
    let course = Course::builtin();
    for entry in &course.entries {
        let loaded = load(&entry.name(), entry.text(), entry.files());
        assert_eq!(loaded.problems, [], "{}", entry.name());
        assert_eq!(loaded.lesson.id, entry.id);
        assert!(loaded.lesson.sample.is_some(), "{}", entry.id);
        assert!(loaded.lesson.steps.len() > 3, "{}", entry.id);
    }
}

#[test]
fn windows_line_ends_change_nothing() {
    for entry in &Course::builtin().entries {
        let text = entry.text().replace('\n', "\r\n");
        let loaded = load(&entry.name(), &text, entry.files());
        assert_eq!(loaded.problems, [], "{}", entry.name());
        assert_eq!(super::outline(&loaded.lesson), super::outline(entry.lesson()));
        assert_eq!(hashes(&loaded.lesson), hashes(entry.lesson()));
    }
}

fn hashes(lesson: &Lesson) -> Vec<&str> {
    let items = lesson.steps.iter().flat_map(|step| &step.items);
    items
        .filter_map(|item| match item {
            Item::Question(question) => Some(question.hash.as_str()),
            _ => None,
        })
        .collect()
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]

    #[test]
    fn lessons_cut_and_mixed_at_random_never_panic(
        lesson in 0usize..33,
        cuts in proptest::collection::vec((0.0f64..1.0, 0.0f64..1.0, "[-<>!x{}:`#\\[\\]\n ]{0,6}"), 1..6),
    ) {
        let course = Course::builtin();
        let entry = &course.entries[lesson % course.entries.len()];
        let mut text = entry.text().to_owned();
        for (at, length, inserted) in cuts {
            let place = |part: f64, text: &str| {
                let at = (part * text.len() as f64) as usize;
                (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
            };
            let start = place(at, &text);
            let end = place(at + length * 0.05, &text).clamp(start, text.len());
            text.replace_range(start..end, &inserted);
        }
        let file = CourseFile { name: "a.md".to_owned(), text, folder: entry.files() };
        let _ = check(&[file], &SampleAsker);
    }
}

#[test]
fn every_folder_of_lessons_is_in_the_registry() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons");
    let mut folders: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    folders.sort();
    let course = Course::builtin();
    let mut known: Vec<&str> = course.entries.iter().map(|entry| entry.folder.as_str()).collect();
    // Of siblings the general one comes first.
    known.sort_unstable();
    assert_eq!(known, folders);
    for entry in &course.entries {
        for part in ["fixtures", "samples", "solutions"] {
            let Ok(files) = std::fs::read_dir(folder.join(&entry.folder).join(part)) else {
                continue;
            };
            for file in files {
                let path = std::path::Path::new(part).join(file.unwrap().file_name());
                assert!(entry.files().read(&path).is_ok(), "{}: {}", entry.id, path.display());
            }
        }
    }
}

#[test]
fn lessons_are_found_by_id_folder_and_number() {
    let course = Course::builtin();
    for name in ["anatomy", "02-anatomy", "2", "02"] {
        assert_eq!(course.find(name).map(|entry| entry.id.as_str()), Some("anatomy"), "{name}");
    }
    assert!(course.find("no-such-lesson").is_none());
    assert!(course.find("").is_none());
    assert_eq!(course.after("tour").map(|entry| entry.id.as_str()), Some("what-is"));
}

#[test]
fn the_course_passes_the_checker() {
    let course = Course::builtin();
    let file = |entry: &CourseEntry| CourseFile {
        name: entry.name(),
        text: entry.text().to_owned(),
        folder: entry.files(),
    };
    let files: Vec<CourseFile<'_>> = course.entries.iter().map(file).collect();
    let mut problems = check(&files, &SampleAsker);
    problems.retain(|problem| problem.level == LessonProblemLevel::Error);
    assert_eq!(super::shown(&problems), Vec::<String>::new());
}

#[test]
fn titles_are_the_same_before_and_after_reading() {
    for (fresh, read) in Course::builtin().entries.iter().zip(&Course::builtin().entries) {
        let title = read.lesson().title.clone();
        assert_eq!(fresh.title(), title);
        assert_eq!(read.title(), title);
        assert_eq!(fresh.minutes(), read.lesson().minutes);
        assert!(read.minutes().is_some());
    }
}

#[test]
fn siblings_share_a_number_and_count_once() {
    let course = Course::builtin();
    assert_eq!((course.count(), course.entries.len()), (28, 33));
    assert_eq!(course.find("22").unwrap().id, "python-web");
    let siblings: Vec<&str> = course
        .entries
        .iter()
        .filter(|entry| course.sibling_of(entry).is_some_and(|it| it.id == "python-web"))
        .map(|entry| entry.id.as_str())
        .collect();
    assert_eq!(siblings, ["node-web", "go-web", "java-web", "rust-web", "dotnet-web"]);
    let ordinal = |id: &str| course.ordinal(course.position(id).unwrap());
    let ordinals = ["tour", "python-web", "dotnet-web", "dev-loop", "explain-repo"].map(ordinal);
    assert_eq!(ordinals, [1, 23, 23, 24, 28]);
    for id in siblings {
        let lesson = course.find(id).unwrap().lesson();
        let general = course.find("python-web").unwrap().lesson();
        assert_eq!((&lesson.next, &lesson.requires), (&general.next, &general.requires), "{id}");
    }
}

#[test]
fn every_generator_is_asked_by_a_lesson() {
    let course = Course::builtin();
    let mut left: Vec<&Item> = course
        .entries
        .iter()
        .flat_map(|entry| entry.lesson().steps.iter().flat_map(|step| &step.items))
        .collect();
    let mut asked = Vec::new();
    while let Some(item) = left.pop() {
        match item {
            Item::Ask(ask) => asked.push(ask.generator),
            Item::Conditional { then, otherwise, .. } => left.extend(then.iter().chain(otherwise)),
            _ => {}
        }
    }
    for generator in Generator::ALL {
        assert!(asked.contains(&generator), "no lesson asks {}", generator.name());
    }
}

#[test]
fn an_explanation_does_not_count_options_that_are_shuffled() {
    let course = Course::builtin();
    let items = course.entries.iter().flat_map(|it| &it.lesson().steps).flat_map(|it| &it.items);
    for item in items {
        let Item::Question(question) = item else { continue };
        if !matches!(question.kind, QuestionKind::Single(_) | QuestionKind::Multiple(_)) {
            continue;
        }
        let said = format!("{:?}", question.explanation);
        for place in ["for the first", "for the second", "of the first", "first option"] {
            assert!(!said.contains(place), "{}: {place}", question.id);
        }
    }
}
