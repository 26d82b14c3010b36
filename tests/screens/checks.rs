//! The Checks view.

use layerwise::tui::ThemeChoice;

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
