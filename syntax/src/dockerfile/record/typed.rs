//! The instructions with their meaning, as BuildKit's instruction parser leaves them.

use serde::Serialize;

use super::super::flag_rules;
use super::super::go;
use super::super::heredocs;
use super::super::node::{Node, Shape};
use super::super::run_flags;
use super::super::syntax::Keyword;
use super::instruction::RecordedHeredoc;

/// What an instruction says; only the members of its kind are present.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(default)]
#[allow(missing_docs, reason = "each is the member of the same name in the recordings")]
pub struct Typed {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pairs: Option<Vec<RecordedPair>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dest: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inline: Vec<Inline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chown: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chmod: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub link: bool,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub parents: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub exclude: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checksum: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keep_git_dir: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unpack: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cmd: Option<Vec<String>>,
    /// RUN, CMD, ENTRYPOINT: whether the shell is put before; SHELL: its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shell: Option<ShellMember>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mounts_from: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval_ns: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout_ns: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_period_ns: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_interval_ns: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ports: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volumes: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The member `shell`, which means two things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum ShellMember {
    /// Whether the shell is put before the command.
    IsPutBefore(bool),
    /// The words of SHELL.
    Words(Vec<String>),
}

/// A pair of ENV, LABEL or ARG.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordedPair {
    /// The key.
    pub key: String,
    /// The value; `None` for an ARG without one.
    pub value: Option<String>,
    /// Present for the form with a blank instead of `=`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub legacy: bool,
}

/// A file that a heredoc of COPY or ADD makes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Inline {
    /// The file's name.
    pub name: String,
    /// What is in it.
    pub data: String,
    /// Whether variables are expanded in it.
    pub expand: bool,
}

/// What an instruction that is not refused says.
pub(super) fn of(node: &Node, line: &[u8], heredocs: &[RecordedHeredoc]) -> Option<Typed> {
    let words = || (0..node.words.len()).map(|index| node.word(line, index).into_owned());
    let rest = || Some(go::lossy(node.text.of(line)).into_owned());
    let typed = Typed::default();
    Some(match node.keyword? {
        Keyword::From => from(node, line),
        Keyword::Arg => Typed { pairs: Some(declarations(node, line)), ..typed },
        Keyword::Env | Keyword::Label => Typed { pairs: Some(pairs(node, line)), ..typed },
        Keyword::Copy | Keyword::Add => transfer(node, line, heredocs),
        Keyword::Run => run(node, line),
        Keyword::Cmd | Keyword::Entrypoint => command(node, line),
        Keyword::Shell => Typed { shell: Some(ShellMember::Words(words().collect())), ..typed },
        Keyword::Healthcheck => healthcheck(node, line),
        Keyword::Expose => {
            let mut ports: Vec<String> = words().collect();
            ports.sort_unstable();
            Typed { ports: Some(ports), ..typed }
        }
        Keyword::Volume => {
            let volumes = words().map(|word| word.trim().to_owned()).collect();
            Typed { volumes: Some(volumes), ..typed }
        }
        Keyword::User => Typed { user: rest(), ..typed },
        Keyword::Workdir => Typed { path: rest(), ..typed },
        Keyword::Stopsignal => Typed { signal: rest(), ..typed },
        Keyword::Maintainer => Typed { text: rest(), ..typed },
        Keyword::Onbuild => Typed { expression: Some(expression(line, heredocs)), ..typed },
    })
}

fn from(node: &Node, line: &[u8]) -> Typed {
    let platform = text_flag(node, line, "platform");
    let name = node.words.get(2).map(|part| go::to_lower(&go::lossy(part.of(line))));
    Typed { base: Some(node.word(line, 0).into_owned()), name, platform, ..Typed::default() }
}

fn pairs(node: &Node, line: &[u8]) -> Vec<RecordedPair> {
    let text = |index: usize| go::lossy(node.words[index].of(line)).into_owned();
    let indices = (0..node.words.len()).step_by(2);
    let pair = |index| RecordedPair {
        key: text(index),
        value: Some(text(index + 1)),
        legacy: node.shape == Shape::LegacyPair,
    };
    indices.map(pair).collect()
}

fn declarations(node: &Node, line: &[u8]) -> Vec<RecordedPair> {
    let declaration = |index| {
        let word = node.word(line, index);
        let (key, value) = match word.split_once('=') {
            Some((key, value)) => (key, Some(value.to_owned())),
            None => (&*word, None),
        };
        RecordedPair { key: key.to_owned(), value, legacy: false }
    };
    (0..node.words.len()).map(declaration).collect()
}

fn transfer(node: &Node, line: &[u8], written: &[RecordedHeredoc]) -> Typed {
    let mut words: Vec<String> =
        (0..node.words.len()).map(|index| node.word(line, index).into_owned()).collect();
    let dest = words.pop();
    let (mut sources, mut inline) = (Vec::new(), Vec::new());
    for word in words {
        match heredocs::read(&word) {
            Ok(Some(marker)) => {
                let body = written.iter().rev().find(|heredoc| heredoc.name == marker.name);
                let content = body.map_or("", |heredoc| heredoc.content.as_str());
                let data = if marker.chomp { heredocs::chomp(content) } else { content.to_owned() };
                inline.push(Inline { name: marker.name, data, expand: marker.expand });
            }
            _ => sources.push(word),
        }
    }
    let boolean = |name| {
        let given = flag_rules::given(node, line, name)?;
        flag_rules::boolean(given)
    };
    let excluded = flag_rules::values(node, line, "exclude");
    Typed {
        sources: Some(sources),
        dest,
        inline,
        from: text_flag(node, line, "from"),
        chown: text_flag(node, line, "chown"),
        chmod: text_flag(node, line, "chmod"),
        link: boolean("link").unwrap_or_default(),
        parents: boolean("parents").unwrap_or_default(),
        exclude: excluded.map(|(_, value)| go::lossy(value).into_owned()).collect(),
        checksum: text_flag(node, line, "checksum"),
        keep_git_dir: boolean("keep-git-dir"),
        unpack: boolean("unpack"),
        ..Typed::default()
    }
}

fn command(node: &Node, line: &[u8]) -> Typed {
    Typed {
        cmd: Some(command_words(node, line)),
        shell: Some(ShellMember::IsPutBefore(node.shape != Shape::Json)),
        ..Typed::default()
    }
}

fn command_words(node: &Node, line: &[u8]) -> Vec<String> {
    match node.shape {
        Shape::Json => node.strings.clone(),
        Shape::Text => vec![go::lossy(node.text.of(line)).into_owned()],
        _ => Vec::new(),
    }
}

fn run(node: &Node, line: &[u8]) -> Typed {
    let mounts = flag_rules::values(node, line, "mount");
    Typed {
        network: text_flag(node, line, "network").filter(|mode| mode != "default"),
        security: text_flag(node, line, "security").filter(|mode| mode != "sandbox"),
        mounts_from: mounts
            .map(|(_, value)| run_flags::mount_from(value).unwrap_or_default())
            .collect(),
        ..command(node, line)
    }
}

fn healthcheck(node: &Node, line: &[u8]) -> Typed {
    let sub_command = node.sub_command.map(|part| go::lossy(part.of(line)));
    let kind = go::to_upper(sub_command.as_deref().unwrap_or_default());
    if kind == "NONE" {
        return Typed { test: Some(vec![kind]), ..Typed::default() };
    }
    let kind = if node.shape == Shape::Json { "CMD" } else { "CMD-SHELL" };
    let duration = |name| {
        let (_, value) = flag_rules::value(node, line, name)?;
        go::parse_duration(value).ok().filter(|nanoseconds| *nanoseconds != 0)
    };
    let retries = flag_rules::value(node, line, "retries");
    let retries = retries.and_then(|(_, value)| go::parse_int32(value).ok());
    let mut test = vec![kind.to_owned()];
    test.extend(command_words(node, line));
    Typed {
        test: Some(test),
        interval_ns: duration("interval"),
        timeout_ns: duration("timeout"),
        start_period_ns: duration("start-period"),
        start_interval_ns: duration("start-interval"),
        retries: retries.filter(|count| *count != 0),
        ..Typed::default()
    }
}

/// The value of a flag when it is not empty.
fn text_flag(node: &Node, line: &[u8], name: &str) -> Option<String> {
    let (_, value) = flag_rules::value(node, line, name)?;
    (!value.is_empty()).then(|| go::lossy(value).into_owned())
}

/// ONBUILD: the line without the keyword, then the heredocs.
fn expression(line: &[u8], heredocs: &[RecordedHeredoc]) -> String {
    let is_blank = |byte: &u8| matches!(byte, b'\t' | b'\n' | 0x0c | b'\r' | b' ');
    let blanks = |bytes: &[u8]| bytes.iter().take_while(|byte| is_blank(byte)).count();
    let start = blanks(line);
    let keyword = line.get(start..start + 7).unwrap_or_default();
    let start = if keyword.eq_ignore_ascii_case(b"ONBUILD") {
        start + 7 + blanks(&line[start + 7..])
    } else {
        0
    };
    let mut expression = go::lossy(&line[start..]).into_owned();
    for heredoc in heredocs {
        expression.push('\n');
        expression.push_str(&heredoc.content);
        expression.push_str(&heredoc.name);
    }
    expression
}
