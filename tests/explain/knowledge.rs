//! The tables: every one reads, and nothing that Docker knows is missing.

use std::path::Path;

use layerwise::dockerfile::Keyword;
use layerwise::knowledge::{self, Knowledge};

/// The text of every table with the name of its file.
fn files() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/knowledge");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let tables = paths.filter(|path| path.extension().is_some_and(|end| end == "toml"));
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    tables.map(|path| (name(&path), std::fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn every_table_reads_and_names_its_source() {
    let shown = Knowledge::default().tables();
    assert_eq!(shown.len(), files().len(), "a table is not made (build/make/mod.rs)");
    for (name, text) in files() {
        let table: toml::Table =
            toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        let own = knowledge::origin(&name);
        for (key, stored) in [("source", own.source), ("as_of", own.as_of)] {
            let written = table.get(key).and_then(|value| value.as_str());
            assert_eq!(written, Some(stored.as_str()), "{name}: {key}");
            assert!(!stored.is_empty(), "{name}: {key}");
        }
    }
}

#[test]
fn no_table_is_empty() {
    assert_eq!(knowledge::instructions().entries.len(), 18);
    assert_eq!(knowledge::flags().flag.len(), 19);
    assert_eq!(knowledge::mounts().r#type.len(), 5);
    assert_eq!(knowledge::directives().entries.len(), 3);
    assert!(
        !knowledge::forms().json.about.is_empty() && !knowledge::forms().legacy.about.is_empty()
    );
    assert!(knowledge::ports().port.len() > 40);
    assert!(knowledge::signals().entries.len() > 10);
    assert!(knowledge::users().user.len() > 5);
    assert!(knowledge::registries().entries.len() > 10);
    assert_eq!(knowledge::variables().platform_arguments.len(), 11);
    assert_eq!(knowledge::variables().operators.len(), 12);
    assert!(knowledge::platforms().architectures.len() > 5);
}

/// What is said of each package of our table, by its kind and its name.
fn packages() -> Vec<(String, String, String)> {
    let (_, text) = files().into_iter().find(|(name, _)| name == "packages.toml").unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    let groups = table.iter().filter_map(|(kind, group)| Some((kind, group.as_table()?)));
    let entries = groups.flat_map(|(kind, group)| group.iter().map(move |entry| (kind, entry)));
    let named = entries.flat_map(|(kind, (names, about))| {
        let about = about.as_str().unwrap();
        names.split(' ').map(move |name| (kind.clone(), name.to_owned(), about.to_owned()))
    });
    named.collect()
}

#[test]
fn what_is_said_of_a_package_stands_behind_its_name() {
    let all = packages();
    assert!(all.len() > 1000, "{}", all.len());
    for (kind, name, about) in &all {
        // No sentence of its own, nor the end of one, stands behind a colon.
        let first = about.split([' ', ',']).next().unwrap();
        let begins = !["It", "Is", "is", "are", "has", "can", "which", "that"].contains(&first);
        let is_sentence = first.starts_with(char::is_uppercase)
            && ["The", "A", "An", "What", "This", "For"].contains(&first);
        let is_sound = begins && !is_sentence && !first.is_empty() && !about.ends_with(['.', ' ']);
        assert!(is_sound, "{kind} {name}: {about}");
    }
    let said = |install: &str, name: &str| {
        let said = super::said(&format!("FROM a\nRUN {install} {name}\n"), 2);
        let start = format!("[{name}] package: ");
        said.lines().find_map(|line| Some(line.strip_prefix(&start)?.to_owned()))
    };
    for (kind, name, _) in all.iter().filter(|(kind, ..)| kind == "os" || kind == "pip") {
        let install = if kind == "os" { "apt-get install" } else { "pip install" };
        let Some(said) = said(install, name) else { panic!("{name} is explained") };
        let name = knowledge::without_version(kind, name);
        let rest = said.strip_prefix(name).unwrap_or_else(|| panic!("{said}"));
        assert!(rest.starts_with(": ") || rest.starts_with(' '), "{said}");
        let again = format!(": {name}, which ");
        assert!(!rest.to_lowercase().starts_with(&again.to_lowercase()), "twice: {said}");
    }
    for (name, expected) in [
        ("libnotify-bin", "libnotify-bin: messages on a desktop."),
        ("curl", "curl fetches files over HTTP."),
        ("tini", "tini: a small process 1 that passes on signals."),
        ("adduser", "adduser: the commands that make users."),
        ("libcurl4", "libcurl4: curl as a library."),
    ] {
        assert_eq!(said("apt-get install", name).as_deref(), Some(expected));
    }
}

#[test]
fn every_instruction_has_an_entry() {
    for keyword in Keyword::ALL {
        let entry = knowledge::instructions().get(keyword.name());
        let entry = entry.unwrap_or_else(|| panic!("{} is missing", keyword.name()));
        assert!(!entry.about.is_empty() && !entry.leaves.is_empty() && !entry.lessons.is_empty());
    }
}

/// As BuildKit 73ed6825c (2026-08-21) declares them.
#[test]
fn every_flag_has_an_entry() {
    let flags = [
        ("FROM", &["platform"][..]),
        ("RUN", &["mount", "network", "security", "device"]),
        ("COPY", &["from", "chown", "chmod", "link", "parents", "exclude"]),
        ("ADD", &["chown", "chmod", "link", "exclude", "checksum", "keep-git-dir", "unpack"]),
        ("HEALTHCHECK", &["interval", "timeout", "start-period", "start-interval", "retries"]),
    ];
    for (instruction, names) in flags {
        for name in names {
            assert!(knowledge::flags().get(instruction, name).is_some(), "{instruction} --{name}");
        }
        let count =
            knowledge::flags().flag.iter().filter(|flag| flag.belongs_to(instruction)).count();
        assert_eq!(count, names.len(), "{instruction} has flags that BuildKit does not know");
    }
}

/// As BuildKit 73ed6825c (2026-08-21) takes them, by type of mount.
#[test]
fn every_mount_option_has_an_entry_and_a_default() {
    let common = ["type", "target", "dst", "destination", "readonly", "ro", "readwrite", "rw"];
    let options = [
        ("bind", &["source", "src", "from"][..]),
        ("cache", &["id", "sharing", "source", "src", "from", "mode", "uid", "gid"]),
        ("tmpfs", &["size"]),
        ("secret", &["id", "source", "src", "env", "required", "mode", "uid", "gid"]),
        ("ssh", &["id", "required", "mode", "uid", "gid"]),
    ];
    for (kind, own) in options {
        for name in common.iter().chain(own) {
            let option = knowledge::mounts().option(kind, name);
            let option = option.unwrap_or_else(|| panic!("{kind} has no {name}"));
            assert!(option.default_for(kind).is_some(), "{kind} {name} has no default");
        }
        let count: usize = knowledge::mounts()
            .option
            .iter()
            .filter(|option| option.takes(kind))
            .map(|option| option.names.len())
            .sum();
        assert_eq!(
            count,
            common.len() + own.len(),
            "{kind} has options that BuildKit does not take"
        );
    }
}

#[test]
fn choices_are_complete() {
    let choices = |instruction, name| {
        let flag = knowledge::flags().get(instruction, name).expect("a flag");
        flag.choices.keys().map(String::as_str).collect::<Vec<_>>()
    };
    assert_eq!(choices("RUN", "network"), ["default", "host", "none"]);
    assert_eq!(choices("RUN", "security"), ["insecure", "sandbox"]);
    let sharing = knowledge::mounts().option("cache", "sharing").expect("an option");
    assert_eq!(sharing.choices.keys().collect::<Vec<_>>(), ["locked", "private", "shared"]);
}

#[test]
fn texts_are_plain() {
    // The table of images holds commands of others, and no sentence of ours.
    for (name, text) in files().iter().filter(|(name, _)| name != "images.toml") {
        for bad in ['!', '—', '…'].into_iter().filter(|bad| *bad != '…') {
            assert!(!text.contains(bad), "{name} holds {bad}");
        }
    }
}

#[test]
fn signals_are_found_by_name_and_number() {
    for (written, name) in [
        ("SIGTERM", "SIGTERM"),
        ("term", "SIGTERM"),
        ("9", "SIGKILL"),
        ("SIGRTMIN+3", "SIGRTMIN+3"),
    ] {
        assert_eq!(knowledge::signals().get(written).map(|(name, _)| name), Some(name));
    }
}

/// Every entry as its table says it: nothing is lost or changed on its way into the program.
#[test]
fn every_entry_of_the_large_tables_is_stored() {
    let table = |wanted: &str| -> toml::Table {
        let (_, text) = files().into_iter().find(|(name, _)| name == wanted).unwrap();
        toml::from_str(&text).unwrap()
    };
    let ours = Knowledge::default();
    let is_entry = |key: &str| !["source", "as_of"].contains(&key);
    for (name, entry) in table("commands.toml").iter().filter(|(key, _)| is_entry(key)) {
        let known = ours.command(name).unwrap_or_else(|| panic!("{name} is missing"));
        assert_eq!(known.about, entry["about"].as_str().unwrap(), "{name}");
        for (key, stored) in [("flags", known.entry.flag.len()), ("subs", known.entry.sub.len())] {
            let written = entry.get(key).and_then(|it| it.as_str()).unwrap_or_default();
            assert_eq!(stored, written.lines().count(), "{name}: {key}");
        }
        for alias in entry.get("aliases").into_iter().flat_map(|it| it.as_array().unwrap()) {
            let alias = alias.as_str().unwrap();
            let (alias, about) = alias.split_once(": ").unwrap_or((alias, known.about));
            let own = table("commands.toml").contains_key(alias);
            assert!(own || ours.command(alias).unwrap().about == about, "{name}: {alias}");
        }
    }
    for (kind, texts) in table("packages.toml").iter().filter(|(key, _)| is_entry(key)) {
        for (names, text) in texts.as_table().unwrap() {
            if ["families", "prefixes"].contains(&&**kind) {
                continue;
            }
            // A name is looked up without what stands behind it.
            let is_plain = |name: &&str| knowledge::without_version(kind, name) == *name;
            for name in names.split(' ').filter(is_plain) {
                assert_eq!(ours.package(kind, name).as_deref(), text.as_str(), "{kind} {name}");
            }
        }
    }
    for (names, text) in table("names.toml")["variables"].as_table().unwrap() {
        for name in names.split(' ') {
            assert_eq!(ours.variable(name).unwrap().about, text.as_str().unwrap(), "{name}");
        }
    }
    for (name, text) in table("names.toml")["images"].as_table().unwrap() {
        assert_eq!(ours.image(name), text.as_str(), "{name}");
    }
}

#[test]
fn packages_are_known_by_name_form_and_family() {
    for (kind, written, expected) in [
        ("os", "curl=7.88.*", "curl, which fetches"),
        ("os", "libssl-dev", "compiled against (headers and link files) of: OpenSSL"),
        ("os", "libicu72", "ICU"),
        ("os", "python3.11", "the language Python"),
        ("os", "php8.2-gd", "the PHP extension gd, for: pictures"),
        ("os", "python3-numpy", "the Python package numpy"),
        ("os", "openjdk-17-jre-headless", "Java"),
        ("os", "libjpeg62-turbo-dev", "JPEG"),
        ("pip", "Flask[async]>=3", "web framework"),
        ("pip", "PyYAML==6.0", "YAML"),
        ("npm", "@angular/cli@17", "projects"),
        ("npm", "typescript@latest", "compiler"),
        ("go", "github.com/go-delve/delve/cmd/dlv@latest", "Delve"),
        ("gem", "rails:7", "Ruby"),
    ] {
        let found = Knowledge::default().package(kind, written).unwrap_or_default();
        assert!(found.contains(expected), "{kind} {written}: {found:?}");
    }
    for (kind, written) in [("os", "my-tool"), ("os", "my-tool-dev"), ("pip", "ours"), ("go", "")] {
        assert_eq!(Knowledge::default().package(kind, written), None, "{kind} {written}");
    }
}

/// What each word of a command is, in short.
#[track_caller]
fn check_anatomy(command: &str, expected: &[&str]) {
    use layerwise::knowledge::Part;
    let words: Vec<&str> = command.split(' ').collect();
    let shown: Vec<String> = Knowledge::default()
        .anatomy(&words)
        .into_iter()
        .map(|part| match part {
            Part::Program(Some(_)) => "program".to_owned(),
            Part::Program(None) => "unknown".to_owned(),
            Part::Script => "script".to_owned(),
            Part::Sub(_) => "sub".to_owned(),
            Part::Flag(flags) if flags.is_empty() => "unknown flag".to_owned(),
            Part::Flag(flags) => flags
                .iter()
                .map(|flag| match &flag.value {
                    Some(value) => format!("{}={value}", flag.name),
                    None => flag.name.clone(),
                })
                .collect::<Vec<_>>()
                .join(" "),
            Part::Value { flag, .. } => format!("of {flag}"),
            Part::Package(kind) => kind.to_owned(),
            Part::PackageFile => "file".to_owned(),
            Part::Operand(_) => "operand".to_owned(),
            Part::Variable => "variable".to_owned(),
        })
        .collect();
    assert_eq!(shown, expected, "{command}");
}

#[test]
fn words_of_commands_are_taken_apart() {
    check_anatomy(
        "apt-get -qy install --no-install-recommends -o A=b curl $MORE ./x.deb",
        &[
            "program",
            "-q -y",
            "sub",
            "--no-install-recommends",
            "-o",
            "of -o",
            "os",
            "variable",
            "file",
        ],
    );
    check_anatomy("/usr/bin/rm -rf a", &["program", "-r -f", "operand"]);
    check_anatomy("tar xzf a.tgz -C b", &["program", "-x -z -f", "of -f", "-C", "of -C"]);
    check_anatomy(
        "tar -xzf a.tgz --strip-components=1",
        &["program", "-x -z -f", "of -f", "--strip-components=1"],
    );
    check_anatomy("make -j4 install", &["program", "-j=4", "sub"]);
    check_anatomy("gcc -O2 -o a b.c -lm", &["program", "-O=2", "-o", "of -o", "operand", "-l=m"]);
    check_anatomy(
        "python3.11 -m pip install -r r.txt flask",
        &["program", "-m", "program", "sub", "-r", "of -r", "pip"],
    );
    check_anatomy("uv pip install flask", &["program", "sub", "sub", "pip"]);
    check_anatomy("yarn global add serve", &["program", "sub", "sub", "npm"]);
    check_anatomy("./configure --with-x=/usr --own", &["program", "--with-x=/usr", "unknown flag"]);
    check_anatomy("our-tool --flag x", &["unknown", "unknown flag", "operand"]);
    check_anatomy("./own.sh a", &["script", "operand"]);
    check_anatomy(
        "find . -name a -delete",
        &["program", "operand", "-name", "of -name", "-delete"],
    );
    check_anatomy("git clone --depth 1 x", &["program", "sub", "--depth", "of --depth", "operand"]);
    check_anatomy("head -5 x", &["program", "-5", "operand"]);
    check_anatomy("set -euxo pipefail", &["program", "-e -u -x -o", "of -o"]);
}

#[test]
fn variables_are_known_by_name_and_by_habit() {
    for (name, by_name) in [
        ("PATH", false),
        ("NODE_ENV", false),
        ("APP_VERSION", true),
        ("PIP_X", false),
        ("COMPOSER_X", true),
    ] {
        assert_eq!(
            Knowledge::default().variable(name).map(|it| it.by_name),
            Some(by_name),
            "{name}"
        );
    }
    assert_eq!(Knowledge::default().variable("FOO"), None);
}

#[test]
fn variables_are_known_by_the_rule_of_a_program() {
    let says = |name: &str| Knowledge::default().variable(name).map(|it| (it.about, it.by_name));
    let rule = |about: &str| Some((about.to_owned(), false));
    assert_eq!(
        says("npm_config_fetch_retries"),
        rule("sets npm's setting `fetch-retries`, as `.npmrc` does")
    );
    assert_eq!(says("TF_VAR_region"), rule("sets the variable `region` of Terraform's files"));
    assert_eq!(
        says("SPRING_DATASOURCE_URL"),
        rule("sets Spring's property `spring.datasource.url`; hyphens in it are left out")
    );
    // What begins like an option and ends like something that is fetched is the file's own.
    assert!(says("SPRING_BOOT_VERSION").is_some_and(|(_, by_name)| by_name));
    assert!(says("NEXT_PUBLIC_VERSION").is_some_and(|(_, by_name)| !by_name));
    // A name from outside is put into a text only where it is a plain name.
    assert!(says("PIP_`x`").is_none_or(|(about, _)| !about.contains("`x`")));
}

#[test]
fn a_rule_and_an_entry_say_different_things() {
    let names = include_str!("../../src/knowledge/names.toml");
    let tables: toml::Table = names.parse().unwrap();
    for kind in ["rules", "options"] {
        for (key, about) in tables[kind].as_table().unwrap() {
            for rule in key.split(' ') {
                let name = rule.replace('*', "A_NAME");
                let known = Knowledge::default().variable(&name).unwrap();
                assert!(
                    !known.by_name && !known.about.contains(['{', '}']),
                    "{rule}: {}",
                    known.about
                );
                let start = about.as_str().unwrap().split('{').next().unwrap();
                assert!(known.about.starts_with(start), "{rule}: another rule hides it");
            }
        }
    }
}
