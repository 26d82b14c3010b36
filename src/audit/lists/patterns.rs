//! Nine things that a Dockerfile for production should have.

use super::{Item, List, judge};

pub(super) static LIST: List = List {
    name: "patterns",
    title: "Patterns for an image in production",
    about: "Nine things that a Dockerfile of any language can be asked for.",
    items: &[
        Item {
            key: "stages",
            says: "What builds stays in a stage that is not shipped",
            judge: judge::several_stages,
            lesson: "multi-stage",
            caution: "A second stage is no aim in itself: where nothing is compiled, one is fine.",
        },
        Item {
            key: "user",
            says: "The process does not run as root",
            judge: judge::not_root,
            lesson: "non-root",
            caution: "Lists often ask for number 1000. Any number but 0 will do; Kubernetes has no default of 1000, and what it asks for is a number instead of a name.",
        },
        Item {
            key: "health",
            says: "Docker can tell whether the program works",
            judge: judge::has_health_check,
            lesson: "health",
            caution: "The curl of so many examples is not in slim images, and a check that looks for process 1 adds nothing: the container stops with it.",
        },
        Item {
            key: "secrets",
            says: "No secret is in the image",
            judge: judge::no_secrets,
            lesson: "secrets",
            caution: "A secret that is given at run time by -e is seen by docker inspect and by every child of the process; a mounted file is not.",
        },
        Item {
            key: "versions",
            says: "Base images are named with a version",
            judge: judge::has_version,
            lesson: "supply-chain",
            caution: "A tag with a version moves less, and it does move. Only a digest stays.",
        },
        Item {
            key: "ignore-file",
            says: "An ignore file keeps out what the build does not need",
            judge: judge::has_ignore_file,
            lesson: "context",
            caution: "*.pyc or .env as such lists have it fit at the top of the folder alone; **/*.pyc and **/.env fit everywhere.",
        },
        Item {
            key: "order",
            says: "What changes seldom stands before what changes often",
            judge: judge::order,
            lesson: "cache-order",
            caution: "",
        },
        Item {
            key: "apt-lists",
            says: "apt's lists do not stay in the image",
            judge: judge::lists_removed,
            lesson: "apt-right",
            caution: "",
        },
        Item {
            key: "unbuffered",
            says: "Python prints at once (PYTHONUNBUFFERED)",
            judge: judge::unbuffered,
            lesson: "python-web",
            caution: "Any text that is not empty switches it on.",
        },
    ],
};
