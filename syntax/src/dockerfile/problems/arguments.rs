//! Words for arguments that are missing or wrong.

use super::super::problem::ProblemKind;
use super::super::syntax::Keyword;
use super::json;
use super::words::{Refused, Words};

pub(super) fn words(refused: &Refused<'_>) -> Words {
    match refused.refusal.kind {
        ProblemKind::MissingArgument => missing(refused),
        ProblemKind::MissingDestination => missing_destination(refused),
        ProblemKind::HeredocAsDestination => {
            Words::new("A heredoc stands where the destination belongs.")
                .because("The last word says where to, and a heredoc is something to copy.")
                .hint(format!("Write the path last: {} <<EOF /path/to/file.", refused.keyword()))
        }
        ProblemKind::BlankName => blank_name(refused),
        ProblemKind::ChainedOnbuild => Words::new("ONBUILD cannot hold back another ONBUILD.")
            .because("An instruction is held back for the next build, not for the one after.")
            .hint("Remove one of the two."),
        ProblemKind::OnbuildTrigger => {
            Words::new(format!("ONBUILD cannot hold back {}.", refused.part().to_uppercase()))
                .because("What it holds back runs inside a stage of another build.")
                .hint("Hold back RUN, COPY, ENV and the like.")
        }
        ProblemKind::EmptyVolume => Words::new("A path of this VOLUME is empty.")
            .because("A volume is mounted at a path in the container.")
            .hint("Write the path, such as /data, or remove the empty one."),
        ProblemKind::ShellNotJson => json::shell(refused),
        _ => Words::new(refused.refusal.text.clone()),
    }
}

fn missing(refused: &Refused<'_>) -> Words {
    let Some(keyword) = refused.node.keyword else { return Words::default() };
    let (message, hint) = match keyword {
        Keyword::Arg => ("ARG names no variable.", "Write ARG NAME, or ARG NAME=default."),
        Keyword::Env => ("ENV sets no variable.", "Write ENV NAME=value."),
        Keyword::Expose => ("EXPOSE names no port.", "Write a port, such as EXPOSE 8080."),
        Keyword::Healthcheck => (
            "HEALTHCHECK says neither CMD nor NONE.",
            "Write HEALTHCHECK CMD and the command that checks.",
        ),
        Keyword::Label => ("LABEL sets no label.", "Write LABEL name=\"value\"."),
        Keyword::Maintainer => (
            "MAINTAINER names nobody.",
            "Write LABEL org.opencontainers.image.authors=\"name\" instead.",
        ),
        Keyword::Onbuild => (
            "ONBUILD holds back nothing.",
            "Write the instruction behind it, such as ONBUILD COPY . /app.",
        ),
        Keyword::Shell => (
            "SHELL names no shell.",
            "Write it in JSON form, such as SHELL [\"/bin/bash\", \"-c\"].",
        ),
        Keyword::Stopsignal => {
            ("STOPSIGNAL names no signal.", "Write a signal, such as STOPSIGNAL SIGTERM.")
        }
        Keyword::User => ("USER names nobody.", "Write a user, such as USER app or USER 1000."),
        Keyword::Volume => ("VOLUME names no path.", "Write a path, such as VOLUME /data."),
        Keyword::Workdir => ("WORKDIR names no directory.", "Write a path, such as WORKDIR /app."),
        _ => ("An argument is missing.", "Write what it needs behind the keyword."),
    };
    let reason = match refused.node.split.flags.is_empty() {
        true => "Behind the keyword the line is empty.",
        false => "Behind the flags the line is empty.",
    };
    Words::new(message).because(reason).hint(hint)
}

fn missing_destination(refused: &Refused<'_>) -> Words {
    let keyword = refused.keyword();
    if let Some(why) = json::why_broken(refused.node, refused.place.line) {
        return Words::new(format!("This {keyword} looks like the JSON form but is not JSON."))
            .because(format!(
                "{} So BuildKit splits it at blanks, and finds no destination.",
                why.reason
            ))
            .hint(why.hint);
    }
    let words = if refused.node.command_count() == 0 {
        Words::new(format!("{keyword} names neither what to copy nor where to."))
    } else {
        Words::new(format!("{keyword} does not say where to copy “{}”.", refused.part()))
    };
    let source = match refused.node.command_count() {
        0 => "app.py".to_owned(),
        _ => refused.part(),
    };
    words
        .because("The last word is the destination, so at least two words are needed.")
        .hint(format!("Add the destination, such as {keyword} {source} ./."))
}

fn blank_name(refused: &Refused<'_>) -> Words {
    let keyword = refused.keyword();
    Words::new("Nothing stands before this =.")
        .because(format!("{keyword} splits its words at blanks, and each must begin with a name."))
        .hint(format!("Write {keyword} NAME=value, without blanks around the =."))
}
