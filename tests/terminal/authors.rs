//! A lesson on disk that changes while it is shown.

use super::launch;
use crate::support::terminal::Place;

#[test]
fn a_lesson_is_shown_as_its_author_saves_it() {
    let place = Place::new();
    place.write("Dockerfile", "FROM alpine\nRUN echo a\n");
    let text = "# Mine\n\nFirst words.\n\n## Two\n\nSecond words.\n\n<!-- include: part.md -->\n";
    place.write("lesson.md", text);
    place.write("part.md", "Of a part.\n");
    let mut session = launch(&place, 120, 40).arguments(["learn", "lesson.md"]).start();
    session.wait_for("First words.");
    session.keys("]").wait_for("Of a part.");
    place.write("lesson.md", text.replace("Second words", "Better words"));
    session.wait_for("Better words.");
    place.write("part.md", "Of a better part.\n");
    session.wait_for("Of a better part.");
    place.write("lesson.md", text.replace("Second", "<!-- include: prat.md -->\n\nSecond"));
    session.wait_for("did you mean part.md?");
    place.write("lesson.md", text);
    session.wait_gone("did you mean part.md?");
    std::fs::remove_file(place.folder.join("lesson.md")).unwrap();
    session.wait_for("The lesson is shown as it was.");
    place.write("lesson.md", text.replace("Second words", "Back again"));
    session.wait_for("Back again.");
    session.keys("q");
    assert_eq!(session.exit_code(), 0);
}
