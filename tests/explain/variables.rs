//! Variables: who replaces them and where their value could come from.

use super::check;

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
