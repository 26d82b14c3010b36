//! Markdown of other programs, so that it means in a lesson what it meant there.

/// A text that may stand in a step: no heading that would begin another step, no comment that
/// would be a directive, no link into folders that are not there.
pub(super) fn body(text: &str) -> String {
    let mut body = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.lines() {
        let start = line.trim_start();
        let mark = ["```", "~~~"].into_iter().find(|mark| start.starts_with(mark));
        match (fence, mark) {
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, Some(mark)) => fence = Some(mark),
            _ => {}
        }
        if fence.is_some() || mark.is_some() {
            body += line;
        } else if let Some(heading) = heading(start) {
            body += &format!("**{}**", links(heading));
        } else if start.starts_with('#') {
            body += &line.replacen('#', "\\#", 1);
        } else if let Some(command) = start.strip_prefix(">> ") {
            // CodeTour's commands for the shell.
            body += &format!("`{}`", command.trim());
        } else {
            body += &links(&line.replace("<!--", "&lt;!--").replace("{{", "{ {"));
        }
        body.push('\n');
    }
    if let Some(open) = fence {
        body += open;
        body.push('\n');
    }
    body
}

/// What a heading says.
fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    let is_heading = words.len() < line.len() && words.starts_with(' ');
    Some(words.trim()).filter(|words| is_heading && !words.is_empty())
}

/// The same for a question: a list in it would be taken for the options.
pub(super) fn prompt(text: &str) -> String {
    let line = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        let (indent, rest) = line.split_at(indent);
        let number = rest.trim_start_matches(|it: char| it.is_ascii_digit());
        match rest.as_bytes() {
            [b'-' | b'*' | b'+', b' ', ..] => format!("{indent}• {}", &rest[2..]),
            // A quote before the options would be a hint.
            [b'>', ..] => format!("{indent}\\{rest}"),
            _ if number.len() < rest.len() && number.starts_with(". ") => {
                let digits = &rest[..rest.len() - number.len()];
                format!("{indent}{digits}\\{number}")
            }
            _ => line.to_owned(),
        }
    };
    let mut in_code = false;
    let lines = body(text)
        .lines()
        .map(|written| {
            in_code ^= written.trim_start().starts_with("```");
            if in_code { written.to_owned() } else { line(written) }
        })
        .collect::<Vec<_>>();
    lines.join("\n")
}

/// A text as one line: an option of a question, or a heading.
pub(super) fn line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    links(&words.replace("<!--", "&lt;!--").replace("{{", "{ {"))
}

/// Text under an item of a list, moved in.
pub(super) fn indented(text: &str, by: &str) -> String {
    text.lines().map(|line| format!("{by}{line}\n")).collect()
}

/// Links that lead to files or commands become words; those to the network stay.
fn links(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    while let Some(at) = rest.find("](") {
        let (before, behind) = rest.split_at(at);
        let Some(end) = behind.find(')') else { break };
        let target = &behind[2..end];
        let opening = before.rfind('[').map(|open| (&before[..open], &before[open + 1..]));
        match opening {
            Some((head, words)) if !target.contains("://") && !target.starts_with('#') => {
                out += head.strip_suffix('!').unwrap_or(head);
                out += words;
                if !target.starts_with("command:") {
                    out += &format!(" (`{}`)", target.replace('`', ""));
                }
            }
            _ => out += &rest[..at + end + 1],
        }
        rest = &rest[at + end + 1..];
    }
    out + rest
}
