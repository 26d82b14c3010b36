//! The problems of small files, in the words that a reader gets. Read the
//! snapshot as a learner would before accepting a change.

use std::fmt::Write as _;
use std::sync::Arc;

use layerwise::dockerfile::{ProblemLevel, parse};
use layerwise::source::Source;

/// Files with one fault each, most of them as people really write them.
const FILES: &[&str] = &[
    "",
    "# nothing\n\n",
    "ARG A=1\n",
    "RUN true\nFROM a\n",
    "# syntax=a\n# syntax=b\nFROM a\n",
    "# escape=/\nFROM a\n",
    "  # syntax=docker/dockerfile:1\nFROM a\n",
    "# a comment\n# syntax=docker/dockerfile:1\n# escape=`\nFROM a\n",
    "FROM python:3.12 # the base\n",
    "FROM\n",
    "FROM a b\n",
    "FROM a AS\n",
    "FROM a IS b\n",
    "FROM a AS my stage\n",
    "FROM a AS 1st\n",
    "FROM a --platform=linux/amd64\n",
    "FROM a b c d\n",
    "FORM python\n",
    "FORM python\nRUN a\nCOPY a b\nFROM c\n",
    "FROMpython\nRUN a\n",
    "FRON\nRUNN a\nCMD a\n",
    "FROM a\nRUNN true\n",
    "FROM a\nAS\n",
    "FROM a\nRUN: true\n",
    "FROM a\nENTRYPOINT[\"x\"]\n",
    "FROM a\nRUN\u{a0}true\n",
    "FROM a\n\u{200b}RUN true\n",
    "FROM a\n“RUN” true\n",
    "FROM a\n<<<<<<< HEAD\nRUN a\n",
    "FROM a\n// a comment\n",
    "FROM a\nRUN a\n  && b\n",
    "FROM a\nRUN a \\ # first\n  b\n",
    "FROM a\nINCLUDE b\n",
    "version: '3'\nservices:\n",
    "FROM a\nCMD <<EOF\nx\nEOF\n",
    "FROM a\nCOPY --chwon=a b c\n",
    "FROM a\nCOPY --checksum=a b c\n",
    "FROM a\nCMD --port 80\n",
    "FROM a\nLABEL --a=b c=d\n",
    "FROM a\nRUN --foo x\n",
    "FROM a\nCOPY --from=a --from=b c d\n",
    "FROM a\nCOPY --from builder c d\n",
    "FROM a\nCOPY --link= c d\n",
    "FROM a\nCOPY --link=yes c d\n",
    "FROM a\nRUN --mount=type=bind,from=$x,target=/y z\n",
    "FROM a\nRUN --mount=a\\\"b z\n",
    "FROM a\nRUN --network=bridge z\n",
    "FROM a\nRUN --security=off z\n",
    "FROM a\nRUN --device=a,b,c z\n",
    "FROM a\nENV\nLABEL\nARG\nEXPOSE\nVOLUME\nUSER\nWORKDIR\nSTOPSIGNAL\nMAINTAINER\nSHELL\nONBUILD\nHEALTHCHECK\n",
    "FROM a\nCOPY\nCOPY app.py\nCOPY [\"a\", \"b\",]\n",
    "FROM a\nCOPY [\"a\",]\n",
    "FROM a\nCOPY a <<EOF\nx\nEOF\n",
    "FROM a\nENV =a\nARG A = 1\n",
    "FROM a\nONBUILD ONBUILD RUN a\nONBUILD FROM b\nONBUILD COPY a\n",
    "FROM a\nVOLUME [\"\"]\n",
    "FROM a\nSHELL ['bash', '-c']\nSHELL bash -c\n",
    "FROM a\nHEALTHCHECK curl x\nHEALTHCHECK CMD\nHEALTHCHECK NONE # off\n",
    "FROM a\nHEALTHCHECK --interval=5 CMD a\nHEALTHCHECK --interval=1d CMD a\n\
     HEALTHCHECK --interval=1us CMD a\nHEALTHCHECK --interval=abc CMD a\n\
     HEALTHCHECK --retries=x CMD a\nHEALTHCHECK --retries=-1 CMD a\n",
    "FROM a\nENV A=1 # one\n",
    "FROM a\nENV A=hello world\n",
    "FROM a\nENV A=\"1\" B\n",
    "FROM a\nENV A=1 \\\nRUN true\n",
    "FROM a\nENV A\n",
    "FROM a\nCMD [1, \"a\"]\n",
    "FROM a\nRUN cat <<EOF\nx\n EOF\nRUN b\n",
    "FROM a\nRUN <<EOF\nx\n\nRUN b\n",
    "FROM a\nRUN echo $((1 << 2))\nRUN b\n",
    "FROM a\nRUN ${a:- <<\"x y\"}\n",
    "FROM a\nCMD ['python', 'app.py']\n",
    "FROM a\nCMD [\"a\", \"b\", ]\n",
    "FROM a\nCMD [\"a\" \"b\"]\n",
    "FROM a\nCMD [\"a\", \"b\"\n",
    "FROM a\nCMD [\"a\", \"b]\n",
    "FROM a\nCMD [\"a\"] # run\n",
    "FROM a\nHEALTHCHECK CMD [\"a\"] || exit 1\n",
    "FROM a\nCMD [\"C:\\app\\x.exe\"]\n",
    "FROM a\nCMD [“a”]\n",
    "FROM a\nCOPY ['a', 'b']\n",
    "FROM a\nRUN [ -f x ] && y\nRUN [ \"$a\" = b ]\n",
    "FROM a\nRUN a \\\n\n  b\n",
    "FROM a\nRUN a \\\n  b \\\n\nRUN c\n",
    "FROM a\nUSER app # who\nWORKDIR /app # where\nEXPOSE 80 # web\nCOPY a b # c\n\
     ENV A 1 # one\nARG B=1 # two\nVOLUME /d # state\nSTOPSIGNAL SIGINT # stop\n",
    "FROM a\nRUN a # first \\\n  && b\n",
    "FROM a\nCOPY a b --chown=c\n",
    "FROM a\nENV A = b\n",
    "FROM a\nCOPY \"a b\" c\nEXPOSE 80, 443\n",
];

#[test]
fn every_problem_is_told_in_plain_words() {
    let mut told = String::new();
    for text in FILES {
        writeln!(told, "──── {}", text.trim_end().replace('\n', "\n     ")).unwrap();
        let file = parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
        for problem in &file.problems {
            let level = match problem.level {
                ProblemLevel::Error => "error",
                ProblemLevel::Warning => "warning",
            };
            let line = file.source.line_at(problem.span.start);
            let marked = file.source.slice(problem.span);
            writeln!(told, "{level} {:?} in line {line} at {marked:?}", problem.kind).unwrap();
            writeln!(told, "    {}", problem.message).unwrap();
            writeln!(told, "    {}", problem.reason).unwrap();
            if let Some(hint) = &problem.hint {
                writeln!(told, "    → {hint}").unwrap();
            }
        }
    }
    insta::assert_snapshot!(told);
}
