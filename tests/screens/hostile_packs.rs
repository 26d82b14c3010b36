//! Lessons from a stranger on the screen: nothing in them reaches the terminal raw.

use layerwise::host::Packs;
use layerwise::lesson::{AddedLesson, LessonOrigin, NoFolder};
use layerwise::tui::Message;

use super::{GOOD, Play};

const EVIL: &str = "\u{1b}]0;x\u{7}\u{1b}[2J\u{9b}31m\u{202e}txe\u{200b}\u{8}\u{7f}\u{feff}";

fn hostile() -> AddedLesson {
    let text = format!(
        "---\nlayerwise: 1\nid: evil\ntitle: \"t \\e[2J\\u202E\\x9b\"\ngoal: \"g \\e[2J\\u202E\"\n---\n# x\n\n\
         Words {EVIL} and `{EVIL}` [l]({EVIL}).\n\n<!-- focus: {{sel: 'RUN', note: \"n \\e[2J\\u202E\"}} -->\n\n\
         ```dockerfile {EVIL}\nFROM {EVIL}\n```\n\n\
         <!-- quiz: {{id: 'q'}} -->\n### Q {EVIL}\n\n> h {EVIL}\n\n\
         1. [x] o {EVIL}\n2. [ ] p {EVIL}\n    > f {EVIL}\n3. [ ] r\n    > f\n\n\
         <details><summary>{EVIL}</summary>\n\n{EVIL}\n\n</details>\n\n## Step {EVIL}\n\n\
         <!-- task: {{id: t}} -->\n### T {EVIL}\n\n- [ ] i {EVIL} <!-- check: exists(USER[text=\"{EVIL}\"]) -->\n\n\
         <!-- if: final.has(\"{EVIL}\") -->\n\nx\n\n<!-- endif -->\n\n| {EVIL} |\n| - |\n| {EVIL} |\n"
    );
    AddedLesson::read(LessonOrigin::Repository, format!("{EVIL}/lesson.md"), &text, &NoFolder)
}

#[test]
fn nothing_of_a_hostile_lesson_is_drawn_raw() {
    for (columns, rows) in [(120, 60), (80, 24), (40, 12)] {
        let mut play = Play::new(GOOD, columns, rows);
        let left_out = vec![format!("{EVIL}: {EVIL}")];
        play.send(Message::Lessons(Box::new(Packs { lessons: vec![hostile()], left_out })));
        for keys in
            ["L", "e v i l", "Enter", "Tab Tab", "h", "b Enter", "a Enter", "Space", "]", "h", ":"]
        {
            play.keys(keys);
            let screen = play.screen();
            let raw: Vec<char> = screen
                .chars()
                .filter(|it| {
                    *it != '\n' && (it.is_control() || "\u{202e}\u{200b}\u{feff}".contains(*it))
                })
                .collect();
            assert!(raw.is_empty(), "{raw:?} after {keys}");
        }
        assert_eq!(play.model.place().lesson.as_deref(), Some("evil"));
    }
}
