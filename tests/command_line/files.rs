//! Whatever FILE may be.

use std::fs;

use super::run::is_root;
use super::{Ran, bench, with_dockerfile};

/// The name and the line count that the file is read with.
fn read(ran: &Ran) -> (String, u64) {
    let json = ran.json();
    let source = &json["source"];
    (source["name"].as_str().unwrap().to_owned(), source["lines"].as_u64().unwrap())
}

#[test]
fn a_folder_means_its_dockerfile() {
    let bench = bench();
    bench.write("a/Dockerfile", "FROM a\n");
    bench.write("a/Containerfile", "FROM b\nRUN x\n");
    bench.write("b/Containerfile", "FROM b\nRUN x\n");
    bench.write("c/dockerfile", "FROM c\n");
    assert_eq!(read(&bench.run("inspect a").expect(0)), ("a/Dockerfile".to_owned(), 1));
    assert_eq!(read(&bench.run("inspect b/").expect(0)), ("b/Containerfile".to_owned(), 2));
    assert!(read(&bench.run("inspect c").expect(0)).0.to_lowercase().ends_with("dockerfile"));
}

#[test]
fn without_a_file_the_one_here_else_the_sample() {
    let bench = bench();
    let ran = bench.run("inspect").expect(0);
    assert_eq!(ran.json()["source"]["origin"], "sample");
    assert!(ran.stderr.starts_with("There is no Dockerfile in this folder"), "{}", ran.stderr);
    bench.write("Containerfile", "FROM a\n");
    assert_eq!(read(&bench.run("inspect").expect(0)).0, "Containerfile");
    bench.write("Dockerfile", "FROM a\n");
    let ran = bench.run("inspect").expect(0);
    assert_eq!((read(&ran).0.as_str(), ran.stderr.as_str()), ("Dockerfile", ""));
}

#[test]
fn standard_input_by_its_two_names() {
    for name in ["-", "/dev/stdin"] {
        let ran = bench().pipe(&format!("inspect {name}"), b"FROM a\nRUN b\n").expect(0);
        assert_eq!(read(&ran), ("standard input".to_owned(), 2));
    }
}

#[test]
fn what_is_no_ordinary_file_is_said_with_a_hint() {
    let bench = bench();
    bench.write("folder/Dockerfile/x", "");
    bench.write("empty/x", "");
    bench.write("other/app.Dockerfile", "FROM a\n");
    bench.write("other/Dockerfile.dev", "FROM a\n");
    bench.write("plain", "FROM a\n");
    let mut all = String::new();
    for path in ["absent", "folder", "folder/Dockerfile", "empty", "other", "plain/below"] {
        all +=
            &format!("==== {path}\n{}\n", bench.run(&format!("inspect {path}")).expect(3).stderr);
    }
    insta::assert_snapshot!(all);
}

#[cfg(unix)]
#[test]
fn pipes_devices_sockets_and_links_never_hang() {
    let bench = bench();
    let status = std::process::Command::new("mkfifo").arg(bench.path("pipe")).status().unwrap();
    assert!(status.success());
    let _socket = std::os::unix::net::UnixListener::bind(bench.path("socket")).unwrap();
    std::os::unix::fs::symlink("loop", bench.path("loop")).unwrap();
    std::os::unix::fs::symlink("nowhere", bench.path("broken")).unwrap();
    std::os::unix::fs::symlink("pipe", bench.path("Dockerfile")).unwrap();
    let mut all = String::new();
    for path in ["pipe", "/dev/zero", "/dev/null", "socket", "loop", "broken", "", "."] {
        for command in ["inspect", "explain"] {
            let ran = bench.run(&format!("{command} {path}")).expect(3);
            assert_eq!(ran.stdout, "");
            if command == "inspect" {
                all += &format!("==== {path}\n{}\n", ran.stderr);
            }
        }
    }
    insta::assert_snapshot!(all);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_followed() {
    let bench = bench();
    bench.write("real", "FROM a\nRUN b\nRUN c\n");
    std::os::unix::fs::symlink("real", bench.path("Dockerfile")).unwrap();
    assert_eq!(read(&bench.run("inspect").expect(0)), ("Dockerfile".to_owned(), 3));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let bench = with_dockerfile("FROM a\n");
    if is_root(&bench) {
        return;
    }
    fs::set_permissions(bench.path("Dockerfile"), fs::Permissions::from_mode(0o0)).unwrap();
    let ran = bench.run("inspect").expect(3);
    assert!(ran.stderr.starts_with("error: cannot read Dockerfile: permission denied"));
}

#[test]
fn a_file_larger_than_the_limit_is_not_read() {
    let bench = bench();
    let file = fs::File::create(bench.path("large")).unwrap();
    file.set_len(64 * 1024 * 1024 + 1).unwrap();
    let ran = bench.run("inspect large").expect(3);
    assert!(ran.stderr.starts_with("error: cannot read large: it is larger than 64 MiB"));
}

#[cfg(unix)]
#[test]
fn endless_input_ends_at_the_limit() {
    let bench = bench();
    let zero = fs::File::open("/dev/zero").unwrap();
    let mut command = bench.command(["inspect", "-"]);
    let output = command.stdin(zero).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("error: cannot read standard input: it is larger"), "{said}");
    assert_eq!(output.status.code(), Some(3));
}

#[test]
fn an_empty_file_and_one_of_comments_are_refused_by_buildkit_and_explained() {
    for text in ["", "\n", "# nothing\n"] {
        let bench = with_dockerfile(text);
        let ran = bench.run("inspect").expect(4);
        assert_eq!(ran.json()["parse"]["accepted"], false);
        assert_eq!(ran.json()["problems"].as_array().unwrap().len(), 1, "{}", ran.stdout);
        bench.run("explain").expect(4);
    }
}

#[test]
fn odd_bytes_keep_the_line_numbers() {
    for text in [
        &b"\xef\xbb\xbfFROM a\r\nRUN b\r\n"[..],
        b"FROM a\nRUN \xff\xfe b\n",
        b"FROM a\nRUN a\0b\n",
        b"FROM a\nRUN a\rb\n",
        b"FROM a\nRUN b",
    ] {
        let bench = with_dockerfile(text);
        let json = bench.run("inspect").expect(0).json();
        assert_eq!(json["source"]["lines"], 2, "{text:?}");
        let lines: Vec<_> =
            json["spans"].as_array().unwrap().iter().map(|it| &it["start_line"]).collect();
        assert_eq!(lines, [1, 2], "{text:?}");
        assert_eq!(json["source"]["bytes"], text.len());
        bench.run("explain").expect(0);
        bench.run("explain --line 2 --format markdown").expect(0);
    }
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let bench = bench();
    let name = std::ffi::OsStr::from_bytes(b"Docker\xfffile");
    fs::write(bench.path(name), "FROM a\n").unwrap();
    let ran = bench.run_all([std::ffi::OsStr::new("inspect"), name]).expect(0);
    assert_eq!(read(&ran).0, "Docker\u{fffd}file");
    bench
        .run_all([std::ffi::OsStr::new("inspect"), std::ffi::OsStr::from_bytes(b"\xff")])
        .expect(3);
    bench
        .run_all([std::ffi::OsStr::from_bytes(b"learn"), std::ffi::OsStr::from_bytes(b"\xff")])
        .expect(2);
}
