//! Every flag says what it is and what its value means here.

use super::check;

#[test]
fn platform_of_from() {
    let file = "FROM --platform=linux/arm64/v8 alpine\n";
    check(file, 1, "[--platform=] flag: Chooses which variant of the image is taken");
    check(
        file,
        1,
        "platform: The operating system is Linux. arm64 means 64-bit ARM processors, such as Apple's and Amazon's Graviton. v8 is the variant of the architecture.",
    );
    check(
        "FROM --platform=$BUILDPLATFORM alpine\n",
        1,
        "$BUILDPLATFORM is set by BuildKit: the platform of the machine that builds",
    );
}

#[test]
fn network_of_run() {
    for (value, meaning) in [
        ("none", "No network"),
        ("host", "entitlement network.host"),
        ("default", "The usual network of the build"),
    ] {
        check(&format!("FROM a\nRUN --network={value} ls\n"), 2, meaning);
    }
}

#[test]
fn security_of_run() {
    for (value, meaning) in
        [("insecure", "comparable to docker run --privileged"), ("sandbox", "The usual sandbox")]
    {
        check(&format!("FROM a\nRUN --security={value} ls\n"), 2, meaning);
    }
}

#[test]
fn device_of_run() {
    check("FROM a\nRUN --device=nvidia.com/gpu=all ls\n", 2, "The device nvidia.com/gpu=all.");
}

#[test]
fn from_of_copy() {
    let file = "FROM a AS build\nFROM b\nCOPY --from=build /x /y\nCOPY --from=0 /x /y\nCOPY --from=nginx /x /y\n";
    check(file, 3, "The stage build, which begins on line 1 and starts from a.");
    check(file, 4, "The stage build, which begins on line 1 and starts from a.");
    check(
        file,
        5,
        "No stage above has the name nginx. It is a named context (docker build --build-context nginx=…) if there is one, else the image docker.io/library/nginx:latest.",
    );
    check(
        "FROM a AS x\nCOPY --from=y /b /c\nFROM b AS y\n",
        2,
        "begins only on line 3; BuildKit refuses that.",
    );
    check("FROM a\nCOPY --from=7 /b /c\n", 2, "There is no stage with the number 7");
}

#[test]
fn owner_of_copy_and_add() {
    for keyword in ["COPY", "ADD"] {
        let file = format!("FROM a\n{keyword} --chown=app:web x /y\n");
        check(
            &file,
            2,
            "to the user app, where the image has such an account at this line; else to root, without an error. Their group is web, where the image has it at this line; else it is the group of that user.",
        );
    }
    check(
        "FROM a\nCOPY --chown=1000 x /y\n",
        2,
        "The files belong to the user 1000. No group is named: the group has the same number.",
    );
    check("FROM a\nCOPY --chown=app x /y\n", 2, "it is the user's own group in /etc/passwd");
}

#[test]
fn mode_of_copy_and_add() {
    check(
        "FROM a\nCOPY --chmod=755 x /y\n",
        2,
        "755: the owner may read, write and execute, the group may read and execute",
    );
    check("FROM a\nADD --chmod=u+x x /y\n", 2, "u+x changes the permissions that the files have");
}

#[test]
fn switches_of_copy_and_add() {
    check(
        "FROM a\nCOPY --link x /y\n",
        2,
        "[--link] flag: Puts the files into a layer of their own",
    );
    check("FROM a\nCOPY --link x /y\n", 2, "Without a value it means true.");
    check("FROM a\nCOPY --link=false x /y\n", 2, "The files go on top of the layer below.");
    check("FROM a\nCOPY --link x /y\n", 2, "it takes the place of a directory of this name.");
    for flags in ["", "--link=false", "--link --chmod=755"] {
        let file = format!("FROM a\nCOPY {flags} x /y\n");
        check(&file, 2, "unless a directory of this name exists already.");
    }
    check("FROM a\nCOPY --parents x/y /z\n", 2, "Keeps the parent directories of the sources");
    check(
        "FROM a\nADD --keep-git-dir=true https://github.com/a/b.git /z\n",
        2,
        "The .git directory is kept.",
    );
    check(
        "FROM a\nADD --unpack=true https://example.com/a.tar /z\n",
        2,
        "Archives are unpacked, downloaded ones too.",
    );
    check("FROM a\nADD --link x /y\n", 2, "Puts the files into a layer of their own");
}

#[test]
fn patterns_and_checksums() {
    check("FROM a\nCOPY --exclude=*.md . /y\n", 2, "Files that match *.md are not copied.");
    check("FROM a\nADD --exclude=*.md . /y\n", 2, "Files that match *.md are not copied.");
    check(
        "FROM a\nADD --checksum=sha256:aa https://example.com/a /y\n",
        2,
        "The download must have this SHA-256 digest",
    );
}

#[test]
fn times_of_health_checks() {
    check(
        "FROM a\nHEALTHCHECK --interval=30s CMD x\n",
        2,
        "30s is 30 seconds. The first check comes 30 seconds after the container starts",
    );
    check(
        "FROM a\nHEALTHCHECK --timeout=3s CMD x\n",
        2,
        "A check that takes longer than 3 seconds is killed and counts as failed.",
    );
    check(
        "FROM a\nHEALTHCHECK --start-period=1m CMD x\n",
        2,
        "1m is 1 minute. For 1 minute after the start failed checks do not count.",
    );
    check(
        "FROM a\nHEALTHCHECK --start-interval=2s CMD x\n",
        2,
        "During the start period there are 2 seconds between checks.",
    );
    check(
        "FROM a\nHEALTHCHECK --retries=5 CMD x\n",
        2,
        "5 failed checks in a row make the container unhealthy.",
    );
}

#[test]
fn defaults_are_said() {
    check("FROM a\nHEALTHCHECK --retries=5 CMD x\n", 2, "Without the flag: 3.");
    check("FROM a\nCOPY --chown=1 x /y\n", 2, "Without the flag: 0:0 (root), whatever USER says.");
}

#[test]
fn unknown_flags_are_said_to_be_unknown() {
    check("FROM a\nCOPY --chow=1 x /y\n", 2, "COPY has no flag --chow; BuildKit refuses it.");
}
