//! What is asked of a Dockerfile before an image goes to production.

use super::{Item, List, judge};

pub(super) static LIST: List = List {
    name: "production",
    title: "Requirements before an image goes to production",
    about: "Fourteen requirements, with sizes and times to aim at.",
    items: &[
        Item {
            key: "stages",
            says: "What builds stays in a stage that is not shipped",
            judge: judge::several_stages,
            lesson: "multi-stage",
            caution: "How much smaller the image becomes depends on the tools that stay behind: measure it.",
        },
        Item {
            key: "small-base",
            says: "The image starts from a small base",
            judge: judge::is_small,
            lesson: "base-size",
            caution: "",
        },
        Item {
            key: "user",
            says: "The process does not run as root",
            judge: judge::not_root,
            lesson: "non-root",
            caution: "This limits the harm; it does not stop an attack. A user of adduser --system has no home: what pip install --user put elsewhere is not found there, and slim images of Debian 13 have no adduser.",
        },
        Item {
            key: "clean",
            says: "Each RUN removes what it leaves behind",
            judge: judge::cleans_up,
            lesson: "layers-add-up",
            caution: "apt-get clean is not needed: the official Debian and Ubuntu images do it by themselves.",
        },
        Item {
            key: "versions",
            says: "Base images are named with a version",
            judge: judge::has_version,
            lesson: "supply-chain",
            caution: "A comment behind FROM is refused; it needs a line of its own.",
        },
        Item {
            key: "scanned",
            says: "The image is scanned for known weaknesses",
            judge: judge::scanned,
            lesson: "supply-chain",
            caution: "Docker Scout is a plugin: it comes with Docker Desktop, and not with the plain engine.",
        },
        Item {
            key: "dependencies-first",
            says: "Dependencies are installed before the code is copied",
            judge: judge::dependencies_first,
            lesson: "cache-order",
            caution: "",
        },
        Item {
            key: "ignore-file",
            says: "An ignore file keeps out what the build does not need",
            judge: judge::has_ignore_file,
            lesson: "context",
            caution: "__pycache__ and *.md fit at the top of the folder alone; **/__pycache__ and **/*.md fit everywhere.",
        },
        Item {
            key: "runtime-only",
            says: "Only what the program needs when it runs is installed",
            judge: judge::runtime_only,
            lesson: "multi-stage",
            caution: "Tools that are removed after use must go in the RUN that installed them, or stay in a stage that is thrown away.",
        },
        Item {
            key: "server",
            says: "A server for production runs",
            judge: judge::production_server,
            lesson: "python-web",
            caution: "",
        },
        Item {
            key: "health",
            says: "Docker can tell whether the program works",
            judge: judge::has_health_check,
            lesson: "health",
            caution: "Kubernetes does not look at HEALTHCHECK, so having both is no second line of defence: each platform looks at its own.",
        },
        Item {
            key: "variables",
            says: "Python prints at once (PYTHONUNBUFFERED)",
            judge: judge::unbuffered,
            lesson: "python-web",
            caution: "ENV PORT=8080 changes nothing where the command names its port itself, and exec form replaces no variables.",
        },
        Item {
            key: "size",
            says: "The image is below 200 MB",
            judge: judge::image_size,
            lesson: "base-size",
            caution: "Below 150 MB is better and below 100 MB best, they say; a base of 120 MB cannot end below 100. Unpacked and compressed sizes differ by a factor of two to three: compare like with like.",
        },
        Item {
            key: "time",
            says: "A build takes less than five minutes",
            judge: judge::build_time,
            lesson: "cache-rules",
            caution: "Below two minutes is better, and below one best where the cache answers. Say which of the two was measured.",
        },
    ],
};
