//! Nothing switches to another user than root.

use super::prelude::*;

pub(super) const RULE: Rule = Rule {
    slug: "user-missing",
    level: Level::Warning,
    category: Category::Security,
    standing: Usually::On,
    page: include_str!("user_missing.md"),
    check,
};

/// Images whose own start program switches to another user.
const SWITCHING: [&str; 16] = [
    "postgres",
    "mysql",
    "mariadb",
    "redis",
    "mongo",
    "nginx",
    "httpd",
    "rabbitmq",
    "memcached",
    "wordpress",
    "php",
    "cassandra",
    "elasticsearch",
    "valkey",
    "haproxy",
    "traefik",
];

fn check(subject: &Subject<'_>) -> Vec<Draft> {
    let (Some(runtime), Some(target)) = (&subject.runtime, subject.target_stage()) else {
        return Vec::new();
    };
    let starts = subject.effective_starts();
    let own = starts.iter().rfind(|it| it.stage.is_some_and(|id| subject.is_shipped(id)));
    let Some(start) = own else { return Vec::new() };
    let sets_user =
        subject.of(Keyword::User).any(|(_, it)| it.stage.is_some_and(|id| subject.is_shipped(id)));
    if sets_user
        || target.is_windows
        || target.bottom == "scratch"
        || drops_rights(subject)
        || !created(subject).is_empty()
    {
        return Vec::new();
    }
    let name = target.bottom.split([':', '@']).next().unwrap_or_default();
    let name = name.strip_prefix("docker.io/library/").unwrap_or(name);
    if SWITCHING.contains(&name) {
        return Vec::new();
    }
    let base = crate::knowledge::images::familiar_name(&target.bottom);
    match runtime.user.value() {
        Some(user) if user.is_root() => {
            let note = runtime.user.note().map(|note| format!("; {note}")).unwrap_or_default();
            let message = format!(
                "The process runs as root: no USER is set, and the base image sets none{note}."
            );
            let draft = Draft::at(start.keyword_span, message).proof([target.from]);
            let is_hint = needs_root(subject) || switches_itself(subject) || is_toolbox(subject);
            let service = if is_hint { None } else { service_of_script(subject) };
            vec![match service {
                Some(service) => draft.depends_on(format!(
                    "whether the start script starts only {service}, which gives its work to an account of its own"
                )),
                None if is_hint => draft.level(Level::Hint),
                None => draft,
            }]
        }
        Some(_) => Vec::new(),
        None => {
            let message = "No USER is set, so the process runs as the user of the base image.";
            vec![
                Draft::at(start.keyword_span, message).proof([target.from]).depends_on(format!(
                    "whether {base} sets a user; images without one run as root"
                )),
            ]
        }
    }
}

/// Programs that start as root and give their work to an account of their own.
const PROGRAMS: [&str; 29] = [
    "nginx",
    "openresty",
    "apache2",
    "apachectl",
    "apache2ctl",
    "apache2-foreground",
    "httpd",
    "httpd-foreground",
    "mysqld",
    "mysqld_safe",
    "mariadbd",
    "postgres",
    "sshd",
    "named",
    "dovecot",
    "haproxy",
    "squid",
    "mosquitto",
    "radiusd",
    "freeradius",
    "unbound",
    "dnsmasq",
    "varnishd",
    "vsftpd",
    "proftpd",
    "postfix",
    "tor",
    "lighttpd",
    "rabbitmq-server",
];

/// Whether the program that is started switches to an account of its own.
pub(super) fn switches_itself(subject: &Subject<'_>) -> bool {
    let is_fpm = |name: &str| name.starts_with("php") && name.contains("fpm");
    // A start script is given the program as its first word.
    let calls = subject.start_calls();
    let calls = calls.iter().filter(|call| call.program() != "service");
    calls.flat_map(|call| call.words.iter().take(2)).any(|word| {
        let name = word.text.rsplit('/').next().unwrap_or_default();
        PROGRAMS.contains(&name) || is_fpm(name) || matches!(name, "su" | "sudo")
    })
}

/// A service that gives up root's rights, installed in an image that a script starts: most likely
/// it is what the script starts.
fn service_of_script<'s>(subject: &'s Subject<'_>) -> Option<&'s str> {
    let services = [
        "apache2",
        "httpd",
        "nginx",
        "postgresql",
        "mysql-server",
        "mariadb-server",
        "haproxy",
        "squid",
        "bind9",
        "dovecot",
        "postfix",
        "mosquitto",
        "varnish",
        "openssh-server",
        "tor",
    ];
    let aside = ["-utils", "-dev", "-client", "-common", "-doc"];
    let is_service = |name: &str| {
        let begins = |service: &&str| {
            name.strip_prefix(*service).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        services.iter().any(begins) && !aside.iter().any(|end| name.ends_with(end))
    };
    let runs = subject.runs.iter().filter(|run| subject.is_shipped(run.stage));
    let installs = runs.flat_map(|run| run.script.calls.iter().filter_map(install));
    let mut names = installs.flat_map(|it| it.packages).map(|word| name_of(&word.text));
    let service = names.find(|name| is_service(name))?;
    super::user_created_unused::starts_script(subject).then_some(service)
}

/// Whether only a shell or an interpreter is started, to be typed into: the
/// image is a base for others, or a box of tools.
fn is_toolbox(subject: &Subject<'_>) -> bool {
    matches!(subject.start_calls(), [call] if is_typed_into(call))
}

/// Whether a command starts a shell or an interpreter and gives it no program.
pub(super) fn is_typed_into(call: &Call) -> bool {
    let name = call.program().trim_end_matches(|it: char| it.is_ascii_digit() || it == '.');
    let talks = [
        "bash", "sh", "ash", "zsh", "dash", "fish", "python", "ipython", "irb", "node", "php", "R",
        "iex", "erl", "ghci", "julia", "scala", "jshell", "perl", "lua",
    ];
    let options = ["-a", "-i", "-l", "-it", "--login", "--interactive"];
    talks.contains(&name)
        && call.arguments().iter().all(|word| options.contains(&word.text.as_str()))
}

/// Whether the work itself is root's: networks, other containers, clocks.
pub(super) fn needs_root(subject: &Subject<'_>) -> bool {
    let words = [
        "iptables",
        "nftables",
        "openvpn",
        "strongswan",
        "wireguard",
        "pptpd",
        "xl2tpd",
        "dockerd",
        "sshd",
        "crond",
        "cron -f",
        "dnsmasq",
        "dhcp",
        "hostapd",
        "nfs-",
        "nfsd",
        "dsniff",
        "tcpdump",
        "fail2ban",
        "rsyslogd",
        "keepalived",
        "tailscaled",
        "systemd",
    ];
    subject.shipped_says_any(&words)
}

/// Whether some program that gives up root's rights is installed or called.
pub(crate) fn drops_rights(subject: &Subject<'_>) -> bool {
    let words = [
        "gosu",
        "su-exec",
        "setpriv",
        "chpst",
        "runuser",
        "supervisord",
        "s6-",
        "fixuid",
        "setuidgid",
        "my_init",
        "runsvdir",
        "docker-entrypoint",
    ];
    subject.shipped_says_any(&words)
}

/// The accounts that RUNs of the target create: their names, and the commands.
pub(super) fn created<'s>(subject: &'s Subject<'_>) -> Vec<(&'s str, &'s Call, &'s RunView<'s>)> {
    let mut found = Vec::new();
    for run in subject.runs.iter().filter(|run| subject.is_shipped(run.stage)) {
        for call in run.script.of_program(&["useradd", "adduser"]) {
            if let Some(word) = account_of(call) {
                found.push((word.text.as_str(), call, run));
            }
        }
    }
    found
}

/// The name that `useradd` or `adduser` gives an account.
pub(super) fn account_of(call: &Call) -> Option<&Word> {
    let with_value = [
        "-u",
        "--uid",
        "-g",
        "--gid",
        "-G",
        "--groups",
        "-d",
        "--home",
        "--home-dir",
        "-h",
        "-s",
        "--shell",
        "-c",
        "--comment",
        "--gecos",
        "-p",
        "--password",
        "-k",
        "--skel",
        "-b",
        "--base-dir",
        "-e",
        "-f",
        "-K",
        "--ingroup",
        "--firstuid",
        "--lastuid",
    ];
    let is_busybox = call.program() == "adduser";
    let mut names = Vec::new();
    let mut words = call.arguments().iter();
    while let Some(word) = words.next() {
        let text = word.text.as_str();
        let combined = is_busybox
            && text.starts_with('-')
            && !text.starts_with("--")
            && text.len() > 2
            && text.ends_with(['u', 'G', 'h', 's', 'g', 'k']);
        let bundled = !is_busybox
            && text.starts_with('-')
            && !text.starts_with("--")
            && text.len() > 2
            && text[1..].bytes().all(|byte| byte.is_ascii_alphabetic())
            && text.ends_with(['u', 'g', 'G', 'd', 's', 'c', 'p']);
        if with_value.contains(&text) || combined || bundled {
            words.next();
        } else if !text.starts_with('-') {
            names.push(word);
        }
    }
    // `adduser USER GROUP` of BusyBox and Debian only adds to a group.
    match names.as_slice() {
        [name] => Some(name),
        [first, ..] if !is_busybox => Some(first),
        _ => None,
    }
}
