//! The one table of keys. The footer, the help and the palette are made from it.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{Action, View};

mod place;

pub use place::Where;

/// A key with its modifiers. Shift is part of the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Chord {
    /// The key.
    pub code: KeyCode,
    /// Whether Ctrl is held.
    pub control: bool,
}

impl Chord {
    /// The chord of a key press; `None` with Alt and other modifiers that nothing is bound to.
    pub fn from_event(event: &KeyEvent) -> Option<Self> {
        let modifiers = event.modifiers.difference(KeyModifiers::SHIFT | KeyModifiers::CONTROL);
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let code = match event.code {
            KeyCode::Char(letter) if control => KeyCode::Char(letter.to_ascii_lowercase()),
            code => code,
        };
        modifiers.is_empty().then_some(Self { code, control })
    }

    /// What the key is called on screen.
    pub fn name(self) -> String {
        let name = match self.code {
            KeyCode::Char(' ') => "Space".to_owned(),
            KeyCode::Char(letter) => letter.to_string(),
            KeyCode::Up => "↑".to_owned(),
            KeyCode::Down => "↓".to_owned(),
            KeyCode::Left => "←".to_owned(),
            KeyCode::Right => "→".to_owned(),
            KeyCode::BackTab => "Shift-Tab".to_owned(),
            KeyCode::F(number) => format!("F{number}"),
            code => format!("{code:?}"),
        };
        if self.control { format!("Ctrl-{name}") } else { name }
    }
}

const fn key(letter: char) -> Chord {
    Chord { code: KeyCode::Char(letter), control: false }
}

const fn control(letter: char) -> Chord {
    Chord { code: KeyCode::Char(letter), control: true }
}

const fn special(code: KeyCode) -> Chord {
    Chord { code, control: false }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The keys, the one to show first.
    pub keys: &'static [Chord],
    /// What they do.
    pub action: Action,
    /// Where they do it.
    pub place: Where,
    /// A word or two for the footer; empty: not in the footer. Rows next to each
    /// other with the same label are shown as one: `h/l words`.
    pub label: &'static str,
    /// What it does, for the help and the palette.
    pub description: &'static str,
}

const fn row(
    place: Where,
    keys: &'static [Chord],
    action: Action,
    label: &'static str,
    description: &'static str,
) -> Binding {
    Binding { keys, action, place, label, description }
}

/// Every binding, in the order of the footer. A key stands once in a place, and
/// never in two places that can be in force together. So digits are for views
/// alone, and options have letters.
#[rustfmt::skip] // One row a line, to be read as a table.
pub const BINDINGS: &[Binding] = &[
    row(Where::Pointed, &[special(KeyCode::Enter)], Action::Submit, "answer", "Hand in the line that is marked"),
    row(Where::Pointer, &[special(KeyCode::Enter)], Action::Submit, "point", "Go to the file, to point at the line there"),
    row(Where::Field, &[special(KeyCode::Enter)], Action::Submit, "type", "Type an answer"),
    row(Where::Lesson, &[key(' ')], Action::Reveal, "go on", "Go on: a page down, then what waits behind the pause, then the next step"),
    row(Where::Grab, &[key(' ')], Action::Mark, "grab", "Grab the line under the cursor, so that the arrows move it"),
    row(Where::Grabbed, &[key(' ')], Action::Mark, "let go", "Let the line go that is grabbed"),
    row(Where::Options, &[key(' ')], Action::Mark, "choose", "Choose the option under the cursor, once the question is in view to its end"),
    row(Where::Question, &[special(KeyCode::Enter)], Action::Submit, "answer", "Hand the answer in"),
    row(Where::Pointing, &[key(' ')], Action::Mark, "mark", "Mark the selected line, or take its mark away"),
    row(Where::Pointing, &[special(KeyCode::Enter)], Action::Submit, "answer", "Hand in the lines that are marked"),
    row(Where::Pointing, &[special(KeyCode::Esc)], Action::Close, "back", "Give the keys back to the guide; the marks stay"),
    row(Where::Predicting, &[key('r')], Action::MarkRuns, "runs", "Mark the selected step: it runs again"),
    row(Where::Predicting, &[key('c')], Action::MarkCached, "cached", "Mark the selected step: it is cached, as every step is at first"),
    row(Where::Pointer, &[key('h')], Action::Hint, "hint", "Show a hint"),
    row(Where::Pointer, &[key('u')], Action::Confidence, "sure?", "Say how sure you are: sure, unsure, nothing"),
    row(Where::Question, &[key('u')], Action::Confidence, "sure?", "Say how sure you are: sure, unsure, nothing"),
    row(Where::Question, &[key('h')], Action::Hint, "hint", "Show a hint"),
    row(Where::Field, &[special(KeyCode::F(2))], Action::Hint, "hint", "Show a hint"),
    row(Where::Lesson, &[key('h'), special(KeyCode::F(2))], Action::Hint, "", "Show a hint to the question or the task"),
    row(Where::Question, &[key('a')], Action::Choose(0), "", "Choose the first option"),
    row(Where::Question, &[key('b')], Action::Choose(1), "", "Choose the second option"),
    row(Where::Question, &[key('c')], Action::Choose(2), "", "Choose the third option"),
    row(Where::Question, &[key('d')], Action::Choose(3), "", "Choose the fourth option"),
    row(Where::Truth, &[key('t')], Action::ChooseTrue, "", "Choose \u{201c}true\u{201d}"),
    row(Where::Truth, &[key('f')], Action::ChooseFalse, "", "Choose \u{201c}false\u{201d}"),
    row(Where::ManyOptions, &[key('e')], Action::Choose(4), "", "Choose the fifth option"),
    row(Where::ManyOptions, &[key('f')], Action::Choose(5), "", "Choose the sixth option"),
    row(Where::ManyOptions, &[key('g')], Action::Choose(6), "", "Choose the seventh option"),
    row(Where::ManyOptions, &[key('i')], Action::Choose(7), "", "Choose the eighth option; h shows a hint"),
    row(Where::Order, &[key('J')], Action::MoveDown, "move line", "Move the line under the cursor down"),
    row(Where::Order, &[key('K')], Action::MoveUp, "move line", "Move the line under the cursor up"),
    row(Where::Lesson, &[key('[')], Action::StepPrevious, "steps", "Go to the step before"),
    row(Where::Lesson, &[key(']')], Action::StepNext, "steps", "Go to the next step of the lesson"),
    row(Where::Lesson, &[key('r')], Action::Retry, "", "Ask the last answered question of the step again"),
    row(Where::Lesson, &[key('I')], Action::Known, "", "\u{201c}I know this\u{201d}: be asked about every skill of the lesson, and be done with it"),
    row(Where::Lesson, &[special(KeyCode::Enter)], Action::Submit, "", "Take up a question that was left for later; unfold or fold a text"),
    row(Where::Explain, &[key('h')], Action::TokenPrevious, "words", "Go to the word before, in the selected instruction"),
    row(Where::Explain, &[key('l')], Action::TokenNext, "words", "Go to the next word of the selected instruction"),
    row(Where::Explain, &[key(' ')], Action::Reveal, "go on", "Go on: a page down, then the next instruction"),
    row(Where::Explain, &[special(KeyCode::Enter)], Action::Submit, "open", "Open the page of the chosen word: package, image, command, variable; without a word, the lesson; at a sentence, go to what proves it"),
    row(Where::Explain, &[key('(')], Action::SentencePrevious, "why", "Select the sentence before; \u{25c6} marks in the file what proves it"),
    row(Where::Explain, &[key(')')], Action::SentenceNext, "why", "Select the next sentence; \u{25c6} marks in the file what proves it"),
    row(Where::Explain, &[key('[')], Action::InstructionPrevious, "lines", "Explain what stands before: an instruction, a directive, a comment"),
    row(Where::Explain, &[key(']')], Action::InstructionNext, "lines", "Explain what stands next: an instruction, a directive, a comment"),
    row(Where::Explain, &[key('{')], Action::PartPrevious, "", "Go to the command before, in a RUN of several"),
    row(Where::Explain, &[key('}')], Action::PartNext, "", "Go to the next command of a RUN"),
    row(Where::Page, &[special(KeyCode::Esc)], Action::Close, "back", "Close the page, back to the explanation"),
    row(Where::Page, &[key('(')], Action::SentencePrevious, "places", "Select the place before where this stands in the file"),
    row(Where::Page, &[key(')')], Action::SentenceNext, "places", "Select the next place where this stands in the file"),
    row(Where::Page, &[special(KeyCode::Enter)], Action::Submit, "go there", "Go to the selected place; without one, close the page"),
    row(Where::Page, &[key(' ')], Action::Reveal, "", "A page down, here too"),
    row(Where::Stages, &[special(KeyCode::Enter)], Action::Submit, "target", "Make the selected stage the target"),
    row(Where::Cache, &[special(KeyCode::Enter)], Action::Submit, "change", "Add the change under the cursor, or open its list; at a step, add an edit of its line"),
    row(Where::Cache, &[key('u'), special(KeyCode::Backspace)], Action::TakeBack, "take back", "Take the last change back"),
    row(Where::Cache, &[key('x')], Action::ForgetChanges, "clear", "Take all changes back"),
    row(Where::Cache, &[key('f')], Action::Find, "file", "Choose a file or folder to change, from the tree of the context"),
    row(Where::Cache, &[key('P')], Action::Predict, "predict", "Predict: mark first which steps run, and compare with the forecast then"),
    row(Where::Cache, &[key(' ')], Action::Mark, "", "Mark the step under the cursor as one that runs, while you predict"),
    row(Where::Cache, &[key('b')], Action::BetterOrder, "order", "Look for a better order of the file, which runs less again; again to hide it"),
    row(Where::Cache, &[key('S')], Action::SaveScenario, "", "Save the changes as a scenario, for layerwise cache --scenario"),
    row(Where::Cache, &[key('r')], Action::Rescan, "", "Look through the folder again"),
    row(Where::Choosing, &[special(KeyCode::Enter)], Action::Submit, "choose", "Choose what is under the cursor; unfold or fold a folder"),
    row(Where::Tree, &[key(' ')], Action::Mark, "changes", "Say what can happen to the file or folder under the cursor"),
    row(Where::Tree, &[key('f')], Action::Find, "find", "Find paths in the tree: show only those with the letters that you type"),
    row(Where::Tree, &[key('r')], Action::Rescan, "", "Look through the folder again"),
    row(Where::Context, &[special(KeyCode::Enter), key(' ')], Action::Submit, "open", "Unfold or fold the folder; at a file, go to the line that takes it"),
    row(Where::Context, &[key('f')], Action::Find, "find", "Find paths: show only those with the letters that you type"),
    row(Where::Context, &[key('x')], Action::NextFate, "show", "Show everything, or only what is sent, left out, taken by the selected line, or taken by none"),
    row(Where::Context, &[key('b')], Action::Overview, "largest", "Show the largest files and folders, and what each line takes or leaves out; again for the tree"),
    row(Where::Context, &[key('[')], Action::InstructionPrevious, "lines", "Select the line before that takes files"),
    row(Where::Context, &[key(']')], Action::InstructionNext, "lines", "Select the next line that takes files"),
    row(Where::Context, &[key('r')], Action::Rescan, "", "Look through the folder again"),
    row(Where::Checks, &[special(KeyCode::Enter), key(' ')], Action::Submit, "page", "Show the fix and the page of the selected finding, or hide them"),
    row(Where::Checks, &[key('a')], Action::ApplyFix, "apply", "Write the fix of the selected finding into your file, after a question"),
    row(Where::Checks, &[key('u')], Action::UndoFix, "", "Take the last fix back: the old text is written again"),
    row(Where::Checks, &[key('f')], Action::NextLevel, "filter", "Show only errors, only warnings, only hints, or all"),
    row(Where::Checks, &[key('c')], Action::NextCategory, "", "Show only one category: security, size, cache and so on, or all"),
    row(Where::Checks, &[key('r')], Action::ToggleRules, "rules", "Show the checks that find nothing, and why not; again for the findings"),
    row(Where::Rules, &[special(KeyCode::Enter), key(' ')], Action::Submit, "page", "Show the page of the selected check, or hide it"),
    row(Where::Rules, &[key('r')], Action::ToggleRules, "findings", "Show the findings again, with what is wrong"),
    row(Where::Home, &[special(KeyCode::Enter)], Action::Submit, "open", "Open what is under the cursor: a lesson, the review, the lessons of a path"),
    row(Where::Home, &[key(' ')], Action::Reveal, "go on", "Go on with the lesson where you were"),
    row(Where::Home, &[key('I')], Action::Known, "known", "\u{201c}I know this\u{201d}: be asked about every skill of the lesson under the cursor, and be done with it"),
    row(Where::Confirm, &[key('y')], Action::Yes, "write it", "Write the fix into the file"),
    row(Where::Confirm, &[key('n'), special(KeyCode::Esc)], Action::No, "leave it", "Leave the file as it is"),
    row(Where::Checks, &[key('l')], Action::ToggleLists, "lists", "Show the check lists and the decisions in place of the findings, or the findings again"),
    row(Where::Lists, &[key('[')], Action::PreviousList, "lists", "Show the check list before; the last page has the decisions"),
    row(Where::Lists, &[key(']')], Action::NextList, "lists", "Show the next check list; the last page has the decisions"),
    row(Where::Lists, &[special(KeyCode::Enter)], Action::Submit, "line", "Go to the line that proves the selected item; again for the next one"),
    row(Where::Lists, &[key('r')], Action::ReadLesson, "lesson", "Open the lesson that treats the selected item"),
    row(Where::Lists, &[key(' ')], Action::Mark, "answer", "Answer the selected question of the decisions; again for the next answer"),
    row(Where::Lists, &[key('l')], Action::ToggleLists, "findings", "Show the findings again"),
    row(Where::Pane, &[key('j'), special(KeyCode::Down)], Action::Down, "move", "Down: the next instruction; in a lesson, the next row"),
    row(Where::Pane, &[key('k'), special(KeyCode::Up)], Action::Up, "move", "Up: the instruction before; in a lesson, the row before"),
    row(Where::Pane, &[special(KeyCode::PageDown), control('f')], Action::PageDown, "", "A page down"),
    row(Where::Pane, &[special(KeyCode::PageUp), control('b')], Action::PageUp, "", "A page up"),
    row(Where::Pane, &[control('d')], Action::HalfDown, "", "Half a page down"),
    row(Where::Pane, &[control('u')], Action::HalfUp, "", "Half a page up"),
    row(Where::Pane, &[key('g'), special(KeyCode::Home)], Action::Top, "", "To the top"),
    row(Where::Pane, &[key('G'), special(KeyCode::End)], Action::Bottom, "", "To the bottom"),
    row(Where::Pane, &[special(KeyCode::Left)], Action::Left, "", "Left: the word before in Explain, sideways in the file"),
    row(Where::Pane, &[special(KeyCode::Right)], Action::Right, "", "Right: the next word in Explain, sideways in the file"),
    row(Where::Pane, &[key('z')], Action::ToggleFold, "", "Fold or unfold: the selected instruction\u{2019}s long text; in Explain, the words of a command of a RUN"),
    row(Where::Pane, &[special(KeyCode::Tab), special(KeyCode::BackTab)], Action::NextPane, "pane", "Give the keys to the other pane; in a narrow terminal, show it"),
    row(Where::Everywhere, &[key('1')], Action::Show(View::Lesson), "", "Show the lesson"),
    row(Where::Everywhere, &[key('2')], Action::Show(View::Explain), "", "Explain the selected instruction"),
    row(Where::Everywhere, &[key('3')], Action::Show(View::Stages), "", "Show the stages and what each needs"),
    row(Where::Everywhere, &[key('4')], Action::Show(View::Cache), "", "Show what runs again after a change"),
    row(Where::Everywhere, &[key('5')], Action::Show(View::Context), "", "Show the files that a build is sent"),
    row(Where::Everywhere, &[key('6')], Action::Show(View::Runtime), "", "Show what starts in a container"),
    row(Where::Everywhere, &[key('7')], Action::Show(View::Checks), "", "Show what is wrong with the file, why, and the fix"),
    row(Where::Everywhere, &[key('8')], Action::Show(View::Review), "", "Show how your skills sit, and answer what is due"),
    row(Where::Everywhere, &[key('0')], Action::Show(View::Home), "", "Show home: where you were, what is due, what your file needs most, all lessons"),
    row(Where::Everywhere, &[key('t')], Action::Targets, "", "Choose the target: the stage that is built"),
    row(Where::Everywhere, &[key('A')], Action::Arguments, "", "Give build arguments, or take them away"),
    row(Where::Everywhere, &[key('L')], Action::Lessons, "", "List all lessons"),
    row(Where::Everywhere, &[key('v')], Action::NextSample, "", "View the lesson\u{2019}s sample; again for the next one"),
    row(Where::Everywhere, &[key('o')], Action::OwnFile, "", "Back from a sample to your own file"),
    row(Where::Everywhere, &[key('e')], Action::Edit, "edit", "Open the file in your editor: at what the task or question marks, else at the selected line"),
    row(Where::Everywhere, &[key('/')], Action::Search, "search", "Search in the file; a capital letter makes case matter"),
    row(Where::Everywhere, &[key('n')], Action::SearchNext, "", "To the next match"),
    row(Where::Everywhere, &[key('N')], Action::SearchPrevious, "", "To the match before"),
    row(Where::Everywhere, &[key('p')], Action::NextProblem, "", "To the next problem in the file"),
    row(Where::Everywhere, &[key('y')], Action::Copy, "", "Copy: the selected instruction, or what the guide offers"),
    row(Where::Everywhere, &[key('w')], Action::ToggleWrap, "", "Wrap long lines, or scroll them sideways"),
    row(Where::Everywhere, &[key('Z')], Action::ToggleFolds, "", "Fold or unfold everything: long texts in the file; in Explain, the commands of a RUN"),
    row(Where::Everywhere, &[key('s')], Action::ToggleSecrets, "", "Show or hide values that look like secrets"),
    row(Where::Everywhere, &[key('m')], Action::ToggleMouse, "", "Free the mouse to select text with it, or take it again"),
    row(Where::Everywhere, &[key('T')], Action::NextTheme, "", "Use the next theme: dark, light, monochrome"),
    row(Where::Everywhere, &[key('?')], Action::Help, "keys", "Show all keys"),
    row(Where::Everywhere, &[key(':')], Action::Palette, "commands", "Find a command or a lesson by a part of its name"),
    row(Where::Everywhere, &[key('q')], Action::Quit, "quit", "Quit"),
    row(Where::Always, &[special(KeyCode::F(1))], Action::Help, "", "Show all keys"),
    row(Where::Always, &[special(KeyCode::Esc)], Action::Close, "", "Close what is open on top, end the search"),
    row(Where::Always, &[control('c')], Action::Quit, "", "Quit"),
    row(Where::Always, &[control('z')], Action::Suspend, "", "Go back to the shell for a while; fg returns here"),
    row(Where::Answer, &[special(KeyCode::Enter)], Action::Submit, "answer", "Hand in what is typed"),
    row(Where::Answer, &[special(KeyCode::F(2))], Action::Hint, "hint", "Show a hint"),
    row(Where::Answer, &[special(KeyCode::Tab), special(KeyCode::BackTab)], Action::NextPane, "pane", "Give the keys to the file; the answer stays"),
    row(Where::Answer, &[special(KeyCode::Esc)], Action::Close, "stop typing", "Stop typing; the text stays"),
    row(Where::Palette, &[special(KeyCode::Enter)], Action::Submit, "do it", "Do the chosen command, or take the chosen one of a list"),
    row(Where::Chooser, &[special(KeyCode::Enter)], Action::Submit, "open", "Open the chosen lesson"),
    row(Where::Prompt, &[special(KeyCode::Enter)], Action::Submit, "done", "Go to the match; be done with typing"),
    row(Where::Prompt, &[special(KeyCode::Esc)], Action::Close, "close", "Close without doing anything"),
    row(Where::Typing, &[special(KeyCode::Up)], Action::Up, "", "Up in the list"),
    row(Where::Typing, &[special(KeyCode::Down)], Action::Down, "", "Down in the list"),
    row(Where::Typing, &[special(KeyCode::Left)], Action::Left, "", "Left in the text"),
    row(Where::Typing, &[special(KeyCode::Right)], Action::Right, "", "Right in the text"),
    row(Where::Typing, &[special(KeyCode::Home)], Action::Top, "", "To the start of the text"),
    row(Where::Typing, &[special(KeyCode::End)], Action::Bottom, "", "To the end of the text"),
    row(Where::Typing, &[special(KeyCode::Backspace), control('h')], Action::Erase, "", "Remove the letter before the cursor"),
    row(Where::Typing, &[special(KeyCode::Delete)], Action::Delete, "", "Remove the letter behind the cursor"),
    row(Where::Typing, &[control('u')], Action::ClearBefore, "", "Remove everything before the cursor"),
    row(Where::Overlay, &[key('q'), key('?')], Action::Close, "close", "Close the help"),
];

/// The binding of a chord where these places are in force, the most special first.
pub fn find(chord: Chord, places: &[Where]) -> Option<&'static Binding> {
    places.iter().find_map(|place| {
        BINDINGS.iter().find(|binding| binding.place == *place && binding.keys.contains(&chord))
    })
}

/// Whether a letter begins an answer where a field waits for one. Those that do not move
/// about in the lesson, or lead to help and commands; hardly an answer begins with them.
pub fn begins_answer(letter: char) -> bool {
    !matches!(letter, ' ' | 'j' | 'k' | '[' | ']' | '?' | ':')
}

/// All keys of an action as words: `j ↓`.
pub fn names(keys: &[Chord]) -> String {
    keys.iter().map(|chord| chord.name()).collect::<Vec<_>>().join(" ")
}
