//! Places where the usual sentence would be wrong.

use super::{check, check_not};

#[test]
fn an_argument_that_waits_is_not_above_the_first_stage() {
    let file = "FROM a\nONBUILD ARG MODE=production\nONBUILD RUN echo $MODE\n";
    check(file, 2, "Declares the build argument MODE");
    check_not(file, 2, "above the first FROM");
    check_not(file, 2, "No stage has an");
    check(file, 3, "$MODE is replaced in the build that starts from this image.");
}

#[test]
fn an_onbuild_run_uses_the_shell_of_the_finished_image() {
    let file = "FROM a\nONBUILD RUN b\nSHELL [\"bash\", \"-c\"]\n";
    check(file, 2, "Runs b with bash -c");
}

#[test]
fn the_search_path_is_never_empty() {
    check(
        "FROM scratch\nENV PATH=/x:$PATH\n",
        2,
        "$PATH is Docker's default here, /usr/local/sbin:",
    );
    check("FROM a\nENV PATH=/x:$PATH\n", 2, "$PATH is what the base image says");
    check("FROM a\nENV PATH=/x\nENV PATH=/y:$PATH\n", 3, "ENV on line 2 sets to /x");
}

#[test]
fn images_for_windows_have_other_defaults() {
    let file = "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2022\nRUN dir\nUSER ContainerUser\nCOPY a C:\\app\\\nCMD app.exe\n";
    check(file, 3, "Runs dir with cmd /S /C during the build.");
    check_not(file, 4, "belong to root");
    check_not(file, 4, "Kubernetes");
    check_not(file, 5, "belong to root");
    check(file, 5, "It ends like a directory");
    check_not(file, 6, "PID 1) and does not pass on");
}

#[test]
fn a_command_beside_an_entrypoint() {
    check_not("FROM scratch\nCMD [\"/a\"]\n", 2, "base image has an ENTRYPOINT");
    check(
        "FROM a\nENTRYPOINT []\nCMD [\"b\"]\n",
        3,
        "A container starts b by default, without a shell.",
    );
    let ignored = "FROM a\nENTRYPOINT b\nCMD c\n";
    check_not(ignored, 3, "A container starts");
    check_not(ignored, 3, "does not pass on the signal");
    check(
        "FROM a\nENTRYPOINT b\nCMD [\"c\"]\n",
        3,
        "c has no effect: the ENTRYPOINT on line 2 is in shell form.",
    );
}

#[test]
fn a_heredoc_that_feeds_a_command_is_no_script() {
    let file = "FROM a\nRUN cat <<EOF > /etc/motd\nhello\nEOF\n";
    check(file, 2, "1 line: what the command reads from its standard input.");
    check("FROM a\nRUN <<EOF\na\nEOF\n", 2, "1 line: the script.");
}

#[test]
fn a_repository_keeps_its_git_directory_when_told() {
    let url = "https://example.org/a.git /x\n";
    check(&format!("FROM a\nADD {url}"), 2, "without the .git directory");
    let kept = format!("FROM a\nADD --keep-git-dir=true {url}");
    check(&kept, 2, "the .git directory included");
    check_not(&kept, 2, "without the .git directory");
}

#[test]
fn the_context_becomes_a_directory() {
    check("FROM a\nCOPY . /app\n", 2, "The source is a directory, so this is one too");
    check("FROM a\nCOPY b /app\n", 2, "one file gets this as its own name");
}

#[test]
fn who_owns_files_is_said_where_files_follow() {
    check(
        "FROM a\nUSER b\nCOPY c d\n",
        2,
        "COPY and ADD below still make files that belong to root",
    );
    check_not("FROM a\nUSER b\n", 2, "COPY and ADD below");
    check_not("FROM a\nUSER b\nCOPY --chown=b c d\n", 2, "COPY and ADD below");
}

#[test]
fn an_argument_for_images_alone_needs_no_warning() {
    check_not("ARG V=1\nFROM a:$V\n", 1, "No stage has an");
}

#[test]
fn what_the_build_stops_at() {
    check("FROM a@sha256:abc\n", 1, "This is no whole digest, and the build fails here");
    check("FROM a\nEXPOSE 80, 443\n", 2, "80, is no port, and the build fails here");
}

#[test]
fn upwards_is_not_below() {
    check("FROM a\nWORKDIR ..\n", 2, "in .., counted from the current directory");
}

#[test]
fn a_mount_that_stops_the_build() {
    check(
        "FROM a\nRUN --mount=type=cahce,target=/x b\n",
        2,
        "The build fails here: cahce is no type of mount.",
    );
    check(
        "FROM a\nRUN --mount=type=secret,requred=true,id=a b\n",
        2,
        "The build fails here: mounts have no option requred.",
    );
    check(
        "FROM a\nRUN --mount=target b\n",
        2,
        "The build fails here: target wants a value behind =.",
    );
    check_not("FROM a\nRUN --mount=type=bind,target=/x,rw b\n", 2, "The build fails");
    check_not("FROM a\nRUN --mount=type=$KIND,target=/x b\n", 2, "The build fails");
}

#[test]
fn keywords_without_a_command() {
    check("FROM a\nRUN\n", 2, "Runs nothing");
    check("FROM a\nCMD\n", 2, "Sets no command");
    check("FROM a\nENTRYPOINT\n", 2, "Sets no program");
}
