//! `update` decides: a message in, a changed model and effects out.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Size;

use super::guide::Request;
use super::keymap::{self, Chord};
use super::model::{Model, Overlay, Pane, Status, View};
use super::{Action, Effect, Message};

/// Changes the model by a message, and gives what is to be done outside.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(event) => {
            model.status = None;
            if let Some(letter) = typed(model, &event) {
                perform(model, Action::Insert(letter), &mut effects);
                model.settle();
                return effects;
            }
            let places = model.places();
            let found = Chord::from_event(&event).and_then(|chord| keymap::find(chord, &places));
            if let Some(binding) = found {
                perform(model, binding.action, &mut effects);
            }
        }
        Message::Resize { columns, rows } => model.size = Size::new(columns, rows),
        Message::File(news) => {
            model.file.take(news);
            let (guide, context) = model.guide_and_context();
            let requests = guide.file_changed(&context);
            fulfil(model, requests, &mut effects);
        }
        Message::Progress(progress) => {
            let (guide, context) = model.guide_and_context();
            let requests = guide.take_progress(*progress, &context);
            fulfil(model, requests, &mut effects);
        }
        Message::Ready => effects.extend(model.start_slow_things()),
        Message::Brightness(brightness) => model.set_brightness(brightness),
        Message::Trouble(text) => model.status = Some(Status { text, is_trouble: true }),
        Message::Paste(text) if model.guide.typing() => {
            let (guide, context) = model.guide_and_context();
            guide.paste(&text, &context);
        }
        Message::Mouse(_) | Message::Paste(_) => {}
    }
    model.settle();
    effects
}

/// The letter that goes into an answer.
fn typed(model: &Model, event: &KeyEvent) -> Option<char> {
    let plain = event.modifiers.difference(KeyModifiers::SHIFT).is_empty();
    match event.code {
        KeyCode::Char(letter) if plain && model.guide.typing() => Some(letter),
        _ => None,
    }
}

/// Does what the reader asks for.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Quit => effects.push(Effect::Quit),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Help => model.overlay = Some(Overlay::Help { scroll: 0 }),
        Action::Close if model.overlay.is_some() => model.overlay = None,
        Action::NextPane => {
            model.focus = match model.focus {
                Pane::Guide => Pane::File,
                Pane::File => Pane::Guide,
            };
        }
        Action::ShowLesson => model.view = View::Lesson,
        Action::ShowExplain => model.view = View::Explain,
        Action::Down if model.focus == Pane::File => select(model, 1, effects),
        Action::Up if model.focus == Pane::File => select(model, -1, effects),
        _ => {
            let (guide, context) = model.guide_and_context();
            let requests = guide.update(action, &context);
            fulfil(model, requests, effects);
        }
    }
}

fn select(model: &mut Model, steps: i32, effects: &mut Vec<Effect>) {
    model.file.move_selection(steps);
    let (guide, context) = model.guide_and_context();
    let requests = guide.selection_changed(&context);
    fulfil(model, requests, effects);
}

/// Does what the guide wants.
fn fulfil(model: &mut Model, requests: Vec<Request>, effects: &mut Vec<Effect>) {
    for request in requests {
        match request {
            Request::Select(id) => model.file.select(id),
            Request::Reveal(span) => model.file.reveal(span),
            Request::Show(view) => model.view = view,
            Request::ShowSample { name, text } => model.file.show_sample(name, text),
            Request::ShowFile => model.file.show_own(),
            Request::TakeKeys => model.focus = Pane::Guide,
            // The guide keeps these to itself.
            Request::OpenLesson(_) => {}
            Request::Say(text) => model.status = Some(Status { text, is_trouble: false }),
            Request::Perform(effect) => effects.push(effect),
        }
    }
}
