//! Checks of other tools that have no counterpart here, each with the reason.
//!
//! The ids are those of hadolint 2.15.1, Trivy's checks (2026-11) and Checkov 3.3.30.

/// A check of another tool that is none of ours.
#[derive(Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Whose it is.
    pub tool: &'static str,
    /// Its ids there.
    pub ids: &'static [&'static str],
    /// What it asks for.
    pub asks: &'static str,
    /// Why that is no finding here.
    pub why: &'static str,
    /// The lesson that treats it; empty for none.
    pub lesson: &'static str,
}

const NOT_LOOKED_FOR: &str = "It is not looked for at present.";

/// All of them, by tool and id.
pub static FOREIGN: [Foreign; 16] = [
    Foreign {
        tool: "Checkov",
        ids: &["CKV2_DOCKER_15", "CKV2_DOCKER_16"],
        asks: "sslverify=false of yum-config-manager, PIP_TRUSTED_HOST",
        why: NOT_LOOKED_FOR,
        lesson: "supply-chain",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL3010"],
        asks: "ADD to unpack an archive",
        why: "A RUN with a bind mount and tar does the same in one step, and shows what happens.",
        lesson: "context",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL3016", "DL3028", "DL3062"],
        asks: "a version for each package of npm, gem or go that is installed by its name",
        why: "Tools are often wanted in their newest version. For what the program needs, npm-ci looks at the list; pip-pin looks at pip.",
        lesson: "supply-chain",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL3026"],
        asks: "base images from allowed registries alone",
        why: "Which are allowed is for your own rules to say.",
        lesson: "supply-chain",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL3035"],
        asks: "no zypper dist-upgrade",
        why: "It brings fixes that the base image does not have yet. A newer base image is the better way, and no mistake is made by this one.",
        lesson: "supply-chain",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL3046"],
        asks: "useradd -l for large numbers",
        why: NOT_LOOKED_FOR,
        lesson: "non-root",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL3047"],
        asks: "wget without its progress",
        why: "It fills the log of the build and does no harm.",
        lesson: "",
    },
    Foreign {
        tool: "hadolint",
        ids: &[
            "DL3048", "DL3049", "DL3050", "DL3051", "DL3052", "DL3053", "DL3054", "DL3055",
            "DL3056", "DL3058",
        ],
        asks: "labels of certain names and forms",
        why: "Which labels an image has is for your own rules to say.",
        lesson: "metadata",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL3060"],
        asks: "yarn cache clean",
        why: NOT_LOOKED_FOR,
        lesson: "layers-add-up",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL3067"],
        asks: "no copy of a whole file system",
        why: NOT_LOOKED_FOR,
        lesson: "multi-stage",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL4001"],
        asks: "wget or curl, and not both",
        why: "Two small tools are no fault.",
        lesson: "",
    },
    Foreign {
        tool: "hadolint",
        ids: &["DL4005"],
        asks: "SHELL instead of a link in the place of /bin/sh",
        why: NOT_LOOKED_FOR,
        lesson: "run",
    },
    Foreign {
        tool: "hadolint",
        ids: &["SC2035", "SC2046", "SC2086"],
        asks: "quotes around variables and patterns",
        why: "ShellCheck looks at shell scripts, and hadolint brings it along: run it beside this.",
        lesson: "run",
    },
    Foreign {
        tool: "Trivy",
        ids: &["DS-0014"],
        asks: "wget or curl, and not both",
        why: "Two small tools are no fault.",
        lesson: "",
    },
    Foreign {
        tool: "Trivy",
        ids: &["DS-0024"],
        asks: "no apt-get dist-upgrade",
        why: "It brings fixes that the base image does not have yet. A newer base image is the better way, and no mistake is made by this one.",
        lesson: "supply-chain",
    },
    Foreign {
        tool: "Trivy",
        ids: &["DS-0030"],
        asks: "no WORKDIR in a folder of the system",
        why: NOT_LOOKED_FOR,
        lesson: "",
    },
];

/// The check of another tool that a name means.
pub fn foreign(name: &str) -> Option<&'static Foreign> {
    FOREIGN.iter().find(|it| it.ids.iter().any(|id| same_id(id, name)))
}

/// Whether two names are one id: in any case, and in the three ways in which
/// Trivy's are written (`DS-0002`, `AVD-DS-0002`, `DS002`).
pub(super) fn same_id(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || trivy(one).is_some_and(|number| trivy(other) == Some(number))
}

fn trivy(name: &str) -> Option<u32> {
    let upper = name.to_ascii_uppercase();
    let own = upper.strip_prefix("AVD-").unwrap_or(&upper);
    let digits = own.strip_prefix("DS")?;
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let is_number = (3..=4).contains(&digits.len()) && digits.bytes().all(|it| it.is_ascii_digit());
    digits.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trivys_ids_are_known_in_each_form() {
        for name in ["DS-0002", "ds-0002", "AVD-DS-0002", "DS002", "avd-ds-0002"] {
            assert!(same_id("DS-0002", name), "{name}");
        }
        for name in ["DS-0003", "DS2", "DS-00002", "DL3002", "DS", "DSX02"] {
            assert!(!same_id("DS-0002", name), "{name}");
        }
    }

    #[test]
    fn no_id_is_both_ours_and_foreign_and_each_stands_once() {
        let mut seen = std::collections::BTreeSet::new();
        for id in FOREIGN.iter().flat_map(|it| it.ids) {
            assert!(seen.insert(id), "{id} stands twice");
            assert!(crate::checks::called(id).is_empty(), "{id} is one of ours");
        }
        assert_eq!(foreign("dl3047").map(|it| it.tool), Some("hadolint"));
    }
}
