//! Every instruction says what it does here, with its values.

use super::check;

#[test]
fn from_an_image() {
    check(
        "FROM alpine\n",
        1,
        "Starts the only stage from the image docker.io/library/alpine:latest.",
    );
    check(
        "FROM ghcr.io/team/app:1.2 AS app\nFROM alpine\n",
        1,
        "Starts the stage app from the image ghcr.io/team/app:1.2.",
    );
    check("FROM a\nFROM b\n", 2, "It is the last stage");
    check("FROM scratch\n", 1, "Starts the only stage from nothing.");
}

#[test]
fn from_a_stage() {
    let file = "FROM alpine AS base\nFROM base AS app\n";
    check(file, 2, "Starts the stage app on top of the stage base.");
    check(file, 2, "The stage base, which begins on line 1 and starts from alpine.");
    check(file, 1, "Used by FROM on line 2.");
}

#[test]
fn parts_of_an_image_reference() {
    let file = "FROM ghcr.io/team/app:1.2@sha256:0123456789012345678901234567890123456789012345678901234567890123\n";
    check(file, 1, "[ghcr.io/] registry: The registry ghcr.io. GitHub's container registry.");
    check(file, 1, "repository: The image's name: team/app.");
    check(file, 1, "tag: The tag 1.2 is only for readers here");
    check(file, 1, "digest: The digest names exactly one image");
    check(
        "FROM alpine\n",
        1,
        "it is Docker Hub, and a name without a slash stands for one of its official images: docker.io/library/alpine.",
    );
    check("FROM alpine\n", 1, "No tag is written, so it is latest");
    check("FROM python:3.12-slim\n", 1, "[3.12-slim] tag: The tag 3.12-slim chooses a version.");
}

#[test]
fn names_of_stages_know_their_uses() {
    let file = "FROM alpine AS build\nFROM alpine\nCOPY --from=build /a /b\nRUN --mount=from=build,target=/x ls\n";
    check(file, 1, "The stage is called build. Used by COPY on line 3, RUN on line 4.");
    check("FROM a AS test\nFROM b\n", 1, "it is built only with --target test.");
}

#[test]
fn run_in_every_form() {
    check("FROM a\nRUN make install\n", 2, "Runs make install with /bin/sh -c during the build.");
    check(
        "FROM a\nRUN [\"make\", \"install\"]\n",
        2,
        "Runs the program make install during the build, without a shell.",
    );
    check(
        "FROM a\nRUN <<EOF\nset -e\nmake\nEOF\n",
        2,
        "Runs a script of 2 lines with /bin/sh -c during the build; it begins with set -e.",
    );
    check(
        "FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nprint(1)\nEOF\n",
        2,
        "its first line chooses /usr/bin/env python3 to read it.",
    );
    check(
        "FROM a\nSHELL [\"/bin/bash\", \"-c\"]\nRUN a\n",
        3,
        "Runs a with /bin/bash -c during the build.",
    );
    check("FROM a\nUSER app\nWORKDIR /srv\nRUN id\n", 4, "It runs as app in /srv.");
    check("FROM a\nRUN a\n", 2, "In the image: A layer with the files");
}

#[test]
fn run_word_by_word() {
    let file = "FROM a\nRUN [\"make\", \"-j\", \"4\"]\n";
    check(file, 2, "[\"make\",] program: The program make, looked up in PATH.");
    check(file, 2, "argument: Argument 2 of the program, exactly as written: 4.");
    check(file, 2, "JSON form: A JSON array: the first string is the program");
    let file = "FROM a\nRUN a && \\\n    # why\n    b\n";
    check(file, 2, "[RUN] instruction: Runs a command");
    check(file, 2, "The text is given to a shell in one piece.");
    check(file, 2, "continuation: \\ at the end of the line joins it with the next one");
    check(file, 2, "comment: A comment between the lines of the instruction.");
    check(file, 2, "[b] command: b: not in layerwise's tables, so what it does is not known here.");
    check(file, 2, "[&&] operator: What follows runs only when what stands before succeeded.");
}

#[test]
fn commands_word_by_word() {
    let file = "FROM a\nRUN apt-get install -qy curl=7.* ours && \\\n  x=\"$(git clone --depth 1 u)\" sudo ./b.sh >> l\n";
    for said in [
        "[apt-get] command: Installs and removes packages of Debian and Ubuntu.",
        "[install] sub-command: Installs packages.",
        "[-qy] flag: -q: says less. -y: answers yes to every question",
        "[curl=7.*] package: curl fetches files over HTTP. curl=7.* asks for this version",
        "[ours] package: ours: not in layerwise's tables, so what it is is not known here.",
        "[x=] assignment: Sets the variable x",
        "[--depth] flag: Only the newest versions, so many.",
        "[1] value: The value of --depth.",
        "[sudo] command: Runs a command as another user",
        "[./b.sh] script: A script; what it does stands in the file itself.",
        "[>>] redirection: Adds what the command writes to the file.",
    ] {
        check(file, 2, said);
    }
    check("FROM a\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n", 2, "A web server and proxy.");
    check(
        "FROM a\nRUN f() { true; }; f\n",
        2,
        "[f] function: A function that this script defines.",
    );
    let windows = "# escape=`\nFROM a\nSHELL [\"pwsh\", \"-Command\"]\nRUN Remove-Item -Force C:\\x; `\n  ours\n";
    check(windows, 4, "[Remove-Item] command: Removes files (PowerShell).");
    check(windows, 4, "[ours] command: ours: not in");
}

#[test]
fn heredocs_word_by_word() {
    let file = "FROM a\nRUN cat <<-'EOF' > /f\n\techo $X\nEOF\n";
    check(file, 2, "heredoc marker: <<-'EOF' begins a heredoc");
    check(file, 2, "The name is quoted, so variables in the text stay as they are.");
    check(file, 2, "<<- takes away the tabs at the beginning of each line.");
    check(file, 2, "heredoc: The text of the heredoc EOF, 1 line");
    check(file, 2, "heredoc end: The line EOF alone ends the heredoc.");
    check("FROM a\nCOPY <<EOF /f\nx=$Y\nEOF\n", 2, "so BuildKit replaces variables in the text.");
}

#[test]
fn copy() {
    check("FROM a\nCOPY a b /app/\n", 2, "Copies a and b from the build context to /app/.");
    check(
        "FROM a\nWORKDIR /app\nCOPY a b/\n",
        3,
        "Copies a from the build context to b/, which is /app/b here.",
    );
    check(
        "FROM a AS b\nFROM c\nCOPY --from=b /x /y\n",
        3,
        "Copies /x from the stage b (line 1) to /y.",
    );
    check(
        "FROM a\nCOPY --from=nginx:1 /x /y\n",
        2,
        "from the image or named context nginx:1 to /y.",
    );
    check(
        "FROM a\nCOPY <<EOF /etc/motd\nhi\nEOF\n",
        2,
        "Writes the text of the heredoc to /etc/motd.",
    );
    check("FROM a\nCOPY [\"a b\", \"/c\"]\n", 2, "Copies a b from the build context to /c.");
}

#[test]
fn copy_word_by_word() {
    let file = "FROM a\nWORKDIR /app\nCOPY src/*.py ./\n";
    check(
        file,
        3,
        "[src/*.py] source: src/*.py, counted from the root of the build context, whatever WORKDIR says.",
    );
    check(file, 3, "* stands for any characters");
    check(file, 3, "[./] destination: In the image the files land in ./; what is missing");
    check(file, 3, "so it is /app/ here (WORKDIR on line 2).");
    check("FROM a\nCOPY a b\n", 2, "one file gets this as its own name");
    check(
        "FROM a\nCOPY a b\n",
        2,
        "which the base image decides: no WORKDIR in this file sets it before.",
    );
    check(
        "FROM a\nCOPY . .\n",
        2,
        "Everything in the build context that .dockerignore does not leave out.",
    );
}

#[test]
fn add() {
    check("FROM a\nADD x.tar.gz /app/\n", 2, "Adds x.tar.gz from the build context to /app/.");
    check("FROM a\nADD x.tar.gz /app/\n", 2, "a tar archive is unpacked");
    super::check_not("FROM a\nADD --unpack=false x.tar /app/\n", 2, "a tar archive is unpacked");
    check("FROM a\nADD https://example.com/x.tar.gz /\n", 2, "It is not unpacked, archive or not.");
    check("FROM a\nADD https://example.com/x /\n", 2, "mode 600");
    check(
        "FROM a\nADD https://github.com/a/b.git#v1:docs /d\n",
        2,
        "Behind #: v1 (branch, tag or commit), and of it only the directory docs.",
    );
    check("FROM a\nADD git@github.com:a/b.git /d\n", 2, "A Git repository");
}

#[test]
fn environment() {
    check("FROM a\nENV A=1\n", 2, "Sets A to 1.");
    check("FROM a\nENV A=\"b c\"\n", 2, "Sets A to b c.");
    check("FROM a\nENV A=1 B=2 C=3\n", 2, "Sets 3 variables: A, B and C.");
    check("FROM a\nENV A=1\n", 2, "[A=] variable: The variable's name: A.");
    check("FROM a\nENV A='$B'\n", 2, "Single quotes: no variable is replaced in it.");
    check("FROM a\nENV A 1\n", 2, "The old form with a blank instead of =");
}

#[test]
fn arguments() {
    check(
        "ARG V=1\nFROM a:$V\n",
        1,
        "Declares the build argument V, which is 1 unless --build-arg V=… says otherwise.",
    );
    check("ARG V=1\nFROM a:$V\n", 1, "This line stands above the first FROM");
    check("FROM a\nARG V\n", 2, "Declares the build argument V without a default.");
    check("ARG V=1\nFROM a\nARG V\n", 3, "It takes the default of the ARG on line 1.");
    check(
        "FROM a\nARG TARGETARCH\n",
        2,
        "BuildKit sets it by itself: the processor architecture that the image is built for",
    );
    check("FROM a\nARG HTTP_PROXY\n", 2, "A proxy argument");
    check("FROM a\nARG A=1 B=2\n", 2, "Declares 2 build arguments: A and B.");
}

#[test]
fn labels_and_maintainer() {
    check("FROM a\nLABEL version=1\n", 2, "Gives the image the label version with the value 1.");
    check(
        "FROM a\nLABEL org.opencontainers.image.source=x\n",
        2,
        "By convention it tells where the source code is.",
    );
    check(
        "FROM a\nMAINTAINER me <me@example.com>\n",
        2,
        "Writes me <me@example.com> into the image as its author.",
    );
}

#[test]
fn exposed_ports() {
    check(
        "FROM a\nEXPOSE 80 53/udp\n",
        2,
        "Says that the program in the image listens on 80 and 53/udp.",
    );
    check(
        "FROM a\nEXPOSE 80\n",
        2,
        "[80] port: Port 80 over TCP. No protocol is written, so it is TCP. 80 is the usual port of HTTP.",
    );
    check("FROM a\nEXPOSE 53/udp\n", 2, "Port 53 over UDP. 53 is the usual port of DNS.");
    check("FROM a\nEXPOSE 8000-8010\n", 2, "The 11 ports 8000 to 8010 over TCP.");
    check("FROM a\nEXPOSE 5000\n", 2, "5000 is often used for");
}

#[test]
fn users() {
    check(
        "FROM a\nUSER app\n",
        2,
        "From here on RUN works as the user app, and so does the container.",
    );
    check("FROM a\nUSER app\n", 2, "The user app, looked up by name in /etc/passwd of the image.");
    check(
        "FROM a\nUSER 1000:1000\n",
        2,
        "User number 1000. A number needs no entry in /etc/passwd. The group is 1000, and no other",
    );
    check("FROM a\nUSER root\n", 2, "root: the superuser");
    check("FROM a\nUSER 0\n", 2, "User number 0 is root");
}

#[test]
fn directories() {
    check(
        "FROM a\nWORKDIR /app\n",
        2,
        "From here on instructions work in /app, and the container starts there.",
    );
    check(
        "FROM a\nWORKDIR /app\nWORKDIR src\n",
        3,
        "From here on instructions work in /app/src, and the container starts there: src goes on from /app.",
    );
    check(
        "FROM a\nWORKDIR /\n",
        2,
        "Only configuration, no layer: the root directory is always there.",
    );
    check("FROM a AS b\nWORKDIR /x\nFROM b\nWORKDIR y\n", 4, "/x/y");
}

#[test]
fn volumes() {
    check(
        "FROM a\nVOLUME /data /log\n",
        2,
        "Every container keeps what it writes to /data and /log in a volume of its own",
    );
    check("FROM a\nVOLUME [\"/data\"]\n", 2, "directory: The directory /data in the container.");
}

#[test]
fn shells() {
    check(
        "FROM a\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\n",
        2,
        "From here on in this stage /bin/bash -o pipefail -c reads the shell forms of RUN, CMD, ENTRYPOINT and HEALTHCHECK.",
    );
    check("FROM a\nSHELL [\"/bin/bash\", \"-c\"]\n", 2, "program: The shell's program: /bin/bash.");
}

#[test]
fn stop_signals() {
    check("FROM a\nSTOPSIGNAL SIGQUIT\n", 2, "docker stop sends SIGQUIT to the main process");
    check("FROM a\nSTOPSIGNAL SIGQUIT\n", 2, "signal: SIGQUIT (number 3). Quit.");
    check("FROM a\nSTOPSIGNAL 15\n", 2, "SIGTERM (number 15).");
}

#[test]
fn default_commands() {
    check(
        "FROM a\nCMD [\"nginx\", \"-g\", \"daemon off;\"]\n",
        2,
        "A container starts nginx -g daemon off; by default, without a shell",
    );
    check(
        "FROM a\nCMD nginx\n",
        2,
        "A container starts /bin/sh -c with the text nginx by default; if the base image has an ENTRYPOINT, that gets it as its arguments.",
    );
    check(
        "FROM a\nENTRYPOINT [\"app\"]\nCMD [\"--help\"]\n",
        3,
        "Gives --help to the program of the ENTRYPOINT on line 2 as its default arguments.",
    );
    check("FROM a\nCMD []\n", 2, "Sets an empty default command");
}

#[test]
fn entrypoints() {
    check(
        "FROM a\nENTRYPOINT [\"app\", \"serve\"]\n",
        2,
        "Every container starts app serve; CMD, or the words behind the image in docker run, follow as further arguments.",
    );
    check(
        "FROM a\nENTRYPOINT app serve\n",
        2,
        "Every container starts /bin/sh -c with the text app serve.",
    );
    check("FROM a\nENTRYPOINT []\n", 2, "Takes the program of the base image away");
}

#[test]
fn health_checks() {
    let file = "FROM a\nHEALTHCHECK --interval=1m30s --timeout=5s --retries=2 CMD curl -f http://localhost/ || exit 1\n";
    check(
        file,
        2,
        "Docker lets the shell run curl -f http://localhost/ || exit 1 in the container.",
    );
    check(
        file,
        2,
        "It does so every 1 minute 30 seconds, gives each check 5 seconds, and calls the container unhealthy after 2 failures in a row.",
    );
    check(
        "FROM a\nHEALTHCHECK CMD [\"x\"]\n",
        2,
        "It does so every 30 seconds, gives each check 30 seconds, and calls the container unhealthy after 3 failures in a row.",
    );
    let first = "It does so every 30 seconds (every 5 seconds in the first 10 seconds, until it succeeds), gives";
    check("FROM a\nHEALTHCHECK --start-period=10s CMD [\"x\"]\n", 2, first);
    let first = first.replace("every 5", "every 2");
    let file = "FROM a\nHEALTHCHECK --start-period=10s --start-interval=2s CMD [\"x\"]\n";
    check(file, 2, &first);
    check(
        "FROM a\nHEALTHCHECK NONE\n",
        2,
        "Switches off the health check that the base image may have.",
    );
    check(
        "FROM a\nHEALTHCHECK CMD x\n",
        2,
        "[CMD] sub-command: CMD begins the command of the check.",
    );
}

#[test]
fn onbuild_explains_what_it_holds_back() {
    let file = "FROM a\nONBUILD COPY . /app\n";
    check(
        file,
        2,
        "Does nothing in this build. When another Dockerfile starts from this image, COPY runs there",
    );
    check(file, 2, "[/app] destination: In the image the files land in /app;");
    check(file, 2, "[COPY] instruction: Copies files into the image");
}

#[test]
fn what_docker_does_not_know_is_said() {
    check("FROM a\nRUNN x\n", 2, "RUNN is no instruction that Docker knows");
    check("FROM a\nCOPY\n", 2, "BuildKit refuses this COPY and builds nothing from the file.");
}

#[test]
fn the_authors_words_are_shown_as_theirs() {
    let file = "FROM a\n# The port of the\n# web server.\nEXPOSE 80\n";
    check(file, 4, "The author writes:\nThe port of the\nweb server.");
}
