//! What is easily misread is said where it holds, and only there.

use super::{check, check_not};

#[test]
fn images_without_a_tag() {
    check("FROM alpine\n", 1, "Without a tag it is the tag latest.");
    check_not("FROM alpine:3\n", 1, "Without a tag");
    check_not("FROM alpine AS a\nFROM a\n", 2, "Without a tag");
    check_not("FROM scratch\n", 1, "Without a tag");
}

#[test]
fn names_and_platforms_of_stages() {
    check("FROM alpine as a\n", 1, "FromAsCasing");
    check_not("from alpine as a\n", 1, "FromAsCasing");
    check_not("FROM alpine AS a\n", 1, "FromAsCasing");
    check("FROM alpine AS Build\n", 1, "Stage names are kept in lower case: this one is build");
    check(
        "FROM alpine AS Build\nFROM Build\n",
        2,
        "Build is looked up as an image, not as the stage build.",
    );
    check("FROM a AS x\nFROM b AS x\n", 2, "The stage on line 1 has the same name x");
    check("FROM a AS scratch\n", 1, "scratch is a reserved name");
    check("FROM --platform=linux/amd64 a\n", 1, "FromPlatformFlagConstDisallowed");
    check("FROM --platform=$TARGETPLATFORM a\n", 1, "RedundantTargetPlatform");
    check_not("FROM --platform=$BUILDPLATFORM a\n", 1, "BuildKit warns");
    check("FROM a\nFROM b\n", 2, "Nothing of the stages above is carried over");
    check_not("FROM a AS x\nFROM x\n", 2, "Nothing of the stages above is carried over");
}

#[test]
fn state_that_ends_with_a_run() {
    check("FROM a\nRUN cd /app\n", 2, "The change of directory ends with this RUN");
    check("FROM a\nRUN cd /app && make\n", 2, "cd holds up to the end of this RUN only");
    check("FROM a\nRUN export A=1\n", 2, "What export changes ends with this RUN");
    check("FROM a\nRUN . venv/bin/activate\n", 2, "What the file sets ends with this RUN");
    check_not("FROM a\nRUN make\n", 2, "ends with this RUN");
}

#[test]
fn layers_that_keep_files() {
    check("FROM a\nRUN rm -rf /x\n", 2, "deleting them here only hides them");
    check("FROM a\nRUN chown -R a /x\n", 2, "is stored a second time");
    check_not("FROM a\nRUN make && rm -rf /x\n", 2, "only hides");
    // What a later stage copies comes without them; where it starts from here, they stay.
    let copied = "FROM a AS b\nRUN rm -rf /x\nFROM c\nCOPY --from=b /y /y\n";
    check(copied, 2, "What other stages take from here comes without them");
    check_not(copied, 2, "only hides");
    check("FROM a AS b\nRUN rm -rf /x\nFROM b\nCOPY --from=b /y /y\n", 2, "only hides them");
}

#[test]
fn failures_that_are_passed_over() {
    check("FROM a\nRUN curl x | sh\n", 2, "only the last one's failure stops the build");
    check_not("FROM a\nRUN curl x || true\n", 2, "only the last one's failure");
    check_not(
        "FROM a\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a | b\n",
        3,
        "only the last one's failure",
    );
    check("FROM a\nRUN <<EOF\na\nb\nEOF\n", 2, "Only the last command of the script decides");
    check_not(
        "FROM a\nRUN <<EOF\nset -eux\na\nb\nEOF\n",
        2,
        "Only the last command of the script decides",
    );
    check_not("FROM a\nRUN <<EOF\na\nEOF\n", 2, "Only the last command of the script decides");
}

#[test]
fn comments_of_the_shell_swallow_joined_lines() {
    check(
        "FROM a\nRUN a # why \\\n && b\n",
        2,
        "makes everything behind it a comment, the following lines included",
    );
    check_not("FROM a\nRUN a # why\n", 2, "the following lines included");
}

#[test]
fn apt_and_sudo() {
    check("FROM a\nRUN apt-get update\n", 2, "lists that are long out of date");
    check_not("FROM a\nRUN apt-get update && apt-get install -y x\n", 2, "long out of date");
    check("FROM a\nRUN sudo make\n", 2, "sudo is not needed");
    check_not("FROM a\nUSER app\nRUN sudo make\n", 3, "sudo is not needed");
}

#[test]
fn json_without_a_shell() {
    check("FROM a\nRUN [\"echo\", \"$HOME\"]\n", 2, "the program gets the dollar sign");
    check_not(
        "FROM a\nRUN [\"sh\", \"-c\", \"echo $HOME\"]\n",
        2,
        "the program gets the dollar sign",
    );
    check("FROM a\nRUN [\"a\", \"&&\", \"b\"]\n", 2, "&& means nothing without a shell");
    check(
        "FROM a\nCMD [\"app\", \"--port\", \"$PORT\"]\n",
        2,
        "the program gets $PORT as it is written",
    );
}

/// The parser reports these; an explanation passes its words on.
#[test]
fn json_that_is_none() {
    for command in
        ["CMD ['a', 'b']", "CMD [\"a\", \"b\",]", "CMD [\"a\"] # run", "VOLUME ['/data']"]
    {
        check(&format!("FROM a\n{command}\n"), 2, "it is not JSON");
    }
    check("FROM a\nHEALTHCHECK CMD [\"curl\", \"x\"] || exit 1\n", 2, "it is not JSON");
}

#[test]
fn comments_that_are_none() {
    let commands = [
        "USER app # run as app",
        "WORKDIR /app # the app",
        "COPY a b # copy",
        "ENV A 1      # one",
        "EXPOSE 80 # web",
    ];
    for command in commands {
        check(&format!("FROM a\n{command}\n"), 2, "is no comment here");
    }
    check("FROM a\nUSER app # x\n", 2, "The user is called app # x, blanks and # included.");
}

#[test]
fn files_of_copy() {
    check("FROM a\nCOPY ../a /b\n", 2, ".. is dropped, so this is /a inside the build context");
    check("FROM a\nCOPY . /app\n", 2, "A change to any file that it takes");
    check_not(
        "FROM a AS b\nFROM c\nCOPY --from=b . /app\n",
        3,
        "A change to any file that it takes",
    );
    check(
        "FROM a\nUSER app\nCOPY x /y\n",
        3,
        "The files belong to root, although USER on line 2 says app.",
    );
    check_not("FROM a\nUSER app\nCOPY --chown=app x /y\n", 3, "The files belong to root, although");
    check("FROM a\nCOPY .env /app/\n", 2, ".env usually holds secrets");
    check(
        "FROM a AS b\nFROM c\nCOPY --from=0 /x /y\n",
        3,
        "A stage's number changes when a FROM is added above.",
    );
    check(
        "FROM a\nCOPY --link --chmod=755 x /y\n",
        2,
        "Together with --chmod BuildKit does not link",
    );
}

#[test]
fn downloads() {
    check("FROM a\nADD https://example.com/x.tar.gz /\n", 2, "A downloaded archive stays packed");
    check("FROM a\nADD https://example.com/x /\n", 2, "Nothing verifies what the server sends");
    check_not("FROM a\nADD --checksum=sha256:00 https://example.com/x /\n", 2, "Nothing verifies");
}

#[test]
fn variables_that_are_not_what_they_seem() {
    check("ARG V=1\nFROM a:$V\nRUN echo $V\n", 1, "No stage has an ARG V of its own");
    check_not("ARG V=1\nFROM a:$V\nARG V\nRUN echo $V\n", 1, "No stage has an ARG");
    check("FROM a\nENV A=1 B=$A\n", 2, "B still gets the value that $A had before this line");
    check(
        "FROM a\nENV A=1\nARG A=2\n",
        3,
        "ENV on line 2 sets A too. From here on the build uses this argument; containers get the value of the ENV.",
    );
    check("FROM a\nENV A=1\nARG A=2\n", 2, "The ARG on line 3 has the same name");
    check("FROM a\nENV A 1\n", 2, "ENV A=1 says the same without the old form");
    check("FROM a\nENV A B=1 C=2\n", 2, "there is only one variable: A");
    check(
        "FROM a\nENV DEBIAN_FRONTEND=noninteractive\n",
        2,
        "Every container of the image keeps this setting",
    );
}

#[test]
fn what_starts() {
    check("FROM a\nCMD app\n", 2, "The shell is the main process (PID 1)");
    check_not("FROM a\nCMD exec app\n", 2, "The shell is the main process (PID 1) and");
    check("FROM a\nENTRYPOINT app\n", 2, "ENTRYPOINT ignores CMD");
    check(
        "FROM a\nENTRYPOINT app\nCMD [\"x\"]\n",
        3,
        "the ENTRYPOINT on line 2 is in shell form and ignores CMD.",
    );
    check(
        "FROM a\nENTRYPOINT [\"app\"]\nCMD x\n",
        3,
        "Gives /bin/sh -c with the text x to the program of the ENTRYPOINT on line 2",
    );
    check("FROM a\nENTRYPOINT [\"app\"]\n", 2, "It empties the CMD of the base image.");
    check(
        "FROM a AS b\nCMD [\"c\"]\nFROM b\nENTRYPOINT [\"d\"]\n",
        4,
        "It empties the CMD on line 2",
    );
    check_not("FROM a\nCMD [\"c\"]\nENTRYPOINT [\"d\"]\n", 3, "It empties the CMD");
    check("FROM a\nCMD a\nCMD b\n", 2, "the CMD on line 3 takes its place");
    check_not("FROM a\nCMD a\nCMD b\n", 3, "takes its place, for only");
    check(
        "FROM a\nHEALTHCHECK CMD a\nHEALTHCHECK CMD b\n",
        2,
        "the HEALTHCHECK on line 3 takes its place",
    );
}

#[test]
fn what_the_image_says_about_itself() {
    check("FROM a\nEXPOSE 80\n", 2, "Nothing is published by it.");
    check("FROM a\nEXPOSE 8080:80\n", 2, "EXPOSE maps no ports: only 80 counts");
    check("FROM a\nEXPOSE 80/TCP\n", 2, "ExposeProtoCasing");
    check("FROM a\nUSER app\n", 2, "Kubernetes can't tell from a name");
    check_not("FROM a\nUSER 1000\n", 2, "Kubernetes");
    check(
        "FROM a\nWORKDIR app\n",
        2,
        "A relative path goes on from the current directory, which the base image decides",
    );
    check("FROM a\nUSER app\nWORKDIR /srv\n", 3, "it is created as the current user: app (line 2)");
    check("FROM a\nSTOPSIGNAL SIGKILL\n", 2, "No program can catch SIGKILL");
    check(
        "FROM a\nVOLUME /data\nRUN touch /data/a\n",
        2,
        "BuildKit keeps the changes, Docker's old builder throws them away.",
    );
    check_not("FROM a\nVOLUME /data\n", 2, "old builder");
    check("FROM a\nMAINTAINER me\n", 2, "MAINTAINER is deprecated.");
    check("FROM a\nHEALTHCHECK CMD curl x\n", 2, "curl must be in the image");
    check("FROM a\nHEALTHCHECK CMD x\n", 2, "Kubernetes does not look at it");
    check("FROM a\nONBUILD RUN x\n", 2, "It works once");
}

#[test]
fn mounts_that_work_against_the_command() {
    check(
        "FROM a\nRUN --mount=type=cache,target=/root/.cache/pip pip install --no-cache-dir x\n",
        2,
        "work against each other",
    );
    check(
        "FROM a\nRUN --mount=type=secret,id=x ls\n",
        2,
        "the command runs without it. required=true makes the build stop",
    );
    check_not(
        "FROM a\nRUN --mount=type=secret,id=x,required ls\n",
        2,
        "makes the build stop instead",
    );
}
