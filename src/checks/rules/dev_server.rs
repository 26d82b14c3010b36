//! A server for development is shipped.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "dev-server",
    level: Level::Warning,
    category: Category::Runtime,
    standing: Usually::On,
    page: include_str!("dev_server.md"),
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let named = subject.target_stage().is_some_and(|stage| {
        ["dev", "test", "local", "debug", "hot"].iter().any(|word| stage.name.contains(word))
    });
    let calls = subject.start_calls();
    let [.., call] = calls else { return Vec::new() };
    if named {
        return Vec::new();
    }
    let words: Vec<&str> = call.words.iter().map(|word| word.text.as_str()).collect();
    let has = |word: &str| words.contains(&word);
    let program = call.program();
    let what = match program {
        "flask" if has("run") => {
            Some("flask run is Flask's server for development: one process, made for convenience")
        }
        "nodemon" | "ts-node-dev" => Some(
            "it restarts the program at each change of a file, and no file changes in a container",
        ),
        "uvicorn" | "gunicorn" if has("--reload") => {
            Some("--reload watches all files and restarts the program: for development")
        }
        "webpack-dev-server" | "ng" | "vite"
            if has("serve") || program != "ng" && !has("build") && !has("preview") =>
        {
            Some("it builds the pages anew for each change: for development")
        }
        "php" if has("-S") || has("serve") => {
            Some("PHP's built-in server answers one request at a time: for development")
        }
        "next" if has("dev") => {
            Some("next dev builds each page when it is asked for: for development")
        }
        "npm" | "yarn" | "pnpm"
            if words
                .iter()
                .any(|word| matches!(*word, "dev" | "start:dev" | "serve:dev" | "develop")) =>
        {
            Some("the script's name says that it is for development")
        }
        _ if has("runserver") => {
            Some("runserver is Django's server for development: it is not checked for security")
        }
        _ => None,
    };
    let Some(what) = what else { return Vec::new() };
    vec![Draft::at(call.span(), format!("This is what the image starts: {what}."))]
}
