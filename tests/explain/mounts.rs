//! Every type of mount and every option says its value.

use super::check;

fn mount(options: &str, expected: &str) {
    check(&format!("FROM a AS base\nFROM b\nWORKDIR /w\nRUN --mount={options} ls\n"), 4, expected);
}

#[test]
fn types() {
    for (kind, about) in [
        ("bind", "Shows files of the build context"),
        ("cache", "stays on the builder from build to build"),
        ("tmpfs", "a directory in memory"),
        ("secret,id=x", "Shows a secret to the command"),
        ("ssh", "use the keys of an SSH agent"),
    ] {
        mount(&format!("type={kind},target=/t"), about);
    }
    mount("type=bind,target=/t", "[type=] mount option: The type of the mount. Without it: bind.");
}

#[test]
fn bind() {
    mount("target=/t", "The command sees the files at /t.");
    mount("dst=t", "so it is /w/t here (WORKDIR on line 3).");
    mount("destination=/t", "The command sees the files at /t.");
    mount("from=base,target=/t", "The stage base, which begins on line 1 and starts from a.");
    mount("from=nginx,target=/t", "No stage above has the name nginx.");
    mount("source=src,target=/t", "src of the source, counted from its root.");
    mount("src=src,target=/t", "src of the source, counted from its root.");
    mount("target=/t,rw", "What it writes into a bind mount is thrown away afterwards.");
    mount("target=/t,readwrite=true", "readwrite: Yes.");
    mount("target=/t,readonly", "Without a value it means true. Without it: true.");
    mount("target=/t,ro=false", "ro: No.");
}

#[test]
fn cache() {
    mount("type=cache,target=/c", "The command finds the cache at /c.");
    mount("type=cache,target=/c,id=apt", "The cache is named apt.");
    mount("type=cache,target=/c,sharing=locked", "The second waits until the first is done.");
    mount("type=cache,target=/c,sharing=private", "The second gets a directory of its own.");
    mount("type=cache,target=/c,sharing=shared", "Both use the directory at the same time.");
    mount(
        "type=cache,target=/c,mode=0700",
        "0700: the owner may read, write and execute, the group may do nothing",
    );
    mount("type=cache,target=/c,uid=1000", "The number 1000.");
    mount(
        "type=cache,target=/c,gid=1000",
        "The number of the group that owns it. Without it: 0 (root).",
    );
    mount("type=cache,target=/c,from=base,source=/x", "The stage base");
    mount(
        "type=cache,target=/c,ro",
        "Whether the command may only read. Without a value it means true. Without it: false.",
    );
}

#[test]
fn tmpfs() {
    mount("type=tmpfs,target=/t", "The command finds the empty directory at /t.");
    mount("type=tmpfs,target=/t,size=64m", "At most 64m.");
}

#[test]
fn secret() {
    mount("type=secret,id=npm", "The secret that docker build --secret id=npm,… gives.");
    mount(
        "type=secret,id=npm,target=/root/.npmrc",
        "The command reads the secret from the file /root/.npmrc.",
    );
    mount("type=secret,id=npm,env=NPM", "The command finds the secret in the variable $NPM.");
    mount("type=secret,id=npm,required=true", "required: Yes.");
    mount("type=secret,id=npm,required", "Whether the build fails when it was not given.");
    mount("type=secret,id=npm,mode=0400", "0400: the owner may read, the group may do nothing");
    mount("type=secret,source=npm", "The id of the secret, as id; both together are refused.");
    mount("type=secret,id=npm,uid=5", "The number 5.");
}

#[test]
fn ssh() {
    mount("type=ssh", "Lets the command use the keys of an SSH agent");
    mount("type=ssh,id=work", "The agent or key that docker build --ssh work gives.");
    mount("type=ssh,target=/s", "The command finds the agent's socket at /s.");
    mount("type=ssh,required=false", "required: No.");
    mount("type=ssh,mode=0600", "Without it: 0600.");
}

#[test]
fn what_does_not_fit_is_said() {
    mount("type=tmpfs,target=/t,sharing=locked", "A mount of type tmpfs has no option sharing.");
    mount("type=cash,target=/t", "cash is no type of mount");
    mount("type=cache,traget=/t", "Mounts have no option traget; BuildKit refuses it.");
}
