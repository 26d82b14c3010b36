//! What a reader sees: pauses, conditions, focus, values, previews.

use layerwise::doc::{Block, BlockKind, markdown};
use layerwise::lesson::{Item, PreviewForm, auto_focus, fill_block, preview};
use layerwise::quiz::generate::SampleAsker;
use layerwise::select::World;

use super::{dockerfile, lesson};

const TEXT: &str = "# T\n\n<!-- focus: FROM -->\none\n\n<!-- pause -->\ntwo\n\n<!-- if: exists(RUN) -->\n\
                    <!-- focus: RUN -->\nthree\n\n<!-- pause -->\nfour\n\n<!-- else -->\nfive\n\n\
                    <!-- endif -->\nsix\n\n<!-- if: final.user.is_root -->\nseven\n\n<!-- else -->\neight\n\n\
                    <!-- endif -->\nnine\n";

/// What is visible, as words; `+` at the end where more waits.
#[track_caller]
fn visible(file: &str, pauses: usize) -> String {
    let lesson = lesson(TEXT);
    let file = dockerfile(file);
    let visible = lesson.visible_items(0, pauses, &World::of(&file));
    let words: Vec<String> = visible
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Block(block) => Some(words(block)),
            _ => None,
        })
        .collect();
    let focus = visible.focus.and_then(|focus| focus.selector.as_ref()).map_or("", |it| &it.text);
    let more = if visible.waiting { " +" } else { "" };
    let doubts: Vec<&str> = visible.undecided.iter().map(|(condition, _)| *condition).collect();
    format!("{}{more} @{focus} {doubts:?}", words.join(" "))
}

fn words(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(text) => text.words(),
        _ => String::new(),
    }
}

#[test]
fn pauses_hide_and_conditions_choose() {
    let run = "FROM a\nRUN b\n";
    assert_eq!(visible(run, 0), "one + @FROM []");
    assert_eq!(visible(run, 1), "one two three + @RUN []");
    assert_eq!(visible(run, 2), "one two three four six nine @RUN [\"final.user.is_root\"]");
    assert_eq!(visible("FROM a\n", 1), "one two five six nine @FROM [\"final.user.is_root\"]");
    assert_eq!(visible("FROM a\n", 99), visible("FROM a\n", 1));
    let file = dockerfile(run);
    let nothing = lesson(TEXT);
    assert!(nothing.visible_items(7, 0, &World::of(&file)).items.is_empty());
}

#[test]
fn values_are_filled_in() {
    let file = dockerfile("FROM a\nRUN b\n");
    let filled = |text: &str| {
        let page = markdown::read(text);
        let filled = fill_block(&page.document.blocks[0], &World::of(&file));
        words(&filled)
    };
    assert_eq!(filled("{{ stages }} stage, line {{ line(RUN) }}"), "1 stage, line 2");
    assert_eq!(filled("as {{ final.user | \"root\" }}"), "as root");
    assert_eq!(filled("as {{ final.user }}"), "as ?");
    assert_eq!(filled("`{{.State}}` `{{ stages }}`"), "{{.State}} 1");
    assert_eq!(filled("a {{ b"), "a {{ b");
    let list = markdown::read("- > {{ stages }}\n");
    let filled = fill_block(&list.document.blocks[0], &World::of(&file));
    assert!(format!("{filled:?}").contains("\"1\""));
}

#[test]
fn blocks_point_at_instructions_of_their_kind() {
    let focus = |text: &str| {
        let page = markdown::read(text);
        auto_focus(&page.document.blocks[0]).map(|selector| selector.text)
    };
    assert_eq!(focus("```dockerfile\nCOPY a b\nRUN c\n```\n").as_deref(), Some("COPY, RUN"));
    assert_eq!(focus("## Why `HEALTHCHECK` lies\n").as_deref(), Some("HEALTHCHECK"));
    assert_eq!(focus("Use COPY, not ADD.\n").as_deref(), Some("COPY, ADD"));
    assert_eq!(focus("run a copy from here\n"), None);
    assert_eq!(focus("RUN COPY ADD ENV all of them\n"), None);
    assert_eq!(focus("```sh\nRUN\n```\n"), None);
    assert_eq!(focus("```dockerfile\nFROM a\nRUN b\nCOPY c d\nCMD e\n```\n"), None);
}

#[test]
fn previews_show_the_whole_lesson() {
    let text = "# T\n\nIntro.\n\n## One\n\n<!-- focus: {sel: RUN, all: true} -->\n<!-- pause -->\n\n\
                <!-- quiz: {id: q} -->\n### Q\n\n> hint\n\n1. [x] a\n    > yes\n2. [ ] b\n\n\
                <details><summary>Why</summary>\n\nBecause.\n\n</details>\n\n- [ ] c <!-- check: parses -->\n";
    let lesson = lesson(text);
    insta::assert_snapshot!(
        "preview_text",
        preview(&lesson, PreviewForm::Text { width: 40 }, &SampleAsker)
    );
    let github = preview(&lesson, PreviewForm::Markdown, &SampleAsker);
    insta::assert_snapshot!("preview_markdown", github);
    assert!(!github.contains("<!--"));
}
