//! `update` decides: a message in, a changed model and effects out.

mod analysis;
mod checks;
mod choose;
mod file;
mod folder;
mod keys;
mod lesson;
mod mouse;
mod outlook;
mod overlay;

use ratatui::layout::Size;

use super::effects::Practice;
use super::guide::{Context, Guide, Request};
use super::model::{Model, Pane, Status, Warming};
use super::surroundings::Depth;
use super::view::Frame;
use super::{Effect, Message};

pub(super) use outlook::key as outlook_key;

/// Changes the model by a message, and gives what is to be done outside.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    let mut effects = Vec::new();
    match message {
        Message::Key(event) => keys::press(model, &event, &mut effects),
        Message::Mouse(event) => mouse::act(model, event, &mut effects),
        Message::Paste(text) => keys::paste(model, &text, &mut effects),
        Message::Resize { columns, rows } => model.size = Size::new(columns, rows),
        Message::File(news) => file::take(model, news, &mut effects),
        Message::PracticeFile(news) => {
            if model.file.take_practice(news) {
                analysis::tell_file_changed(model, &mut effects);
            }
        }
        Message::Practice { path, name, bytes } => {
            model.file.use_practice(path, name, bytes);
            analysis::tell_file_changed(model, &mut effects);
        }
        Message::Ready => {
            model.warming = Warming::WhenWanted;
            effects.push(Effect::StartSlowThings);
            effects.push(Effect::ReadLessons);
            effects.extend(model.practise(Practice::Find));
        }
        Message::Progress(progress) => {
            let said = model.status.take();
            ask_guide(model, &mut effects, |guide, context| {
                guide.take_progress(*progress, context)
            });
            // A greeting does not cover what was said at the start.
            model.status = said.or(model.status.take());
        }
        Message::Lessons(packs) => {
            ask_guide(model, &mut effects, |guide, _| guide.take_lessons(*packs));
        }
        Message::LessonSaved(saved) => lesson::take(model, saved, &mut effects),
        Message::Analysed(analysis) => analysis::take(model, analysis),
        Message::Forecast(outlook) => outlook::take(model, outlook, &mut effects),
        Message::Advised(order) => outlook::take_order(model, order),
        Message::Scanned(found) => folder::take(model, found, Depth::Contents, &mut effects),
        Message::Listed(found) => folder::take(model, Ok(found), Depth::Names, &mut effects),
        Message::IgnoreFileChanged => folder::may_have_changed(model),
        Message::CheckSettings(found) => checks::take(model, *found, &mut effects),
        Message::CheckSettingsChanged => checks::may_have_changed(model),
        Message::Mended(mend) => checks::mended(model, mend),
        Message::Colours => model.guide.colours_came(),
        Message::Background(background) => model.set_background(background),
        Message::Done(text) => say(model, text),
        Message::Trouble(text) => model.status = Some(Status { text, is_trouble: true }),
    }
    analysis::refresh(model, &mut effects);
    outlook::refresh(model, &mut effects);
    model.settle();
    effects.extend(load_colours(model));
    effects.extend(analysis::wish(model));
    effects.extend(folder::wish(model));
    effects.extend(checks::wish(model));
    effects.extend(lesson::wish(model));
    effects
}

/// The wish to load colours: once, where the layout met code that has some.
fn load_colours(model: &mut Model) -> Option<Effect> {
    let is_time = model.warming == Warming::WhenWanted && model.highlighter.is_wanted();
    is_time.then(|| {
        model.warming = Warming::Begun;
        Effect::LoadColours
    })
}

/// Lets the guide decide, and does what it wants.
fn ask_guide(
    model: &mut Model,
    effects: &mut Vec<Effect>,
    ask: impl FnOnce(&mut Guide, &Context<'_>) -> Vec<Request>,
) {
    analysis::work_out(model);
    let (guide, context) = model.guide_and_context();
    let requests = ask(guide, &context);
    fulfil(model, requests, effects);
}

/// Tells the guide when another instruction is selected than before.
fn follow_selection(model: &mut Model, effects: &mut Vec<Effect>, change: impl FnOnce(&mut Model)) {
    let before = model.file.selected();
    change(model);
    if model.file.selected() != before {
        ask_guide(model, effects, Guide::selection_changed);
    }
}

/// Does what the guide wants, in order. What follows from that (another
/// selection, another file) is told to the guide once, and what it wants then
/// is done without telling it again, so that this always ends.
fn fulfil(model: &mut Model, requests: Vec<Request>, effects: &mut Vec<Effect>) {
    let before = (model.file.selected(), model.file.generation());
    carry_out(model, requests, effects);
    analysis::work_out(model);
    let (guide, context) = model.guide_and_context();
    let mut more = Vec::new();
    if context.generation != before.1 {
        more.extend(guide.file_changed(&context));
    } else if context.selected != before.0 {
        more.extend(guide.selection_changed(&context));
    }
    carry_out(model, more, effects);
}

fn carry_out(model: &mut Model, requests: Vec<Request>, effects: &mut Vec<Effect>) {
    for request in requests {
        match request {
            Request::Select(id) => model.file.select(id),
            Request::Reveal(span) => model.file.reveal(span),
            Request::Show(view) => model.view = view,
            Request::ShowSample { name, text } => model.file.show_sample(name, text),
            Request::UseSample { name, text } => {
                model.file.use_sample(name, text);
                effects.extend(model.practise(Practice::Find));
            }
            Request::ShowFile => model.file.show_own(),
            // The guide does this itself.
            Request::OpenLesson(_) | Request::Prove(_) | Request::TakePath(_) => {}
            Request::Choose(choose) => choose::change(model, choose),
            Request::Rescan => folder::may_have_changed(model),
            Request::TakeKeys => model.focus = Pane::Guide,
            Request::PointInFile => give_keys_to_file(model),
            Request::Say(text) => say(model, text),
            Request::Perform(effect) => effects.push(effect),
        }
    }
}

/// The file gets the keys. Where an answer is marked in it, the reader stands
/// at a line that can be marked from the start.
fn give_keys_to_file(model: &mut Model) {
    model.focus = Pane::File;
    let (guide, context) = model.guide_and_context();
    if let Some(id) = guide.first_to_mark(&context) {
        model.file.select(id);
    } else if !Frame::of(model).is_side_by_side() {
        show_marks_once(model);
    }
    // Who moves from there has to see where that is.
    model.file.show_selection();
}

/// Where one pane is shown, what the guide marked in the file comes into view with it; once, so
/// that who looks to and fro stays in place.
fn show_marks_once(model: &mut Model) {
    let first = model.highlights.focus.first().copied();
    if first != model.marks_shown
        && let Some(first) = first
    {
        model.file.reveal(first);
    }
    model.marks_shown = first;
}

/// Says something in the status line until the next key.
fn say(model: &mut Model, text: impl Into<String>) {
    model.status = Some(Status { text: text.into(), is_trouble: false });
}
