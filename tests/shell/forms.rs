//! What an instruction runs in each of its forms, with places in the file.

use std::sync::Arc;

use layerwise::dockerfile;
use layerwise::shell::{Dialect, script_of};
use layerwise::source::Source;

/// Each command of the last instruction as its words in the file, and the words' texts.
#[track_caller]
fn check(text: &str, dialect: Dialect, expected: &[&str]) {
    let file = dockerfile::parse(Arc::new(Source::new("Dockerfile", text.as_bytes().to_vec())));
    let script = script_of(&file, file.instructions.last().unwrap(), dialect);
    let shown: Vec<String> = script
        .commands
        .iter()
        .map(|command| {
            let words = command.words.iter().map(|word| {
                let written = file.source.slice(word.span).trim_matches(['"', '\'']);
                assert!(!written.is_empty() || word.text.is_empty(), "{word:?}");
                if written == word.text {
                    written.to_owned()
                } else {
                    format!("{written}~{}", word.text)
                }
            });
            words.collect::<Vec<_>>().join("·")
        })
        .collect();
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn shell_form_over_several_lines() {
    check(
        "FROM a\nRUN apt-get update \\\n  # why\n && apt-get install -y \\\n\n    curl\n",
        Dialect::Posix,
        &["apt-get·update", "apt-get·install·-y·curl"],
    );
    check("FROM a\nRUN --network=none a b\\\nc d", Dialect::Posix, &["a·b\\\nc~bc·d"]);
    check("FROM a\nCMD exec a $B", Dialect::Posix, &["a·$B"]);
    check(
        "FROM a\nHEALTHCHECK --interval=5s CMD curl -f x || exit 1",
        Dialect::Posix,
        &["curl·-f·x", "exit·1"],
    );
}

#[test]
fn json_form() {
    check("FROM a\nCMD [\"a\", \"b c\"]", Dialect::Posix, &["a·b c"]);
    check(
        r#"FROM a
RUN ["/bin/bash", "-c", "a \"b c\" && d é\u00e9x \\$e; f"]"#,
        Dialect::Posix,
        &[
            r#"/bin/bash·-c·a \"b c\" && d é\u00e9x \\$e; f~a "b c" && d ééx \$e; f"#,
            r#"a·\"b c\~b c"#,
            r"d·é\u00e9x~ééx·\\$e~$e",
            "f",
        ],
    );
}

#[test]
fn heredocs_by_their_interpreter() {
    check("FROM a\nRUN <<EOF\na b\nc\nEOF\n", Dialect::Posix, &["a·b", "c"]);
    check("FROM a\nRUN <<EOF\n#!/usr/bin/env python3\nimport os\nEOF\n", Dialect::Posix, &[]);
    check("FROM a\nRUN python3 <<EOF\nimport os\nEOF\n", Dialect::Posix, &["python3"]);
    check("FROM a\nRUN bash <<EOF\na b\nEOF\n", Dialect::Posix, &["bash", "a·b"]);
}

#[test]
fn the_shells_of_windows() {
    check(
        "# escape=`\nFROM a\nRUN Invoke-WebRequest -Uri $Env:X -OutFile 'a b.zip'; `\n  if (1 -eq 2) { Write-Host \"no\" }; `\n  $x = Get-FileHash a | Select-Object Hash\n",
        Dialect::PowerShell,
        &[
            "Invoke-WebRequest·-Uri·$Env:X·-OutFile·a b.zip",
            "1·-eq·2",
            "Write-Host·no",
            "Get-FileHash·a",
            "Select-Object·Hash",
        ],
    );
    check(
        "# escape=`\nFROM a\nRUN @echo off && curl -o \"a b\" x & (del /q y || exit 1)\n",
        Dialect::Cmd,
        &["echo·off", "curl·-o·a b·x", "del·/q·y", "exit·1"],
    );
    check(
        "# escape=`\nFROM a\nRUN [\"powershell\", \"-Command\", \"Remove-Item a; b\"]\n",
        Dialect::Cmd,
        &["powershell·-Command·Remove-Item a; b", "Remove-Item·a", "b"],
    );
}
