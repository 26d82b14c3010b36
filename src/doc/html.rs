//! A document as one self-contained page: no script, no address that is fetched, light and
//! dark by the reader's own setting, with a table of contents.

use std::fmt::Write as _;

use super::{Alert, Alignment, Block, BlockKind, Code, List, Run, Table, Text};

/// The looks; colours have a contrast of at least 4.5 to 1 on their ground.
const STYLE: &str = include_str!("html.css");

/// With more headings than these the table of contents begins folded.
const LONGEST_OPEN: usize = 24;

/// Writes pages. Blocks are given one after the other, so that nobody holds a whole document.
pub struct Page {
    contents: String,
    body: String,
    headings: usize,
    /// The language of code that is written as it is: drawings of our own.
    drawing: &'static str,
}

impl Page {
    /// An empty page; code in the language `drawing` is a drawing and written as it is.
    pub fn new(drawing: &'static str) -> Self {
        Self { contents: String::new(), body: String::new(), headings: 0, drawing }
    }

    /// Adds blocks at the end.
    pub fn add(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    /// The page with its title.
    pub fn finish(self, title: &str) -> String {
        let mut page = String::with_capacity(self.body.len() + self.contents.len() + 8_000);
        let title = escaped(title);
        let _ = write!(
            page,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#text\">To the text</a>\n\
             <nav aria-label=\"Contents\">\n"
        );
        // A long list would push the text itself away.
        let open = if self.headings <= LONGEST_OPEN { " open" } else { "" };
        let _ = write!(page, "<details{open}>\n<summary>Contents</summary>\n<ul>\n");
        page.push_str(&self.contents);
        page.push_str("</ul>\n</details>\n</nav>\n<main id=\"text\">\n");
        page.push_str(&self.body);
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }

    fn block(&mut self, block: &Block) {
        match &block.kind {
            BlockKind::Heading { level, text } => self.heading(*level, text),
            BlockKind::Paragraph(text) => {
                let _ = writeln!(self.body, "<p>{}</p>", inline(text));
            }
            BlockKind::List(list) => self.list(list),
            BlockKind::Quote { alert, blocks } => self.quote(*alert, blocks),
            BlockKind::Table(table) => self.table(table),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Details { summary, blocks, open } => {
                let open = if *open { " open" } else { "" };
                let _ =
                    writeln!(self.body, "<details{open}><summary>{}</summary>", inline(summary));
                self.add(blocks);
                self.body.push_str("</details>\n");
            }
            BlockKind::Rule => self.body.push_str("<hr>\n"),
            BlockKind::Footnote { label, blocks } => {
                let label = escaped(label);
                let _ = writeln!(self.body, "<div role=\"note\"><p><b>{label}</b></p>");
                self.add(blocks);
                self.body.push_str("</div>\n");
            }
            BlockKind::Comment(_) => {}
        }
    }

    fn heading(&mut self, level: u8, text: &Text) {
        self.headings += 1;
        let (level, number) = (level.clamp(1, 6), self.headings);
        let words = inline(text);
        let _ = writeln!(self.body, "<h{level} id=\"h{number}\">{words}</h{level}>");
        if (2..=3).contains(&level) {
            let _ = writeln!(
                self.contents,
                "<li class=\"l{level}\"><a href=\"#h{number}\">{}</a></li>",
                escaped(&text.words())
            );
        }
    }

    fn list(&mut self, list: &List) {
        let (open, close) = match list.start {
            Some(start) => (format!("<ol start=\"{start}\">"), "</ol>"),
            None => ("<ul>".to_owned(), "</ul>"),
        };
        let _ = writeln!(self.body, "{open}");
        for item in &list.items {
            self.body.push_str("<li>");
            match item.task {
                Some(true) => self.body.push_str("\u{2611} "),
                Some(false) => self.body.push_str("\u{2610} "),
                None => {}
            }
            match item.blocks.as_slice() {
                [Block { kind: BlockKind::Paragraph(text), .. }] => {
                    self.body.push_str(&inline(text));
                }
                blocks => self.add(blocks),
            }
            self.body.push_str("</li>\n");
        }
        let _ = writeln!(self.body, "{close}");
    }

    fn quote(&mut self, alert: Option<Alert>, blocks: &[Block]) {
        match alert {
            Some(alert) => {
                let name = match alert {
                    Alert::Note => "Note",
                    Alert::Tip => "Tip",
                    Alert::Important => "Important",
                    Alert::Warning => "Warning",
                    Alert::Caution => "Caution",
                };
                let class = name.to_ascii_lowercase();
                let _ = writeln!(
                    self.body,
                    "<div class=\"alert {class}\" role=\"note\"><p class=\"kind\">{name}</p>"
                );
                self.add(blocks);
                self.body.push_str("</div>\n");
            }
            None => {
                self.body.push_str("<blockquote>\n");
                self.add(blocks);
                self.body.push_str("</blockquote>\n");
            }
        }
    }

    /// A table can be wider than a phone, so it scrolls by itself, with the keyboard too.
    fn table(&mut self, table: &Table) {
        let label = table.head.first().map(Text::words).unwrap_or_default();
        let _ = writeln!(
            self.body,
            "<div class=\"wide\" role=\"group\" tabindex=\"0\" aria-label=\"Table: {}\"><table>\n<thead><tr>",
            escaped(&label)
        );
        let align = |place: usize| match table.alignments.get(place) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        for (place, cell) in table.head.iter().enumerate() {
            let _ = write!(self.body, "<th scope=\"col\"{}>{}</th>", align(place), inline(cell));
        }
        self.body.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            self.body.push_str("<tr>");
            for (place, cell) in row.iter().enumerate() {
                let _ = write!(self.body, "<td{}>{}</td>", align(place), inline(cell));
            }
            self.body.push_str("</tr>\n");
        }
        self.body.push_str("</tbody></table></div>\n");
    }

    fn code(&mut self, code: &Code) {
        if code.language.as_deref() == Some(self.drawing) {
            let _ = writeln!(
                self.body,
                "<div class=\"drawing\" role=\"group\" tabindex=\"0\" aria-label=\"Drawing\">{}</div>",
                code.text.trim_end()
            );
            return;
        }
        let language = code.language.as_deref().unwrap_or("text");
        let _ = writeln!(
            self.body,
            "<pre tabindex=\"0\"><code class=\"language-{}\">{}</code></pre>",
            escaped(language),
            escaped(&code.text)
        );
    }
}

fn inline(text: &Text) -> String {
    let mut html = String::new();
    for run in &text.runs {
        run_html(run, &mut html);
    }
    html
}

fn run_html(run: &Run, html: &mut String) {
    let words = escaped(&run.text).replace('\n', "<br>");
    let style = run.style;
    let tags = [
        (style.strong, "strong"),
        (style.emphasis, "em"),
        (style.struck, "s"),
        (style.code, "code"),
    ];
    // Only addresses that lead somewhere harmless become links.
    let link = run
        .link
        .as_deref()
        .filter(|link| ["https://", "http://", "#"].iter().any(|start| link.starts_with(start)));
    if let Some(link) = link {
        let _ = write!(html, "<a href=\"{}\">", escaped(link));
    }
    for (_, tag) in tags.iter().filter(|(is, _)| *is) {
        let _ = write!(html, "<{tag}>");
    }
    html.push_str(&words);
    for (_, tag) in tags.iter().rev().filter(|(is, _)| *is) {
        let _ = write!(html, "</{tag}>");
    }
    if link.is_some() {
        html.push_str("</a>");
    }
}

/// Text as HTML shows it and no reader of HTML obeys it. Safe display comes before.
fn escaped(text: &str) -> String {
    let text = crate::source::safe(text);
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_becomes_markup() {
        let mut page = Page::new("drawing");
        let evil = "<script>alert(\"1\")</script>&'\u{1b}[0m";
        page.add(&[
            Block::heading(2, evil),
            Block::paragraph(Text::new().code(evil).link(evil, "javascript:alert(1)")),
            Block::code(evil, evil),
            Block::table([evil], [[evil]]),
        ]);
        let html = page.finish(evil);
        assert!(!html.contains("<script") && !html.contains("javascript:"), "{html}");
        assert!(!html.contains('\u{1b}'));
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn headings_are_in_the_contents() {
        let mut page = Page::new("drawing");
        page.add(&[Block::heading(1, "a"), Block::heading(2, "b"), Block::heading(3, "c")]);
        let html = page.finish("t");
        assert!(html.contains("<li class=\"l2\"><a href=\"#h2\">b</a></li>"), "{html}");
        assert!(html.contains("<h3 id=\"h3\">c</h3>"));
    }
}
