//! Keys become actions, and actions are done.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::explain::mask::masked;
use crate::source::LineNumber;
use crate::tui::commands::PaletteState;
use crate::tui::effects::{Capture, Practice};
use crate::tui::guide::Guide;
use crate::tui::keymap::{self, Chord, Where};
use crate::tui::model::{Model, Overlay, Pane};
use crate::tui::theme::Theme;
use crate::tui::view::Frame;
use crate::tui::{Action, Choose, Effect, View};

use super::{ask_guide, checks, choose, folder, follow_selection, give_keys_to_file, overlay, say};

/// A key was pressed.
pub(super) fn press(model: &mut Model, event: &KeyEvent, effects: &mut Vec<Effect>) {
    model.status = None;
    let places = model.places();
    if let Some(letter) = typed_letter(event)
        && (places.contains(&Where::Typing) || model.guide_takes_letter(letter))
    {
        return perform(model, Action::Insert(letter), effects);
    }
    let Some(chord) = Chord::from_event(event) else { return };
    match keymap::find(chord, &places) {
        Some(binding) => perform(model, binding.action, effects),
        None if model.overlay.is_none() => {
            say(model, format!("{} does nothing here. ? shows all keys.", chord.name()));
        }
        None => {}
    }
}

/// The letter that a key types; `None` for keys that type nothing.
fn typed_letter(event: &KeyEvent) -> Option<char> {
    let commands = KeyModifiers::CONTROL | KeyModifiers::SUPER | KeyModifiers::META;
    // AltGr arrives as Ctrl and Alt together on Windows, and types letters.
    let is_alt_graph = event.modifiers.contains(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match event.code {
        KeyCode::Char(letter) if !event.modifiers.intersects(commands) || is_alt_graph => {
            (!letter.is_control()).then_some(letter)
        }
        _ => None,
    }
}

/// Text was pasted: it is typed where something is typed, and ignored elsewhere,
/// so that a stray paste does not press a hundred keys.
pub(super) fn paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    if model.guide_types() {
        let (guide, context) = model.guide_and_context();
        guide.paste(text, &context);
    } else if model.overlay.is_some() {
        let line = text.lines().next().unwrap_or_default();
        for letter in line.chars().filter(|letter| !letter.is_control()).take(500) {
            perform(model, Action::Insert(letter), effects);
        }
    } else {
        say(model, "There is nothing to paste into here.");
    }
}

/// Does what the reader asks for.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    if overlay::perform(model, action, effects) {
        return;
    }
    if model.guide_types() && !matches!(action, Action::Quit | Action::Suspend | Action::NextPane) {
        return ask_guide(model, effects, |guide, context| guide.update(action, context));
    }
    bring_up_lesson(model, action);
    match action {
        Action::Quit => effects.extend([Effect::Remember(model.place()), Effect::Quit]),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Help => model.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Palette => {
            let mut more = model.guide.palette();
            if model.file.is_practice() {
                let words = "Begin the sample anew; your copy is kept as Dockerfile.before";
                more.insert(0, (words.to_owned(), Action::RenewPractice));
            }
            let palette = PaletteState::new(&model.places(), more);
            model.overlay = Some(Overlay::Palette(palette));
        }
        Action::Close => close(model, effects),
        Action::NextPane => match model.focus {
            Pane::Guide => follow_selection(model, effects, give_keys_to_file),
            Pane::File => model.focus = Pane::Guide,
        },
        Action::Show(view) => show(model, view),
        Action::Targets => choose::list_targets(model),
        Action::ChooseTarget(number) => choose::choose_target(model, number),
        Action::Arguments => choose::list_arguments(model),
        Action::TypeArgument(number) => choose::type_argument(model, number),
        Action::ForgetArguments => choose::change(model, Choose::NoArguments),
        Action::Edit => edit(model, effects),
        Action::RenewPractice => renew_practice(model, effects),
        Action::Copy => copy(model, effects),
        Action::ToggleMouse => toggle_mouse(model, effects),
        Action::NextTheme => {
            let palette = model.theme.palette.next();
            model.theme = Theme::new(palette);
            model.settings.theme = palette.choice();
            say(model, format!("Theme: {}.", palette.name()));
        }
        Action::ToggleSecrets => toggle_secrets(model),
        _ if in_file(model, action, effects) => {}
        _ => ask_guide(model, effects, |guide, context| guide.update(action, context)),
    }
}

/// Who goes on in a lesson wants to see it: where the file stands alone on the
/// screen, the guide takes its place first.
fn bring_up_lesson(model: &mut Model, action: Action) {
    let goes_on = matches!(action, Action::Reveal | Action::StepNext | Action::StepPrevious);
    let is_lesson = matches!(model.view, View::Lesson | View::Review);
    let is_hidden = model.focus == Pane::File && !Frame::of(model).is_side_by_side();
    if goes_on && is_lesson && is_hidden {
        model.focus = Pane::Guide;
        // It was laid out for no size while it was hidden.
        model.settle();
    }
}

/// Shows a view of the guide; where there is room for one pane, the guide's.
fn show(model: &mut Model, view: View) {
    if view != model.view && matches!(view, View::Cache | View::Context) {
        folder::may_have_changed(model);
    }
    if view != model.view && matches!(view, View::Checks | View::Home) {
        checks::may_have_changed(model);
    }
    if view != model.view && view == View::Explain {
        model.file.show_selection();
    }
    model.view = view;
    // Home is there to choose from it.
    if view == View::Home || !Frame::of(model).is_side_by_side() {
        model.focus = Pane::Guide;
    }
}

/// Does what concerns the file pane; says whether it did.
fn in_file(model: &mut Model, action: Action, effects: &mut Vec<Effect>) -> bool {
    let is_movement = matches!(
        action,
        Action::Up
            | Action::Down
            | Action::PageUp
            | Action::PageDown
            | Action::HalfUp
            | Action::HalfDown
            | Action::Top
            | Action::Bottom
            | Action::Left
            | Action::Right
    );
    let folds = matches!(action, Action::ToggleFold | Action::ToggleFolds);
    let is_for_guide = is_movement || folds && model.view == View::Explain;
    if is_for_guide && model.focus == Pane::Guide {
        return false;
    }
    let mut is_done = true;
    follow_selection(model, effects, |model| is_done = act_in_file(model, action));
    is_done
}

fn act_in_file(model: &mut Model, action: Action) -> bool {
    let file = &mut model.file;
    match action {
        Action::Up => file.up(),
        Action::Down => file.down(),
        Action::PageUp => file.page(-file.whole()),
        Action::PageDown => file.page(file.whole()),
        Action::HalfUp => file.page(-file.half()),
        Action::HalfDown => file.page(file.half()),
        Action::Top => file.go_to_top(),
        Action::Bottom => file.go_to_bottom(),
        Action::Left => file.sideways(-1),
        Action::Right => file.sideways(1),
        Action::Search => {
            let from = file.top_line().unwrap_or(LineNumber::FIRST);
            model.overlay = Some(Overlay::Search { field: Default::default(), from });
        }
        Action::SearchNext => to_match(model, 1),
        Action::SearchPrevious => to_match(model, -1),
        Action::NextProblem => {
            if !file.go_to_next_problem() {
                say(model, "There is no problem in this file.");
            }
        }
        Action::ToggleWrap => {
            file.toggle_wrap();
            let words = if file.wraps() {
                "Long lines are wrapped."
            } else {
                "Long lines go beyond the edge; the arrow keys move sideways in the file."
            };
            say(model, words);
        }
        Action::ToggleFold => {
            if !file.toggle_fold() {
                say(model, "There is nothing to fold in this instruction.");
            }
        }
        Action::ToggleFolds => {
            if !file.toggle_folds() {
                say(model, "There is nothing to fold in this file.");
            }
        }
        _ => return false,
    }
    true
}

fn to_match(model: &mut Model, steps: isize) {
    if model.file.search().query.is_empty() {
        return say(model, "Nothing is searched yet. / begins a search.");
    }
    model.file.next_match(steps);
    let summary = model.file.search().summary();
    say(model, summary);
}

/// Closes what is open on top; without anything open, ends the search.
fn close(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.file.search().query.is_empty() {
        ask_guide(model, effects, |guide: &mut Guide, context| {
            guide.update(Action::Close, context)
        });
    } else {
        model.file.search_for("", LineNumber::FIRST);
    }
}

fn edit(model: &mut Model, effects: &mut Vec<Effect>) {
    let line = line_to_edit(model);
    if model.shows_lesson_sample() {
        return effects.extend(model.practise(Practice::Edit(line)));
    }
    if model.file.is_visiting() {
        return say(model, "This sample is only to look at. o goes back.");
    }
    match model.file.path_to_edit() {
        Some(path) => effects.push(Effect::Edit { path: path.to_owned(), line }),
        None => say(model, "This text was read from standard input; there is no file to edit."),
    }
}

/// The line that a task or a question marks; the reader's own where none is
/// marked, where it is one of these, or where the keys are in the file.
fn line_to_edit(model: &Model) -> LineNumber {
    let file = model.file.dockerfile();
    let own = model.file.selected_lines();
    let marked: Vec<LineNumber> = match model.focus {
        Pane::Guide => model
            .guide
            .asked_for(model.view)
            .iter()
            .map(|span| file.source.line_at(span.start))
            .collect(),
        Pane::File => Vec::new(),
    };
    let is_marked = own.is_some_and(|own| marked.iter().any(|line| own.contains(*line)));
    let first = marked.first().copied().filter(|_| !is_marked);
    first.or(own.map(|own| own.first)).unwrap_or(LineNumber::FIRST)
}

fn renew_practice(model: &mut Model, effects: &mut Vec<Effect>) {
    let effect = model.practise(Practice::Renew);
    if effect.is_some() {
        say(model, "The sample begins anew. What you wrote is kept as Dockerfile.before.");
    }
    effects.extend(effect);
}

fn copy(model: &mut Model, effects: &mut Vec<Effect>) {
    let of_guide = match model.focus {
        Pane::Guide => model.guide.copy(&model.context()),
        Pane::File => None,
    };
    let (text, what) = match of_guide {
        Some(text) => (text, "Sent what the guide shows to the clipboard.".to_owned()),
        None => match selected_text(model) {
            Some(found) => found,
            None => return say(model, "There is nothing to copy."),
        },
    };
    effects.push(Effect::Copy(text));
    say(model, what);
}

/// The text of the selected instruction, its secrets masked unless they are shown.
fn selected_text(model: &Model) -> Option<(String, String)> {
    let file = model.file.dockerfile();
    let instruction = file.instructions.get(model.file.selected()?.0 as usize)?;
    let lines = instruction.lines;
    let whole = file.source.slice(instruction.span);
    let secrets = if model.mask_secrets { model.file.secrets() } else { &[] };
    let text = masked(file, instruction.span, secrets).into_owned();
    let place = match lines.count() {
        1 => format!("line {}", lines.first),
        _ => format!("lines {} to {}", lines.first, lines.last),
    };
    let note = if text == whole { "" } else { ", secrets masked (s shows them)" };
    Some((text, format!("Sent {place} to the clipboard{note}.")))
}

fn toggle_mouse(model: &mut Model, effects: &mut Vec<Effect>) {
    model.mouse = !model.mouse;
    let (capture, words) = if model.mouse {
        (Capture::Taken, "The mouse clicks and scrolls here again.")
    } else {
        (Capture::Freed, "The mouse is free to select text. m takes it again.")
    };
    effects.push(Effect::Mouse(capture));
    say(model, words);
}

fn toggle_secrets(model: &mut Model) {
    if !model.file.has_secrets() {
        return say(model, "No value in this file looks like a secret.");
    }
    model.mask_secrets = !model.mask_secrets;
    let words = if model.mask_secrets {
        "Values that look like secrets are hidden."
    } else {
        "Values that look like secrets are shown. s hides them."
    };
    say(model, words);
}
