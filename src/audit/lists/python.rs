//! Eleven things that an image with a Python program should have.

use super::{Item, List, judge};

pub(super) static LIST: List = List {
    name: "python",
    title: "An image with a Python program",
    about: "Eleven things, from the base image to what the build service does.",
    items: &[
        Item {
            key: "small-base",
            says: "The image starts from a small base",
            judge: judge::is_small,
            lesson: "base-size",
            caution: "Alpine is small too. Packages with C code that publish no wheel for musl are compiled there, which is slow; many publish one today.",
        },
        Item {
            key: "stages",
            says: "What builds stays in a stage that is not shipped",
            judge: judge::several_stages,
            lesson: "multi-stage",
            caution: "Wheels that are copied into the last stage stay there as a layer; a bind mount leaves none. Removing gcc in a stage that is thrown away saves nothing.",
        },
        Item {
            key: "pinned",
            says: "Every dependency has a version",
            judge: judge::pinned,
            lesson: "supply-chain",
            caution: "A version alone does not stop an exchanged package; hashes do (pip install --require-hashes).",
        },
        Item {
            key: "dependencies-first",
            says: "Dependencies are installed before the code is copied",
            judge: judge::dependencies_first,
            lesson: "cache-order",
            caution: "",
        },
        Item {
            key: "variables",
            says: "Python prints at once (PYTHONUNBUFFERED)",
            judge: judge::unbuffered,
            lesson: "python-web",
            caution: "PYTHONDONTWRITEBYTECODE is often asked for beside it. It does not make the image smaller: pip writes as many .pyc files with it. A comment behind the value becomes a part of the value.",
        },
        Item {
            key: "clean",
            says: "Each RUN removes what it leaves behind",
            judge: judge::cleans_up,
            lesson: "layers-add-up",
            caution: "Fewer layers are no aim. What counts is that files go in the RUN that made them: a later one only hides them.",
        },
        Item {
            key: "user",
            says: "The process does not run as root",
            judge: judge::not_root,
            lesson: "non-root",
            caution: "",
        },
        Item {
            key: "health",
            says: "Docker can tell whether the program works",
            judge: judge::has_health_check,
            lesson: "health",
            caution: "CMD [\"curl\", …] || exit 1 is no JSON any more: the shell looks for a program of the name [curl, and every check fails.",
        },
        Item {
            key: "scanned",
            says: "The image is scanned for known weaknesses",
            judge: judge::scanned,
            lesson: "supply-chain",
            caution: "",
        },
        Item {
            key: "versions",
            says: "Base images are named with a version",
            judge: judge::has_version,
            lesson: "supply-chain",
            caution: "No tag is immutable, whatever it is called. A digest is.",
        },
        Item {
            key: "secrets",
            says: "Secrets come from outside when the container starts",
            judge: judge::no_secrets,
            lesson: "secrets",
            caution: "Environment variables are better than values in the file, and still seen by docker inspect. Mounted files or the platform's own store are better.",
        },
    ],
};
