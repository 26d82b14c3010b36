//! Where the mounts of a RUN end up.

use super::Failure;
use super::mount::{Mount, MountKind};
use super::paths;
use super::step::MountedAt;
use super::words::go_quoted;

/// A mount of a file system: bind, cache or tmpfs.
pub(super) fn mounted(
    mount: &Mount,
    from: Option<String>,
    directory: &str,
) -> Result<MountedAt, Failure> {
    let target = if paths::clean(&mount.target).starts_with('/') {
        mount.target.clone()
    } else {
        paths::clean(&format!("/{directory}/{}", mount.target))
    };
    if target == "/" {
        let text = format!("invalid mount target {}", go_quoted(&target));
        return Err(Failure::anywhere(text));
    }
    let mut place = MountedAt { target, readonly: mount.read_only, ..MountedAt::default() };
    let source = paths::join("/", &mount.source);
    place.source = Some(source).filter(|source| source != "/");
    place.from = from;
    match mount.kind {
        MountKind::Cache => {
            place.kind = "cache";
            let sharing = if mount.sharing.is_empty() { "shared" } else { &mount.sharing };
            place.sharing = Some(sharing.to_owned());
            let id = &mount.id;
            place.id = Some(if id.is_empty() { paths::clean(&mount.target) } else { id.clone() });
        }
        MountKind::Tmpfs => {
            place.kind = "tmpfs";
            place.from = None;
            place.size = Some(mount.size).filter(|size| *size != 0);
        }
        _ => place.kind = "bind",
    }
    let has_owner = mount.uid.is_some() || mount.gid.is_some() || mount.mode.is_some();
    if place.source.is_none() && has_owner {
        place.made_with = Some((mount.uid, mount.gid, mount.mode));
        place.source = Some("/cache".to_owned());
        place.from = Some("stage".to_owned());
    }
    Ok(place)
}

/// The id of a secret: given, or the name of its file.
pub(super) fn secret_id(mount: &Mount) -> String {
    let id = if mount.source.is_empty() { &mount.id } else { &mount.source };
    if id.is_empty() { paths::base(&mount.target).to_owned() } else { id.clone() }
}

/// The file of a secret; none when it goes into a variable only.
pub(super) fn secret(mount: &Mount, id: &str) -> Option<MountedAt> {
    let target = match (mount.target.as_str(), &mount.env) {
        ("", Some(_)) => return None,
        ("", None) => format!("/run/secrets/{}", paths::base(id)),
        (target, _) => target.to_owned(),
    };
    Some(MountedAt {
        target,
        kind: "secret",
        id: Some(id.to_owned()),
        mode: Some(format!("{:o}", mount.mode.unwrap_or(0o400))),
        uid: mount.uid.filter(|uid| *uid != 0),
        gid: mount.gid.filter(|gid| *gid != 0),
        optional: !mount.required,
        ..MountedAt::default()
    })
}

/// The socket of an ssh agent; `number` counts those before it.
pub(super) fn socket(mount: &Mount, number: usize) -> Result<MountedAt, Failure> {
    if !mount.source.is_empty() {
        return Err(Failure::anywhere("ssh does not support source".to_owned()));
    }
    let target = &mount.target;
    Ok(MountedAt {
        target: if target.is_empty() {
            format!("/run/buildkit/ssh_agent.{number}")
        } else {
            target.clone()
        },
        kind: "ssh",
        id: Some(mount.id.clone()),
        optional: !mount.required,
        ..MountedAt::default()
    })
}
