//! The Checks view.

use layerwise::checks::Settings;
use layerwise::host::FileNews;
use layerwise::tui::{CheckSettings, Effect, Mend, Message, ThemeChoice};

use super::{Play, grid};

const FILE: &str = "\
FROM python:3.14-slim
ENV DB_PASSWORD=tr0ub4dor-9
RUN apt-get update && apt-get install -y curl
COPY app.py /app/
CMD [\"python\", \"/app/app.py\"]
";

fn check(name: &str, play: &Play) {
    insta::assert_snapshot!(name, play.screen());
}

#[test]
fn the_findings_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = Play::new(FILE, columns, rows);
        play.keys("7 j");
        check(&format!("checks_{columns}x{rows}"), &play);
    }
}

#[test]
fn the_findings_read_without_colour() {
    let mut play = Play::with(FILE.as_bytes(), 120, 40, ThemeChoice::Monochrome);
    play.keys("7 j");
    insta::assert_snapshot!("checks_styles_monochrome", grid::styles(&play.buffer()));
}

#[test]
fn a_selected_finding_moves_the_file_pane_and_unfolds_its_page() {
    let mut play = Play::new(FILE, 120, 40);
    play.keys("7");
    assert_eq!(play.model.file.selected_lines().unwrap().first.get(), 1);
    play.keys("j");
    let line = play.model.file.selected_lines().unwrap().first.get();
    assert_eq!(line, 3, "the lists of apt");
    play.keys("Enter");
    check("checks_page_120x40", &play);
    let screen = play.screen();
    assert!(screen.contains("rm -rf /var/lib/apt/lists/*"), "{screen}");
    assert!(!screen.contains("tr0ub4dor"), "{screen}");
}

#[test]
fn a_file_without_findings_is_said_to_be_so() {
    let mut play = Play::new("FROM scratch\nCOPY app /app\nENTRYPOINT [\"/app\"]\n", 120, 40);
    play.keys("7");
    assert!(play.screen().contains("Nothing found"), "{}", play.screen());
}

#[test]
fn the_header_counts_the_findings_in_the_views_that_are_about_them() {
    let header = |play: &Play| play.screen().lines().next().unwrap_or_default().to_owned();
    let mut play = Play::new(FILE, 120, 40);
    for (view, is_counted) in [("1", false), ("7", true), ("3", false), ("0", true), ("2", false)] {
        play.keys(view);
        let header = header(&play);
        assert_eq!(header.contains(" · 5 findings · "), is_counted, "view {view}: {header}");
    }
    play.keys("7");
    play.save("FROM python:3.14-slim\nENTRYPOINT [\"/app\"]\n");
    assert!(header(&play).contains(" · 1 finding · "), "{}", header(&play));
    play.save("FROM scratch\nCOPY app /app\nENTRYPOINT [\"/app\"]\n");
    assert!(!header(&play).contains("finding"), "{}", header(&play));
}

#[test]
fn the_header_counts_what_the_reader_of_the_file_says_once() {
    let header = |play: &Play| play.screen().lines().next().unwrap_or_default().to_owned();
    let mut play = Play::new("FROM scratch\nENV\nCMD [\"/app\"]\n", 120, 40);
    assert!(header(&play).contains(" · 1 problem · "), "{}", header(&play));
    play.keys("7");
    assert!(header(&play).contains(" · 1 finding · "), "{}", header(&play));
    assert!(!header(&play).contains("problem"), "{}", header(&play));
}

/// The fixes that were asked to be written.
fn mends(play: &Play) -> Vec<Mend> {
    let mends = play.effects.iter().filter_map(|effect| match effect {
        Effect::Mend(mend) => Some(mend.clone()),
        _ => None,
    });
    mends.collect()
}

/// The file with a fix for its first finding.
const OLD: &str = "FROM scratch\nMAINTAINER me@example.org\nCOPY app /app\nENTRYPOINT [\"/app\"]\n";
const NEW: &str = "FROM scratch\nLABEL org.opencontainers.image.authors=\"me@example.org\"\nCOPY app /app\n\
     ENTRYPOINT [\"/app\"]\n";

#[test]
fn a_fix_is_written_after_a_question_and_can_be_taken_back() {
    let mut play = Play::new(OLD, 120, 40);
    play.keys("7 a");
    assert!(mends(&play).is_empty(), "nothing is written unasked");
    let screen = play.screen();
    for words in ["Fix, safe", "-MAINTAINER", "Write this into Dockerfile?", "y write it"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    check("checks_question_120x40", &play);
    play.keys("y");
    let [mend] = &mends(&play)[..] else { panic!("one fix") };
    assert_eq!((&*mend.before, &*mend.after), (OLD, NEW));
    assert_eq!(mend.path.to_str(), Some("Dockerfile"));
    play.send(Message::Mended(mend.clone()));
    play.save(NEW);
    assert!(play.screen().contains("u put the old text back"), "{}", play.screen());
    play.keys("u");
    let undo = mends(&play).pop().unwrap();
    assert_eq!((&*undo.before, &*undo.after, undo.is_undo), (NEW, OLD, true));
    play.send(Message::Mended(undo));
    play.save(OLD);
    assert!(!play.screen().contains("put the old text back"), "{}", play.screen());
    play.keys("u");
    assert!(play.footer().contains("No fix was written yet"), "{}", play.footer());
}

#[test]
fn the_question_is_in_view_at_each_size() {
    for (columns, rows) in [(40, 12), (80, 24), (120, 40)] {
        let mut play = Play::new(OLD, columns, rows);
        play.keys("7 a");
        assert!(play.screen().contains("Write this into Dockerfile?"), "{}", play.screen());
        assert!(play.screen().contains("y write it · n leave it"), "{}", play.screen());
    }
}

#[test]
fn a_scan_or_other_settings_leave_the_question_open() {
    let mut play = Play::new(FILE, 120, 40);
    play.keys("7 j a");
    assert!(play.screen().contains("Write this into"), "{}", play.screen());
    play.check_settings.settings = Settings::read("[checks]\nignore = [\"sudo\"]\n").unwrap();
    play.send(Message::CheckSettingsChanged);
    assert!(play.screen().contains("Write this into"), "{}", play.screen());
    play.check_settings.settings = Settings::read("[checks]\nignore = [\"apt-lists\"]\n").unwrap();
    play.send(Message::CheckSettingsChanged);
    assert!(!play.screen().contains("Write this into"), "its finding is gone: {}", play.screen());
}

#[test]
fn no_and_escape_and_moving_on_write_nothing() {
    for keys in ["n", "Esc", "n y", "Esc y", "Enter"] {
        let mut play = Play::new(FILE, 120, 40);
        play.keys("7 j a").keys(keys);
        assert!(mends(&play).is_empty(), "{keys}");
    }
}

#[test]
fn a_fix_that_needs_a_look_says_so() {
    let text = "FROM python:3.14-slim\nUSER 1000\nCOPY app.py /app/\nCMD python /app/app.py\n";
    let mut play = Play::new(text, 120, 40);
    play.keys("7");
    assert!(play.screen().contains("Fix, to be looked at first"), "{}", play.screen());
    play.keys("a");
    assert!(play.screen().contains("It can change more"), "{}", play.screen());
}

#[test]
fn a_sample_is_never_written_to() {
    let mut play = Play::new(OLD, 120, 40);
    play.keys("7 a n");
    play.model.file.show_sample("Sample".to_owned(), OLD.to_owned());
    assert!(play.model.file.is_sample(), "{}", play.screen());
    play.keys("a y");
    assert!(mends(&play).is_empty(), "{}", play.screen());
    assert!(!play.screen().contains("write this into the file"), "{}", play.screen());
}

#[test]
fn a_file_that_is_gone_or_changed_is_not_written_to() {
    let mut play = Play::new(OLD, 120, 40);
    play.keys("7").send(Message::File(FileNews::Gone));
    play.keys("a");
    assert!(play.footer().contains("no file to write to"), "{}", play.footer());
    assert!(mends(&play).is_empty());
    // What the reader edits after a fix is not thrown away by taking the fix back.
    play.save(OLD);
    play.keys("a y");
    let mend = mends(&play).pop().unwrap();
    play.send(Message::Mended(mend)).save(&format!("{NEW}# more\n"));
    assert!(!play.screen().contains("put the old text back"), "{}", play.screen());
    let before = mends(&play).len();
    play.keys("u");
    assert_eq!(mends(&play).len(), before);
}

#[test]
fn findings_are_filtered_by_level_and_by_category() {
    let mut play = Play::new(FILE, 120, 40);
    play.keys("7");
    let all = play.screen();
    assert!(all.contains("Errors:") && all.contains("Warnings:"), "{all}");
    play.keys("f");
    let errors = play.screen();
    assert!(errors.contains("Only errors: 1 of"), "{errors}");
    assert!(errors.contains("Errors:") && !errors.contains("Warnings:"), "{errors}");
    play.keys("f");
    assert!(!play.screen().contains("Errors:"), "{}", play.screen());
    play.keys("c");
    assert!(play.screen().contains("Only warnings · "), "{}", play.screen());
    for _ in 0..20 {
        if !play.screen().contains("Only") {
            break;
        }
        let level = play.screen().contains("Only errors")
            || play.screen().contains("Only warnings")
            || play.screen().contains("Only hints");
        play.keys(if level { "f" } else { "c" });
    }
    let again = play.screen();
    assert!(!again.contains("Only"), "behind the last comes everything:\n{again}");
    assert!(again.contains("Errors:") && again.contains("Warnings:"), "{again}");
}

/// With these settings of the checks.
fn with_settings(text: &str, settings: &str) -> Play {
    let mut play = Play::new(text, 120, 40);
    let path = Some("project/layerwise.toml".into());
    let settings = match Settings::read(settings) {
        Ok(settings) => CheckSettings { settings, path, fault: None },
        Err(error) => CheckSettings { path, fault: Some(error.message), ..Default::default() },
    };
    play.check_settings = settings;
    play.keys("7");
    play
}

#[test]
fn settings_are_followed_and_what_they_change_is_said() {
    let text = "[checks]\nignore = [\"apt-lists\"]\n[checks.levels]\nsecret-env-arg = \"hint\"\n";
    let play = with_settings(FILE, text);
    let screen = play.screen();
    assert!(!screen.contains("apt-lists ·"), "{screen}");
    assert!(!screen.contains("Errors:"), "{screen}");
    assert!(screen.contains("project/layerwise.toml: "), "{screen}");
    let said = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("1 finding is left out"), "{screen}");
    // Settings that change nothing are not worth a word.
    let play = with_settings(FILE, "[checks]\nignore = [\"maintainer\"]\n");
    assert!(!play.screen().contains("layerwise.toml"), "{}", play.screen());
}

#[test]
fn settings_that_cannot_be_read_are_said_and_the_usual_checks_run() {
    let play = with_settings(FILE, "[checks]\nignore = [\"no-such-check\"]\n");
    let screen = play.screen();
    assert!(screen.contains("project/layerwise.toml is not followed"), "{screen}");
    assert!(screen.contains("apt-lists"), "{screen}");
}

#[test]
fn settings_are_read_again_at_a_save_and_when_their_file_changes() {
    let mut play = Play::new(FILE, 120, 40);
    let reads =
        |play: &Play| play.effects.iter().filter(|it| **it == Effect::ReadCheckSettings).count();
    assert_eq!(reads(&play), 0, "nothing is read before the view is shown");
    play.keys("7");
    assert_eq!(reads(&play), 1);
    play.save(OLD);
    assert_eq!(reads(&play), 2);
    play.send(Message::CheckSettingsChanged);
    assert_eq!(reads(&play), 3);
    play.keys("j k");
    assert_eq!(reads(&play), 3);
    // A sample has no folder whose settings could hold.
    play.model.file.show_sample("Sample".to_owned(), OLD.to_owned());
    play.keys("1 7");
    assert_eq!(reads(&play), 3, "{}", play.screen());
}

#[test]
fn why_a_check_says_nothing_is_told() {
    let text = "FROM scratch\n# layerwise ignore=maintainer\nMAINTAINER me\nCOPY app /app\n\
                ENTRYPOINT [\"/app\"]\n";
    let mut play = with_settings(text, "[checks]\nignore = [\"sudo\"]\n");
    assert!(play.screen().contains("A comment silences 1 finding; r shows which."));
    play.keys("r");
    let screen = play.screen();
    for words in ["Silenced by a comment (1)", "maintainer", "the comment on line 2", "Satisfied"] {
        assert!(screen.contains(words), "{words}:\n{screen}");
    }
    check("checks_rules_120x40", &play);
    play.keys("j");
    assert!(play.screen().contains("project/layerwise.toml leaves it out"), "{}", play.screen());
    let mut said = String::new();
    for _ in 0..130 {
        play.keys("j");
        said.push_str(&play.screen());
    }
    for words in ["It reports on RUN, by the examples", "Looked at line", "selected by its name"] {
        assert!(said.contains(words), "{words}");
    }
    play.keys("g Enter");
    assert!(play.screen().contains("Why it matters"), "{}", play.screen());
    play.keys("r");
    assert!(play.screen().contains("Nothing found"), "{}", play.screen());
}

#[test]
fn a_placeholder_that_is_masked_is_said_to_be_no_finding() {
    let told = |text: &str| {
        let mut play = Play::new(text, 120, 40);
        play.keys("7 r");
        let mut said = String::new();
        for _ in 0..130 {
            play.keys("j");
            if play.screen().contains("▌ secret-env-arg") {
                said = play.screen();
            }
        }
        assert!(said.contains("Looked at line 2, and found nothing."), "{said}");
        said.contains("The screen masks more than that")
    };
    assert!(told("FROM scratch\nENV API_TOKEN=dummy\nENTRYPOINT [\"/app\"]\n"));
    assert!(!told("FROM scratch\nENV MODE=dummy\nENTRYPOINT [\"/app\"]\n"));
}

#[test]
fn another_target_has_findings_of_its_own() {
    let file = "FROM python:3.14-slim AS early\nCMD [\"serve\"]\n\n\
                FROM early\nRUN useradd --uid 10001 app\nUSER 10001\n";
    let mut play = Play::new(file, 120, 40);
    play.keys("7");
    assert!(!play.screen().contains("user-missing"), "{}", play.screen());
    play.keys("t").type_text("early").keys("Enter");
    assert!(play.screen().contains("user-missing"), "{}", play.screen());
    play.keys("t").type_text("last stage").keys("Enter");
    assert!(!play.screen().contains("user-missing"), "{}", play.screen());
}

#[test]
fn a_check_about_stages_names_the_line_that_cannot_be_read() {
    let file = "FROM scratch AS deps\nFORM scratch AS build\nCOPY --from=deps /a /b\n\
                FROM scratch\nCOPY --from=build /b /\n";
    let mut play = Play::new(file, 160, 60);
    play.keys("7");
    let screen = play.screen();
    let false_words = ["No stage is called", "leaves this stage out", "that it stands in"];
    assert!(!false_words.iter().any(|words| screen.contains(words)), "{screen}");
    play.keys("r g");
    let screen = play.screen();
    assert!(screen.contains("Waiting for a line that cannot be read"), "{screen}");
    assert!(screen.contains("Line 2 cannot be read, so it is not known which stages"), "{screen}");
}
