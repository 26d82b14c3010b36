//! Five ideas behind a file with stages for development and for production.

use super::{Item, List, judge};

pub(super) static LIST: List = List {
    name: "concepts",
    title: "Ideas behind stages for development and production",
    about: "For a file from which two images are built: one to work with, one to ship.",
    items: &[
        Item {
            key: "lean",
            says: "The image is free of compilers and tools for development",
            judge: judge::no_build_tools,
            lesson: "stages",
            caution: "A stage that builds on another holds all of it: FROM dependencies brings the gcc of dependencies along.",
        },
        Item {
            key: "dependencies-first",
            says: "The list of dependencies is copied and installed before the code",
            judge: judge::dependencies_first,
            lesson: "cache-order",
            caution: "",
        },
        Item {
            key: "user",
            says: "The process does not run as root",
            judge: judge::not_root,
            lesson: "non-root",
            caution: "",
        },
        Item {
            key: "development",
            says: "Tools for development have a stage of their own",
            judge: judge::development_apart,
            lesson: "stages",
            caution: "rm -rf tests docs behind COPY . . saves nothing: the files stay in the layer of the COPY. An ignore file keeps them out.",
        },
        Item {
            key: "production",
            says: "A server for production runs, and a health check asks it",
            judge: judge::server_with_health,
            lesson: "python-web",
            caution: "Flask's own server has threads since 1.0. It is not for production because nobody hardened it.",
        },
    ],
};
