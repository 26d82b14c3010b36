//! The built-in course.

use layerwise::lesson::{Course, Item, load};

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
    let known: Vec<&str> = course.entries.iter().map(|entry| entry.folder.as_str()).collect();
    assert_eq!(known, folders);
    for entry in &course.entries {
        for part in ["samples", "solutions"] {
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
    assert_eq!(course.after("tour").map(|entry| entry.id.as_str()), Some("anatomy"));
}

#[test]
fn what_the_tour_holds() {
    let course = Course::builtin();
    let tour = course.find("tour").unwrap().lesson();
    let mut found = String::new();
    for step in &tour.steps {
        found += &format!("{} (line {})\n", step.title.words(), step.line);
        for item in &step.items {
            outline(item, 1, &mut found);
        }
    }
    insta::assert_snapshot!(found);
}

fn outline(item: &Item, depth: usize, into: &mut String) {
    let name = match item {
        Item::Block(_) => "block".to_owned(),
        Item::Focus(focus) => {
            format!("focus {}", focus.selector.as_ref().map_or("none", |it| &it.text))
        }
        Item::Pause => "pause".to_owned(),
        Item::Conditional { condition, then, otherwise } => {
            *into += &format!("{:w$}if {}\n", "", condition.text, w = depth * 2);
            then.iter().for_each(|item| outline(item, depth + 1, into));
            *into += &format!("{:w$}else\n", "", w = depth * 2);
            otherwise.iter().for_each(|item| outline(item, depth + 1, into));
            return;
        }
        Item::Question(it) => format!(
            "question {} ({} hints, {} tries, {} explaining)",
            it.id,
            it.hints.len(),
            it.tries,
            it.explanation.len()
        ),
        Item::Ask(ask) => format!("ask {}", ask.generator),
        Item::Task(task) => format!("task {} ({} items)", task.id, task.items.len()),
        Item::CheckList(items) => format!("check list of {}", items.len()),
        Item::SpeakerNote(_) => "speaker note".to_owned(),
        Item::Discuss { .. } => "discuss".to_owned(),
    };
    *into += &format!("{:w$}{name}\n", "", w = depth * 2);
}
