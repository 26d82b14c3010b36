//! Variables: who replaces them and where their value could come from.

use super::{check, said};

#[test]
fn in_from_only_global_arguments_count() {
    check(
        "ARG V=3\nFROM a:$V\n",
        2,
        "$V is the build argument of line 1: --build-arg V=… chooses it, else it is 3.",
    );
    check("ARG V\nFROM a:$V\n", 2, "which has no default");
    check("FROM a:$V\n", 1, "$V is empty here: no ARG above the first FROM declares it.");
    check(
        "FROM a AS x\nARG V=1\nFROM b:$V\n",
        3,
        "FROM sees only the ARGs above the first FROM, not the one on line 2.",
    );
    check("FROM --platform=$BUILDPLATFORM a\n", 1, "$BUILDPLATFORM is set by BuildKit");
    check(
        "ARG V=3\nFROM a:${V:-4}\n",
        2,
        "The text behind :- is taken when the variable is not set or empty.",
    );
}

#[test]
fn in_a_stage() {
    check(
        "FROM a\nENV D=/x\nWORKDIR $D\n",
        3,
        "$D is the variable that ENV on line 2 sets to /x. BuildKit replaces it",
    );
    check(
        "FROM a\nARG D=/x\nWORKDIR $D\n",
        3,
        "$D is the build argument of line 2: --build-arg D=… chooses it, else it is /x.",
    );
    check("ARG D=/x\nFROM a\nARG D\nWORKDIR $D\n", 4, "else it is /x, the default of line 1.");
    check(
        "ARG D=/x\nFROM a\nWORKDIR $D\n",
        3,
        "the ARG on line 1 stands above the first FROM and does not reach into a stage",
    );
    check(
        "FROM a\nWORKDIR $D\n",
        2,
        "Nothing above sets $D in this stage: it is empty unless the base image sets it.",
    );
    check("FROM scratch\nWORKDIR $D\n", 2, "Nothing above sets $D in this stage: it is empty.");
    check("FROM a\nWORKDIR $D\nENV D=1\n", 2, "is declared only later, on line 3");
    check("FROM a AS b\nENV D=/x\nFROM b\nWORKDIR $D\n", 4, "ENV on line 2 sets to /x");
    check("FROM a AS b\nENV D=/x\nFROM c\nWORKDIR $D\n", 4, "Nothing above sets $D");
    check("FROM a\nENV X=$TARGETARCH\n", 2, "a stage has it only below ARG TARGETARCH");
}

#[test]
fn in_a_shell() {
    check(
        "FROM a\nENV V=1\nRUN echo $V\n",
        3,
        "$V is the variable that ENV on line 2 sets to 1. The shell replaces it when the command runs.",
    );
    check("FROM a\nRUN V=1; echo $V\n", 2, "this command sets it itself");
    check(
        "FROM a\nRUN for f in *; do echo $f; done\n",
        2,
        "$f is a variable of the shell; this command sets it itself.",
    );
    check(
        "FROM a\nENV PORT=80\nCMD app $PORT\n",
        3,
        "A shell in the container replaces it each time",
    );
    check(
        "FROM a\nARG PORT=80\nCMD app $PORT\n",
        3,
        "the ARG on line 2 exists only during the build",
    );
}

#[test]
fn where_nothing_replaces_them() {
    check("FROM a\nCMD [\"app\", \"$PORT\"]\n", 2, "exactly as written: $PORT");
}

#[test]
fn what_a_variable_is_used_for_is_said_where_it_is_declared() {
    let file = "ARG BASE=debian\nARG TAG=12\nFROM $BASE:$TAG\nARG TAG\n\
        ENV TOOL=1 SUM=abc DIR=/opt OWNER=me PORT_A=3 SELF=$TOOL\n\
        RUN apt-get install -y foo=$TOOL && curl -o /t https://a.b/$TOOL.tgz \\\n \
        && echo \"$SUM  /t\" | sha256sum -c - && if [ \"$TAG\" = 12 ]; then x=$SUM; fi\n\
        WORKDIR $DIR\nENV PATH=$DIR/bin:$PATH\nCOPY --chown=$OWNER a $DIR/b\nADD https://x/$DIR /y\n\
        EXPOSE $PORT_A\nLABEL v=$DIR\nUSER $OWNER\nCMD foo $PORT_A\n";
    check(file, 1, "Line 3 uses it in the name of the image that FROM starts from.");
    check(file, 2, "Line 3 uses it in the tag of the image that FROM starts from.");
    check(file, 2, "Line 4 uses it as the default of an ARG of its stage.");
    check(file, 4, "Line 7 uses it in a condition.");
    for expected in [
        "Line 6 uses it in the version of the package foo and in an address for curl.",
        "Line 7 uses it as the checksum that sha256sum compares a file with and in the shell's variable x.",
        "Line 8 uses it for the folder that WORKDIR goes to. Line 9 uses it in PATH, where programs are looked for. \
         Line 10 uses it in the path that COPY writes to. Line 11 uses it in the address that ADD fetches. 1 more line uses it.",
        "Line 10 uses it in --chown. Line 14 uses it for the user or group that USER chooses.",
        "Line 12 uses it for a port that EXPOSE names. Line 15 uses it in an argument of foo.",
    ] {
        check(file, 5, expected);
    }
    // The values of one ENV are worked out before any of them is set.
    assert!(!said(file, 5).contains("Line 5 uses it"));
}

#[test]
fn a_use_of_another_variable_of_the_name_is_none() {
    for file in [
        "FROM a\nENV X_Y=1\nFROM b\nRUN echo $X_Y\n",
        "FROM a\nENV X_Y=1\nRUN X_Y=2; echo $X_Y\n",
        "FROM a\nENV X_Y=1\nRUN [\"echo\", \"$X_Y\"]\n",
        "FROM a\nENV X_Y=1\nENV X_Y=2\nRUN echo $X_Y\n",
        "FROM a\nENV X_Y=1\nONBUILD RUN echo $X_Y\n",
    ] {
        assert!(!said(file, 2).contains("uses it"), "{file}");
    }
}

#[test]
fn a_use_proves_what_is_said_of_it() {
    let file = "FROM a\nENV X_Y=1\nRUN echo $X_Y\n";
    let explanation = super::explanation(file, 2);
    let blocks = explanation.tokens.iter().flat_map(|token| &token.text.blocks);
    let proofs: Vec<_> = blocks.flat_map(|block| &block.proof).collect();
    let written: Vec<_> = proofs.into_iter().map(|span| &file[span.range()]).collect();
    assert_eq!(written, ["X_Y"]);
}

#[test]
fn powershell_reads_the_environment_by_its_own_sign() {
    let file = "FROM a\nSHELL [\"powershell\", \"-Command\"]\nENV X_Y=1\n\
        RUN Invoke-WebRequest \"https://a.b/$env:X_Y.zip\" -OutFile a; $z = 1; Write-Host $z $env:X_Z $X_Y\n";
    check(file, 3, "Line 4 uses it in an address for Invoke-WebRequest.");
    check(file, 4, "$env:X_Y is the variable of the ENV on line 3.");
    check(file, 4, "$z is a variable of PowerShell's own");
    check(file, 4, "$X_Y is a variable of PowerShell's own");
    check(file, 4, "$env:X_Z: no ENV or ARG above sets it in this stage");
    assert!(!said(file, 4).contains("$env is"));
}

#[test]
fn scripts_in_heredocs_use_variables() {
    let file = "FROM a\nENV X_Y=1 X_Z=2 X_Q=3\nRUN <<EOF\ncurl -o /t https://a.b/$X_Y\n\
        export OUT=${X_Z:-3}\necho '$X_Q' \\$X_Q # $X_Q\nEOF\n";
    let said = said(file, 2);
    assert!(said.contains("Line 4 uses it in an address for curl."), "{said}");
    assert!(said.contains("Line 5 uses it in an argument of export"), "{said}");
    assert!(!said.contains("Line 6"), "{said}");
}

#[test]
fn a_shell_in_json_form_uses_variables() {
    let file = "FROM a\nENV X_Y=1 X_Z=2\nRUN [\"bash\", \"-c\", \"curl https://a.b/$X_Y\"]\n\
        CMD [\"sh\", \"-c\", \"exec gunicorn --bind $X_Z\", \"$X_Y\"]\n";
    let said = said(file, 2);
    assert!(said.contains("Line 3 uses it in an address for curl."), "{said}");
    assert!(said.contains("Line 4 uses it in the value of --bind of gunicorn."), "{said}");
    assert_eq!(said.matches("Line 4").count(), 1, "{said}");
}
