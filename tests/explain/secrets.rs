//! No explanation shows a secret.

use layerwise::explain::{document, mask, report};

use super::{check, read, said};

const FILE: &str = "ARG API_TOKEN=hunter2\nFROM a\nENV DB_PASSWORD=hunter2 USER_NAME=app\nENV SECRET hunter2\nENV URL=postgres://app:hunter2@db/app\nRUN echo $DB_PASSWORD && curl -u x --password hunter2 https://me:hunter2@host/\nARG API_TOKEN\nENV COPY=$DB_PASSWORD\n# TOKEN=hunter2\nCMD [\"app\", \"--token=hunter2\"]\nCMD [\"app\", \"--token\", \"hunter2\"]\nLABEL api_key=hunter2\nRUN <<EOF\nTOKEN=hunter2\nEOF\nONBUILD ENV PASSWORD=hunter2\nRUNN TOKEN=hunter2\n";

#[test]
fn no_explanation_of_an_instruction_shows_one() {
    for (index, _) in FILE.lines().enumerate() {
        let line = index as u32 + 1;
        let file = read(FILE);
        let number = layerwise::source::LineNumber::from_index(index);
        if layerwise::explain::instruction_at(&file, number).is_none() {
            continue;
        }
        let text = said(FILE, line);
        // The labels of the helper show the file itself; the texts must not.
        let texts: Vec<&str> =
            text.lines().map(|line| line.split_once("] ").map_or(line, |(_, rest)| rest)).collect();
        assert!(!texts.join("\n").contains("hunter2"), "line {line}: {text}");
    }
}

#[test]
fn no_document_and_no_report_shows_one() {
    let file = read(FILE);
    let shown = format!("{:?}", document(&file));
    assert!(!shown.contains("hunter2"), "{shown}");
    let json = serde_json::to_string(&report(&super::analysed(FILE), None, &|_| true))
        .expect("a report is JSON");
    assert!(!json.contains("hunter2"), "{json}");
}

#[test]
fn secrets_are_found_where_they_stand() {
    let file = read(FILE);
    for span in mask::secret_spans(&file) {
        assert!(file.source.slice(span).contains("hunter2"), "{}", file.source.slice(span));
    }
}

#[test]
fn the_name_of_a_secret_is_a_pitfall() {
    check(
        "FROM a\nARG TOKEN\n",
        2,
        "By its name TOKEN is a secret. The value of a build argument can be read in the history",
    );
    check(
        "FROM a\nENV DB_PASSWORD=x\n",
        2,
        "By its name DB_PASSWORD is a secret. Everybody who has the image can read its value.",
    );
    check("FROM a\nENV DB_PASSWORD=x\n", 2, "Sets DB_PASSWORD to ••••••.");
}

#[test]
fn a_command_of_several_lines_is_told_on_one_with_its_secret_masked() {
    let text = said("FROM a\nRUN \\\n    make && \\\n  # why\n    TOKEN=hunter2 ./a\n", 2);
    assert!(text.contains("Runs make && TOKEN=•••••• ./a with"), "{text}");
}
