//! Words for a keyword that is none of Docker's.

use super::super::keyword_at;
use super::super::syntax::Keyword;
use super::words::{Refused, Words, alternatives};

const WHY: &str = "Every line begins with an instruction such as FROM, RUN or COPY, \
                   unless it continues the line above.";

pub(super) fn unknown(refused: &Refused<'_>) -> Words {
    let word = refused.part();
    odd_character(&word)
        .or_else(|| leftover(refused, &word))
        .or_else(|| glued(&word))
        .unwrap_or_else(|| misspelt(refused, &word))
}

/// Characters that look like a blank or like nothing.
fn odd_character(word: &str) -> Option<Words> {
    let odd = word.chars().find(|character| {
        !character.is_ascii() && (character.is_whitespace() || is_unseen(*character))
            || matches!(character, '“' | '”' | '‘' | '’')
    })?;
    let code = format!("U+{:04X}", odd as u32);
    if matches!(odd, '“' | '”' | '‘' | '’') {
        return Some(
            Words::new("This keyword has typographic quotes in it.")
                .because(
                    "BuildKit does not know them; they come from word processors and web pages.",
                )
                .hint("Remove them, or write plain quotes."),
        );
    }
    Some(
        Words::new(format!("The character {code} hides in this keyword."))
            .because(
                "It looks like a blank or like nothing, but BuildKit takes it as a letter. \
                 It often comes along when text is copied from a web page.",
            )
            .hint(format!("Delete {code} and type a plain space.")),
    )
}

fn is_unseen(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// What other things leave behind: merges, comments of other languages, heredocs, commands.
fn leftover(refused: &Refused<'_>, word: &str) -> Option<Words> {
    if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| word.starts_with(mark)) {
        return Some(
            Words::new("A merge conflict is left in the file.")
                .because("Git wrote the lines <<<<<<<, ======= and >>>>>>> for you to choose.")
                .hint("Keep one of the two versions and delete the three marks."),
        );
    }
    if word.starts_with("//") || word.starts_with("/*") || word.starts_with("--") && word.len() == 2
    {
        return Some(
            Words::new(format!("“{word}” begins no comment in a Dockerfile."))
                .because("A comment is a line that begins with #.")
                .hint("Write # instead."),
        );
    }
    if word == "EOF" || refused.above.contains("<<") && refused.refusal.nearest.is_empty() {
        return Some(
            Words::new(format!("“{word}” stands where an instruction is expected."))
                .because(
                    "It looks like a line of a heredoc, but no heredoc is open here: only RUN, \
                     COPY and ADD have them, and each ends at its first line that is exactly its name.",
                )
                .hint("Look at the instruction above: is its << in RUN, COPY or ADD, and outside quotes?"),
        );
    }
    continues_command(refused, word)
}

/// The rest of a shell command whose line above does not go on.
fn continues_command(refused: &Refused<'_>, word: &str) -> Option<Words> {
    let above = refused.above_number;
    if above > 0
        && let Some(mark) = refused.above.rfind(['\\', '`'])
        && refused.above[mark + 1..].trim_start().starts_with('#')
    {
        return Some(
            Words::new(format!(
                "“{word}” is no instruction: line {above} was to be continued here."
            ))
            .because(format!(
                "Line {above} has a comment behind its \\, so the \\ does not continue it."
            ))
            .hint("Move that comment to a line of its own."),
        );
    }
    let is_operator = ["&&", "||", "|", ";", "&", "-"].iter().any(|mark| word.starts_with(mark));
    if above == 0 || !is_operator {
        return None;
    }
    Some(
        Words::new(format!("“{word}” is no instruction but looks like the rest of line {above}."))
            .because(format!("Line {above} does not end in \\, so its instruction ends there."))
            .hint(format!("Put a \\ at the end of line {above}.")),
    )
}

/// A keyword without a blank behind it.
fn glued(word: &str) -> Option<Words> {
    let keyword = keyword_at::prefix(word)?;
    let rest = &word[keyword.name().len()..];
    if !rest.starts_with(|character: char| !character.is_alphabetic() && character != '_') {
        return None;
    }
    let name = keyword.name();
    let hint = if rest == ":" || rest == "=" {
        format!("Write {name} without the {rest}")
    } else {
        format!("Put a blank behind {name}")
    };
    Some(
        Words::new(format!("“{word}” is read as one word."))
            .because("A keyword ends at the first blank.")
            .hint(format!("{hint}.")),
    )
}

fn misspelt(refused: &Refused<'_>, word: &str) -> Words {
    let words = Words::new(match word {
        "" => "An instruction is expected here.".to_owned(),
        _ => format!("“{word}” is not a Dockerfile instruction."),
    });
    let nearest: Vec<String> =
        refused.refusal.nearest.iter().map(|name| name.to_uppercase()).collect();
    if !nearest.is_empty() {
        return words.because(WHY).hint(format!("Did you mean {}?", alternatives(&nearest)));
    }
    if word.ends_with(':') {
        return words
            .because("This looks like YAML; a Dockerfile has one instruction a line.")
            .hint("Is this a Compose file? Give layerwise the Dockerfile beside it.");
    }
    if let Some(keyword) = same_purpose(word) {
        return words.because(WHY).hint(format!("Did you mean {}?", keyword.name()));
    }
    let words = words.because(WHY);
    match refused.above_number {
        0 => words.hint("Begin the file with FROM and the image to start from."),
        above => words.hint(format!(
            "If it belongs to the instruction above, put a \\ at the end of line {above}."
        )),
    }
}

/// Words of other tools for what Docker calls otherwise.
fn same_purpose(word: &str) -> Option<Keyword> {
    Some(match word.to_ascii_lowercase().as_str() {
        "include" | "import" | "base" | "image" => Keyword::From,
        "cd" | "chdir" | "dir" | "directory" | "work_dir" => Keyword::Workdir,
        "export" | "set" | "setenv" | "environment" => Keyword::Env,
        "exec" | "sh" | "bash" | "apt-get" | "apt" | "apk" | "pip" | "npm" | "mkdir"
        | "execute" => Keyword::Run,
        "cp" | "files" => Keyword::Copy,
        "port" | "ports" => Keyword::Expose,
        "command" | "start" => Keyword::Cmd,
        "entry" | "entry_point" => Keyword::Entrypoint,
        "author" => Keyword::Label,
        "health" | "health_check" => Keyword::Healthcheck,
        _ => return None,
    })
}
