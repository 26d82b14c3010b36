//! Words for HEALTHCHECK.

use super::super::problem::ProblemKind;
use super::words::{Refused, Words};

pub(super) fn words(refused: &Refused<'_>) -> Words {
    match refused.refusal.kind {
        ProblemKind::HealthcheckType => {
            let word = refused.part();
            Words::new(format!("HEALTHCHECK does not know “{word}”."))
                .because("Behind its flags stands CMD with a command, or NONE.")
                .hint("Put CMD before the command: HEALTHCHECK CMD curl -f http://localhost/.")
        }
        ProblemKind::HealthcheckWithoutCommand => {
            Words::new("HEALTHCHECK CMD has no command behind it.")
                .because("Docker runs the command in the container and looks at its exit code.")
                .hint("Write a command that fails when the program is not healthy.")
        }
        ProblemKind::HealthcheckNoneArguments => {
            Words::new("HEALTHCHECK NONE takes nothing behind it.")
                .because("It only switches off the check of the base image; a comment counts too.")
                .hint("Remove what follows NONE, or move the comment to a line of its own.")
        }
        ProblemKind::BadRetries => retries(refused),
        _ => duration(refused),
    }
}

fn duration(refused: &Refused<'_>) -> Words {
    let value = refused.part();
    let text = &refused.refusal.text;
    let units = "BuildKit knows the units ns, us, ms, s, m and h, as in 1m30s.";
    if text.contains("missing unit") {
        return Words::new(format!("“{value}” has no unit."))
            .because(units)
            .hint(format!("Write {value}s if you mean seconds."));
    }
    if text.contains("unknown unit") {
        return Words::new(format!("“{value}” has a unit that does not exist."))
            .because(units)
            .hint("Write 30s for half a minute, 1h for an hour; a day is 24h.");
    }
    if text.contains("cannot be less") {
        return Words::new(format!("“{value}” is too short."))
            .because("The shortest is one millisecond; 0 stands for Docker's default.")
            .hint("Write a longer time, such as 30s.");
    }
    Words::new(format!("“{value}” is not a duration."))
        .because(units)
        .hint("Write a number with its unit, such as 30s.")
}

fn retries(refused: &Refused<'_>) -> Words {
    let value = refused.part();
    Words::new(format!("“{value}” is not a number of retries."))
        .because("It is a whole number, 0 or more; 0 stands for Docker's default of 3.")
        .hint("Write a number, such as --retries=3.")
}
