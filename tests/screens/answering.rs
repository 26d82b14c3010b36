//! How a question takes an answer, and what it says of one.

use layerwise::progress::{Progress, Record, RecordKind, Timestamp};
use layerwise::quiz::{Given, HINT_WAIT};
use layerwise::tui::{Effect, Message, Place, Start, ThemeChoice};

use super::guide::{guide, here, option, records, with};
use super::{ASKED_ABOUT, Play, folder_beside};

const FILE: &str = "FROM python\nWORKDIR /app\nCOPY . .\n";

fn lesson(markdown: &str, columns: u16, rows: u16) -> Play {
    with(FILE, markdown, columns, rows, ThemeChoice::Monochrome)
}

/// A question made from the usual file.
fn ask(asks: &str, columns: u16, rows: u16) -> Play {
    let mut play = with(ASKED_ABOUT, asks, columns, rows, ThemeChoice::Monochrome);
    play.send(folder_beside());
    play
}

/// The guide on one line, without what parts its rows.
fn words(play: &Play) -> String {
    let shown = guide(play).replace(['│', '┃'], " ");
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn typed(play: &Play) -> Vec<String> {
    let text = |given: &Given| match given {
        Given::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    records(play).iter().map(|outcome| text(&outcome.given)).collect()
}

const SHORT: &str = "\
<!-- quiz: {id: q, skill: a.b, answer: /app} -->
### In which directory does the program start?

> Look for `WORKDIR`.
";

#[test]
fn after_a_wrong_text_the_next_letter_begins_another() {
    let mut play = lesson(SHORT, 80, 24);
    play.keys("Enter").type_text("/srv").keys("Enter");
    assert!(guide(&play).contains("> /srv"), "it can still be read: {}", guide(&play));
    assert!(guide(&play).contains("A new answer takes its place"), "{}", guide(&play));
    play.type_text("/x").keys("Enter");
    assert_eq!(typed(&play), ["/srv", "/x"]);
}

#[test]
fn a_wrong_text_can_be_mended() {
    for (keys, expected) in [
        ("End Backspace w", "/srw"),
        ("Home x", "x/srv"),
        ("Left x", "/srxv"),
        ("Right x", "/srvx"),
        ("Backspace x", "x"),
        ("Ctrl-u x", "x"),
    ] {
        let mut play = lesson(SHORT, 80, 24);
        play.keys("Enter").type_text("/srv").keys("Enter").keys(keys).keys("Enter");
        assert_eq!(typed(&play), ["/srv", expected], "{keys}");
    }
}

#[test]
fn a_hint_is_in_view_with_the_field_it_is_for() {
    let text = format!("{}{SHORT}", "A long text before it.\n\n".repeat(12));
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let mut play = lesson(&text, columns, rows);
        for _ in 0..90 {
            if play.footer().contains("Enter type") {
                break;
            }
            play.keys("j");
        }
        play.keys("Enter").type_text("/srv").keys("Enter F2");
        assert!(play.footer().contains("F2 gives a hint in 5 s"), "{}", play.footer());
        play.model.now += HINT_WAIT;
        play.keys("F2");
        let shown = guide(&play);
        assert!(shown.contains("Look for WORKDIR"), "{columns}x{rows}\n{shown}");
        assert!(shown.contains("> /srv"), "{columns}x{rows}\n{shown}");
        play.type_text("/app").keys("Enter");
        assert_eq!(typed(&play), ["/srv", "/app"], "{columns}x{rows}");
    }
}

const EXPLAIN: &str = "\
<!-- quiz: {id: q, skill: a.b, type: explain, rubric: [\"It names the cache\", \"It names the order\"]} -->
### Why do dependencies come first?
";

#[test]
fn a_long_text_is_wrapped_and_keeps_its_cursor_in_view() {
    let text = "Because the step that installs them runs again only when the list of packages \
                has changed, and the code changes far more often than that list does.";
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut play = lesson(EXPLAIN, columns, rows);
        play.keys("Enter").type_text(text);
        assert!(words(&play).contains(text), "{}", guide(&play));
        play.keys("Home").type_text("So: ");
        assert!(words(&play).contains("> So: Because"), "{}", guide(&play));
    }
    let mut small = lesson(EXPLAIN, 40, 12);
    for _ in 0..9 {
        if small.footer().contains("Enter type") {
            break;
        }
        small.keys("j");
    }
    small.keys("Enter").type_text(text);
    assert!(guide(&small).contains("list does."), "{}", guide(&small));
    small.keys("Home").type_text("So: ");
    assert!(guide(&small).contains("> So: Because"), "{}", guide(&small));
}

#[test]
fn own_words_wait_until_their_points_are_ticked() {
    let start = here(FILE, EXPLAIN);
    let again = |place: &Place| {
        let start = Start { place: Some(place.clone()), ..start.clone() };
        let mut play = Play::started(&start, 120, 40);
        play.send(Message::Progress(Box::default()));
        play
    };
    let text = "Because the list changes less often.";
    let mut play = Play::started(&start, 120, 40);
    play.keys("Enter").type_text(text);
    play.keys("Esc");
    assert!(words(&play).contains("Enter to go on typing "), "{}", guide(&play));
    play.keys("Esc");
    assert!(!words(&play).contains("just type"), "letters begin nothing\n{}", guide(&play));
    // Left while typing, at once or by way of another lesson; then while ticking.
    let mut play = again(&play.model.place());
    assert!(words(&play).contains(text), "{}", guide(&play));
    play.keys("Esc L 2 L 3");
    let mut play = again(&play.model.place());
    assert!(words(&play).contains(text), "{}", guide(&play));
    play.keys("Enter End").type_text(" Much.").keys("Enter");
    let said = "“Because the list changes less often. Much.”";
    assert!(words(&play).contains(said), "{}", guide(&play));
    let mut play = again(&play.model.place());
    play.keys("Enter Enter a b Enter");
    assert!(matches!(&records(&play)[0].given, Given::Explained { text, ticked }
        if text == "Because the list changes less often. Much." && *ticked == [true, true]));
    // What was handed in is in the log, and waits no more.
    assert!(play.model.place().typed.is_empty(), "{:?}", play.model.place());
}

/// A question with so many options, of which the first two are right.
fn many(count: usize) -> String {
    let options = (0..count).map(|at| {
        let mark = if at < 2 { 'x' } else { ' ' };
        format!("- [{mark}] Option {at}\n    > About {at}.\n")
    });
    let list: String = options.collect();
    format!("<!-- quiz: {{id: q, skill: a.b}} -->\n### Which?\n\n> A hint.\n\n{list}")
}

#[test]
fn eight_options_have_letters_and_keep_the_key_of_hints() {
    for count in [4, 5, 8, 9] {
        let mut play = lesson(&many(count), 120, 40);
        for letter in ["a", "b", "c", "d", "e", "f", "g", "i"].into_iter().take(count) {
            play.keys(letter);
        }
        let marked = guide(&play).matches("[x]").count();
        assert_eq!(marked, count.min(8), "{}", guide(&play));
        assert_eq!(guide(&play).contains("without a letter"), count > 8, "{}", guide(&play));
        assert_eq!(guide(&play).contains("has the letter i"), count == 8, "{}", guide(&play));
        play.keys("h");
        assert!(guide(&play).contains("A hint."), "{}", guide(&play));
    }
    let mut few = lesson(&many(4), 120, 40);
    few.keys("e");
    let edits = few.effects.iter().any(|effect| matches!(effect, Effect::Edit { .. }));
    assert!(edits, "with few options e edits as everywhere");
}

#[test]
fn a_wrong_option_keeps_its_mark_while_it_is_chosen_again() {
    let text = "<!-- quiz: {id: q, skill: a.b} -->\n### Which?\n\n1. [ ] Option 0\n    > About 0.\n\
                2. [x] Option 1\n    > About 1.\n3. [ ] Option 2\n    > About 2.\n";
    let mut play = lesson(text, 80, 24);
    let row = |play: &Play, words: &str| {
        let shown = guide(play);
        let row = shown.lines().find(|row| row.contains(words));
        row.unwrap_or_else(|| panic!("{shown}")).trim_start_matches(['▸', ' '])[2..].to_owned()
    };
    let (wrong, other) = (option(&play, "Option 0"), option(&play, "Option 2"));
    assert_eq!(row(&play, "Option 0"), "○ Option 0");
    play.keys(&format!("{wrong} Enter {other}"));
    assert_eq!(row(&play, "Option 0"), "✗○ Option 0");
    assert_eq!(row(&play, "Option 1"), " ○ Option 1");
    assert_eq!(row(&play, "Option 2"), " ● Option 2");
    // Both signs are seen, and so is that it is chosen now.
    play.keys(&wrong.to_string());
    assert_eq!(row(&play, "Option 0"), "✗● Option 0");
    assert_eq!(row(&play, "Option 2"), " ○ Option 2");
    play.keys(&format!("{} Enter", option(&play, "Option 1")));
    assert_eq!(row(&play, "Option 0"), "✗ Option 0", "then it is as before");
}

#[test]
fn what_was_left_out_differs_from_what_was_marked() {
    let mut play = lesson(&many(4), 80, 24);
    let (right, wrong) = (option(&play, "Option 0"), option(&play, "Option 3"));
    play.keys(&format!("{right} {wrong} Enter {wrong} {} Enter", option(&play, "Option 2")));
    let shown = guide(&play);
    let row = |words: &str| {
        let row = shown.lines().find(|row| row.contains(words));
        row.unwrap_or_else(|| panic!("{shown}")).trim()[2..].to_owned()
    };
    assert_eq!(row("Option 0"), "✓ Option 0");
    assert_eq!(row("Option 1"), "✓ Option 1 ← you left this out");
    assert_eq!(row("Option 2"), "✗ Option 2 ← you marked this");
    assert_eq!(row("Option 3"), "· Option 3");
    assert!(!shown.contains("About 3"), "what was rightly left needs no remark: {shown}");
}

#[test]
fn one_remark_is_said_once() {
    let mut play = ask("<!-- ask: {gen: cache-after-edit, path: app.py} -->\n", 120, 40);
    let none = option(&play, "none of them");
    play.keys(&format!("{none} Enter"));
    assert!(!records(&play)[0].correct);
    let count = words(&play).matches("This would be right if").count();
    assert_eq!(count, 1, "{}", guide(&play));
}

#[test]
fn an_order_shows_its_keys_and_afterwards_what_was_wrong() {
    let text = "\
<!-- quiz: {id: q, skill: a.b, retry: 1} -->
### What comes first?

1. The file is saved.
2. The image is built.
3. A container starts.
";
    let mut play = lesson(text, 80, 24);
    assert!(guide(&play).contains("J/K move line · Space grab"), "{}", guide(&play));
    let before: Vec<String> = guide(&play)
        .lines()
        .filter_map(|row| row.split_once(" · ").map(|(_, line)| line.to_owned()))
        .filter(|line| line.ends_with('.'))
        .collect();
    play.keys("Enter");
    let shown = guide(&play);
    let (own, right) = shown.split_once("The right order").unwrap();
    let (verdict, own) = own.split_once("Your order").unwrap();
    assert!(verdict.contains("lines are in their place"), "{shown}");
    for line in &before {
        assert!(own.contains(line.as_str()) && right.contains(line.as_str()), "{shown}");
    }
    assert!(own.contains('✗') && !right.contains('✗'), "{shown}");
    let places = ["The file", "The image", "A container"].map(|it| right.find(it).unwrap());
    assert!(places.is_sorted(), "{shown}");
    let mut progress = Progress::default();
    let kind = RecordKind::Answer(records(&play)[0].clone());
    progress.take_record(&Record { at: Timestamp(1), kind });
    let mut later = lesson(text, 80, 24);
    later.send(Message::Progress(Box::new(progress)));
    let shown = guide(&later);
    assert!(shown.contains("The right order") && !shown.contains("Your order"), "{shown}");
}

#[test]
fn a_click_on_the_keys_of_an_order_moves_the_line() {
    let text = "<!-- quiz: {id: q} -->\n### Sort.\n\n1. One\n2. Two\n3. Three\n";
    let mut play = lesson(text, 80, 24);
    let first =
        |play: &Play| guide(play).lines().find(|row| row.contains("1 ·")).unwrap().to_owned();
    let before = first(&play);
    let screen = play.screen();
    let row = screen.lines().position(|row| row.contains("J/K move line")).unwrap();
    let column = screen.lines().nth(row).unwrap().find("J/K").unwrap();
    play.click(column as u16, row as u16);
    assert_ne!(first(&play), before);
}

#[test]
fn a_line_that_is_wrong_is_named_with_what_it_does() {
    let mut play = ask("<!-- ask: {gen: point-at-line} -->\n", 120, 40);
    let point = |play: &mut Play, line: u32| {
        play.keys("Enter g");
        while play.model.file.selected_lines().unwrap().first.get() != line {
            play.keys("j");
        }
        play.keys("Space Enter");
    };
    point(&mut play, 12);
    let shown = words(&play);
    assert!(shown.contains("✗ Not line 12. 2 tries left."), "{shown}");
    assert!(shown.contains("line 12: RUN pip install -r requirements.txt"), "{shown}");
    point(&mut play, 3);
    point(&mut play, 6);
    let shown = words(&play);
    assert!(shown.contains("The answer: line 14: USER web"), "{shown}");
    assert!(shown.contains("line 6: USER root This would be right if"), "{shown}");
    assert!(shown.contains("From here on RUN works as the user root"), "{shown}");
    assert!(shown.contains("Line 14 is the last one that sets the user"), "{shown}");
    assert!(shown.contains("It takes the place of what line 3 set before"), "{shown}");
}

#[test]
fn the_graph_of_the_stages_stays_after_an_answer() {
    let mut play = ask("<!-- ask: {gen: stages-built} -->\n", 80, 24);
    play.keys("a b Enter");
    assert!(!records(&play)[0].correct);
    for _ in 0..2 {
        let shown = guide(&play);
        assert!(shown.contains("starts from base"), "the edges are drawn: {shown}");
        play.keys("b Enter");
    }
    assert!(records(&play)[1].closed);
    assert!(words(&play).contains("✗"), "{}", guide(&play));
}

#[test]
fn what_decides_a_question_stays_lit_until_the_next_is_looked_at() {
    let asks = "<!-- ask: {gen: user-at-runtime} -->\n\n<!-- ask: {gen: adds-layer} -->\n";
    let mut play = ask(asks, 120, 40);
    let lit = |play: &Play| {
        let source = &play.model.file.dockerfile().source;
        let focus = &play.model.highlights.focus;
        focus.iter().map(|span| source.slice(*span).to_owned()).collect::<Vec<_>>()
    };
    let right = option(&play, "web");
    play.keys(&format!("{right} Enter"));
    assert!(records(&play)[0].correct);
    assert!(guide(&play).contains("add a layer"), "the next is open: {}", guide(&play));
    assert_eq!(lit(&play), ["USER web"]);
    play.keys("a");
    assert_eq!(lit(&play), Vec::<String>::new(), "the reader is at the next one");
}

#[test]
fn the_panel_and_the_footer_have_one_word_for_a_key() {
    let kinds = ["user-at-runtime", "adds-layer", "point-at-line", "cache-order", "explain-line"];
    let mut plays: Vec<Play> =
        kinds.map(|kind| ask(&format!("<!-- ask: {{gen: {kind}}} -->\n"), 120, 40)).into();
    plays.push(lesson(SHORT, 120, 40));
    for play in &mut plays {
        for keys in ["", "Enter"] {
            play.keys(keys);
            if play.footer().contains("Space mark") {
                break;
            }
            let (footer, panel) = (play.footer(), guide(play));
            let panel = panel.lines().rev().find(|row| row.contains(" · ")).unwrap().to_owned();
            for key in ["Enter", "h", "u", "J/K", "F2", "Esc"] {
                let word = |text: &str| {
                    let words: Vec<&str> = text.split_whitespace().collect();
                    let at = words.iter().position(|word| *word == key)?;
                    words.get(at + 1).map(|word| word.trim_matches('·').to_owned())
                };
                if let (Some(one), Some(other)) = (word(&footer), word(&panel)) {
                    assert_eq!(one, other, "{key}\n{panel}\n{footer}");
                }
            }
        }
    }
}

#[test]
fn a_sample_is_offered_only_where_there_is_one() {
    let text = "\
# First

```dockerfile
FROM alpine
```

## Second

<!-- focus: HEALTHCHECK -->

Words.
";
    let mut play = lesson(text, 80, 24);
    play.keys("]");
    assert!(guide(&play).contains("Words."), "{}", guide(&play));
    assert!(!guide(&play).contains("v shows"), "{}", guide(&play));
    play.keys("v");
    assert!(play.footer().contains("no sample"), "{}", play.footer());
}

#[test]
fn single_lines_of_a_lesson_are_no_broken_file() {
    let text = "\
# First

```dockerfile
COPY --chown=10001 app.py /srv/
```

```dockerfile bad
COPY --chwn=10001 app.py /srv/
```
";
    let mut play = lesson(text, 120, 40);
    play.keys("v");
    assert!(play.screen().contains("COPY --chown=10001"), "{}", play.screen());
    assert!(!play.screen().contains("problem"), "{}", play.screen());
    assert!(!play.screen().contains("BuildKit would say"), "{}", play.screen());
    play.keys("v");
    assert!(play.screen().contains("1 problem"), "{}", play.screen());
    assert!(!play.screen().contains("below a FROM"), "{}", play.screen());
}

const CHOICE: &str = "\
<!-- quiz: {id: q, skill: a.b} -->
### Which?

> A hint.

1. [ ] Option 0
    > About 0.
2. [x] Option 1
    > About 1.
3. [ ] Option 2
    > About 2.
";

#[test]
fn asked_again_it_is_no_first_try() {
    let mut play = lesson(CHOICE, 80, 40);
    for words in ["Option 0", "Option 2"] {
        play.keys(&format!("{} Enter", option(&play, words)));
    }
    assert!(records(&play)[1].closed, "{}", guide(&play));
    play.keys("r");
    play.keys(&format!("{} Enter", option(&play, "Option 1")));
    let last = records(&play)[2];
    assert_eq!((last.correct, last.closed, last.try_number), (true, true, 3));
    let shown = words(&play);
    assert!(shown.contains("✓ Right.") && !shown.contains("on the first try."), "{shown}");
    assert!(shown.contains("right on the first try without a hint: 0."), "{shown}");
    // What was right at once stays so, whatever comes later.
    let mut solid = lesson(CHOICE, 80, 40);
    solid.keys(&format!("{} Enter", option(&solid, "Option 1")));
    solid.keys("r");
    solid.keys(&format!("{} Enter", option(&solid, "Option 0")));
    let shown = words(&solid);
    assert!(shown.contains("right on the first try without a hint: 1."), "{shown}");
}

#[test]
fn a_question_of_an_earlier_session_asked_again_is_no_first_try() {
    let mut play = lesson(CHOICE, 80, 40);
    play.keys(&format!("{} Enter", option(&play, "Option 1")));
    let mut progress = Progress::default();
    let kind = RecordKind::Answer(records(&play)[0].clone());
    progress.take_record(&Record { at: Timestamp(1), kind });
    let mut later = lesson(CHOICE, 80, 40);
    later.send(Message::Progress(Box::new(progress)));
    later.keys("r");
    later.keys(&format!("{} Enter", option(&later, "Option 1")));
    assert_eq!(records(&later)[0].try_number, 2, "the answer stood there");
}

#[test]
fn a_question_asked_again_takes_the_keys_from_the_next_one() {
    let second = CHOICE.replace("id: q,", "id: second,").replace("Option", "Other");
    let mut play = lesson(&format!("{CHOICE}\n{second}"), 120, 40);
    play.keys(&format!("{} Enter", option(&play, "Option 1")));
    play.keys("r");
    assert!(!words(&play).contains("answer it now (left for later) Question"), "{}", guide(&play));
    play.keys(&format!("{} Enter", option(&play, "Option 0")));
    let answered: Vec<&str> = records(&play).iter().map(|it| it.question.as_str()).collect();
    assert_eq!(answered, ["q", "q"]);
    play.keys(&format!("{} Enter", option(&play, "Option 1")));
    let answered: Vec<&str> = records(&play).iter().map(|it| it.question.as_str()).collect();
    assert_eq!(answered, ["q", "q", "q"]);
    play.keys(&format!("{} Enter", option(&play, "Other 1")));
    assert_eq!(records(&play).last().unwrap().question, "second");
}

/// A question that is longer than a small window.
fn long() -> String {
    let option = |at: usize| {
        let mark = if at == 1 { 'x' } else { ' ' };
        format!("{}. [{mark}] Option {at} {}\n    > About {at}.\n", at + 1, "goes on ".repeat(9))
    };
    let options: String = (0..4).map(option).collect();
    format!("<!-- quiz: {{id: q, skill: a.b}} -->\n### Which?\n\n{options}")
}

#[test]
fn space_pages_down_until_the_last_option_is_in_view() {
    let mut play = lesson(&long(), 40, 12);
    let mut pages = 0;
    while !play.footer().contains("Space choose") {
        assert!(play.footer().contains("Space go on"), "{}", play.screen());
        assert!(!guide(&play).contains('●'), "{}", play.screen());
        play.keys("Space");
        pages += 1;
        assert!(pages < 9, "{}", play.screen());
    }
    assert!(pages > 1, "{}", play.screen());
    assert!(guide(&play).contains("Enter answer"), "its line of keys is there: {}", guide(&play));
    play.keys("Space");
    assert!(guide(&play).contains('●'), "{}", play.screen());
    // Letters, the arrows and Enter wait for nothing.
    let mut play = lesson(&long(), 40, 12);
    play.keys("j j j j j");
    assert!(!play.footer().contains("Space choose"), "{}", play.screen());
    play.keys("a Enter");
    assert_eq!(records(&play).len(), 1, "{}", play.screen());
}

#[test]
fn space_chooses_after_a_move_up_in_a_question_that_was_in_view_to_its_end() {
    let mut play = lesson(&long(), 40, 12);
    for _ in 0..9 {
        if play.footer().contains("Space choose") {
            break;
        }
        play.keys("Space");
    }
    play.keys("j j j j k k k k");
    assert!(!guide(&play).contains("Enter answer"), "its end is out of view: {}", guide(&play));
    assert!(play.footer().contains("Space choose"), "{}", play.screen());
    play.keys("Space");
    assert!(guide(&play).contains('●'), "{}", play.screen());
}

#[test]
fn the_next_question_takes_space_once_it_is_in_view() {
    let second = long().replace("id: q,", "id: second,").replace("Option", "Other");
    let mut play = lesson(&format!("{CHOICE}\n{second}"), 80, 24);
    play.keys(&format!("{} Enter", option(&play, "Option 1")));
    for _ in 0..9 {
        if play.footer().contains("Space choose") {
            break;
        }
        play.keys("Space");
        assert!(!guide(&play).contains('●'), "{}", play.screen());
    }
    let shown = guide(&play);
    let mut all = (0..4).map(|at| format!("Other {at}"));
    assert!(all.all(|it| shown.contains(&it)), "{shown}");
}

#[test]
fn an_order_says_what_space_does_now() {
    let text = "<!-- quiz: {id: q} -->\n### Sort.\n\n1. One\n2. Two\n3. Three\n";
    let mut play = lesson(text, 80, 24);
    assert!(play.footer().contains("Space grab"), "{}", play.footer());
    play.keys("Space");
    assert!(play.footer().contains("Space let go"), "{}", play.footer());
    assert!(guide(&play).contains("Space let go"), "{}", guide(&play));
    play.keys("Space");
    assert!(play.footer().contains("Space grab"), "{}", play.footer());
}

#[test]
fn ticking_does_not_offer_to_say_how_sure_one_is() {
    let mut play = lesson(EXPLAIN, 120, 40);
    play.keys("Enter").type_text("It is so because of the cache.").keys("Enter");
    assert!(guide(&play).contains("A good answer has these points"), "{}", guide(&play));
    assert!(!play.footer().contains("sure?"), "{}", play.footer());
}

#[test]
fn while_the_file_has_the_keys_the_question_says_how_to_get_back() {
    let mut play = lesson(CHOICE, 120, 40);
    assert!(guide(&play).contains("Enter answer"), "{}", guide(&play));
    play.keys("Tab");
    assert!(!guide(&play).contains("Enter answer"), "{}", guide(&play));
    assert!(guide(&play).contains("Tab back to this question"), "{}", guide(&play));
    play.keys("Tab");
    assert!(guide(&play).contains("Enter answer"), "{}", guide(&play));
}

#[test]
fn the_last_hint_is_said_to_be_the_last() {
    let mut play = lesson(CHOICE, 120, 40);
    play.keys("h h");
    assert!(play.footer().contains("That was the last hint."), "{}", play.footer());
    let mut none = lesson("<!-- quiz: {id: q, answer: x} -->\n### Which?\n", 120, 40);
    none.keys("F2");
    assert!(none.footer().contains("There is no hint here."), "{}", none.footer());
}

#[test]
fn a_sample_that_is_not_in_view_says_how_it_is_seen() {
    let text = "# Where it stands\n\n```dockerfile\nFROM alpine\n```\n";
    let mut wide = lesson(text, 120, 40);
    wide.keys("v");
    let words = "The sample of “Where it stands” is in the file pane; v goes on, o goes back.";
    assert!(wide.footer().contains(words), "{}", wide.footer());
    let mut narrow = lesson(text, 80, 24);
    narrow.keys("v");
    let words = "Tab shows the sample of “Where it stands”; v goes on, o goes back.";
    assert!(narrow.footer().contains(words), "{}", narrow.footer());
}

#[test]
fn the_hint_of_an_edit_names_the_file() {
    let mut play = ask("<!-- ask: {gen: cache-after-edit, path: app.py} -->\n", 120, 40);
    play.keys("h");
    assert!(words(&play).contains("the first step that takes app.py"), "{}", guide(&play));
}
