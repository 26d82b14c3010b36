//! Prints explanations in their formats.

use std::io::{self, Write as _};
use std::mem;

use super::super::json;
use super::super::surroundings::Surroundings;
use super::{Format, Wanted, as_text};
use crate::cache::runs_again_when;
use crate::doc::{self, Block, Document, Page, Text};
use crate::explain::mask::mask_text;
use crate::explain::whole::{self, Drawing, Manner};
use crate::explain::{self, Piece};
use crate::lesson::Course;
use crate::source::safe_line;

/// Prints it to standard output, part by part, so that a long file needs little memory.
///
/// # Errors
/// When the output cannot take it.
pub(super) fn print(
    wanted: &Wanted<'_>,
    format: Format,
    surroundings: &Surroundings,
) -> io::Result<()> {
    let course = Course::builtin();
    let has_lesson = |id: &str| course.find(id).is_some();
    match format {
        Format::Json => {
            let report = explain::report(wanted.analysis, wanted.line, &has_lesson);
            json::write(io::stdout().lock(), &report.of_stage(wanted.choice.stage))
        }
        Format::Html => surroundings.print(&to_text(wanted, format)),
        Format::Text => separated(wanted, Drawing::Characters, |blocks| {
            surroundings.print(&as_text(&blocks, surroundings))
        }),
        Format::Markdown => separated(wanted, Drawing::Mermaid, |blocks| {
            surroundings.print_safe(&doc::markdown::write(&Document::new(blocks)))
        }),
    }
}

fn separated(
    wanted: &Wanted<'_>,
    drawing: Drawing,
    print: impl Fn(Vec<Block>) -> io::Result<()>,
) -> io::Result<()> {
    let mut is_first = true;
    each_part(wanted, drawing, &mut |blocks| {
        if !mem::take(&mut is_first) {
            io::stdout().lock().write_all(b"\n")?;
        }
        print(blocks)
    })
}

/// The whole in one text: Markdown, HTML, or plain text of 80 columns.
pub(super) fn to_text(wanted: &Wanted<'_>, format: Format) -> String {
    let mut text = String::new();
    let mut page = Page::new(whole::SVG);
    let drawing = match format {
        Format::Html => Drawing::Svg,
        Format::Markdown => Drawing::Mermaid,
        _ => Drawing::Characters,
    };
    // Nothing is written to anywhere, so nothing can fail.
    let _ = each_part(wanted, drawing, &mut |blocks| {
        if !text.is_empty() {
            text.push('\n');
        }
        match format {
            Format::Html => page.add(&blocks),
            Format::Markdown => text += &doc::markdown::write(&Document::new(blocks)),
            _ => text += &doc::plain_text(&blocks, 80),
        }
        Ok(())
    });
    match format {
        Format::Html => {
            page.finish(&format!("{}, explained", safe_line(&wanted.analysis.file.source.name)))
        }
        _ => crate::source::safe(&text).into_owned(),
    }
}

/// The parts one after the other, and the lessons that treat them at the end.
fn each_part(
    wanted: &Wanted<'_>,
    drawing: Drawing,
    print: &mut dyn FnMut(Vec<Block>) -> io::Result<()>,
) -> io::Result<()> {
    let file = &wanted.analysis.file;
    let mut lessons: Vec<String> = Vec::new();
    let mut each = |piece: Piece| {
        for id in piece.lessons {
            if !lessons.contains(&id) {
                lessons.push(id);
            }
        }
        print(piece.blocks)
    };
    match wanted.line {
        Some(line) => {
            let mut piece = whole::piece_at(wanted.analysis, line, wanted.choice.depth);
            let here = explain::found_here(wanted.analysis, line);
            piece.blocks.extend(here.map(Block::paragraph));
            let again = explain::instruction_at(file, line).and_then(|id| {
                let first = file.instructions.get(id.0 as usize)?.lines.first;
                runs_again_when(&wanted.analysis.build, first.get())
            });
            let again = again.map(|again| mask_text(&again).into_owned());
            piece.blocks.extend(again.map(Block::paragraph));
            each(piece)?;
        }
        None => {
            let manner = Manner { drawing, inside: wanted.inside.as_deref() };
            whole::each_part(wanted.analysis, wanted.choice, manner, &mut each)?;
        }
    }
    // The explanations name lessons of the whole curriculum; those that the
    // course does not have yet are left out.
    let course = Course::builtin();
    lessons.retain(|id| course.find(id).is_some());
    if lessons.is_empty() {
        return Ok(());
    }
    let text = lessons.iter().enumerate().fold(Text::new(), |text, (place, id)| {
        text.plain(if place == 0 { "To learn more: " } else { ", " })
            .code(format!("layerwise learn {id}"))
    });
    print(vec![Block::paragraph(text)])
}
