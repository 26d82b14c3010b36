//! Five things to take away from a first lesson.

use super::{Item, List, judge};

pub(super) static LIST: List = List {
    name: "takeaways",
    title: "Five things to take away",
    about: "What a first lesson about Dockerfiles wants everybody to remember.",
    items: &[
        Item {
            key: "stages",
            says: "Stages keep the tools of the build out of the image",
            judge: judge::several_stages,
            lesson: "multi-stage",
            caution: "",
        },
        Item {
            key: "slim",
            says: "The image starts from a small base",
            judge: judge::is_small,
            lesson: "base-size",
            caution: "Small is not the same as looked after: python:3.9-slim-bullseye, still found in guides, has got no fixes since Python 3.9 ended in October 2025.",
        },
        Item {
            key: "order",
            says: "The order of the instructions serves the cache",
            judge: judge::order,
            lesson: "cache-order",
            caution: "",
        },
        Item {
            key: "user",
            says: "The process does not run as root",
            judge: judge::not_root,
            lesson: "non-root",
            caution: "A test that looks for the word USER passes for # USER and for USER root. This looks at who runs.",
        },
        Item {
            key: "health",
            says: "A health check tells whether the program works",
            judge: judge::has_health_check,
            lesson: "health",
            caution: "Docker, Compose and Swarm look at it. Kubernetes does not, and has probes of its own.",
        },
    ],
};
