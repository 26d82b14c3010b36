//! The values of RUN's flags: what BuildKit refuses before it builds.

use super::flag_rules;
use super::go;
use super::node::Node;
use super::part::Part;
use super::problem::ProblemKind;
use super::refusal::Refusal;
use super::verdict::refuse;

/// Devices, mounts, network and security, in BuildKit's order.
pub(super) fn check(node: &Node, line: &[u8]) -> Result<(), Refusal> {
    if node.split.flags.is_empty() {
        return Ok(());
    }
    for (part, value) in flag_rules::values(node, line, "device") {
        check_device(part, value)?;
    }
    for (part, value) in flag_rules::values(node, line, "mount") {
        mount_from(value).map_err(|(kind, why)| refuse(kind, part, why))?;
    }
    if let Some((part, value)) = flag_rules::value(node, line, "network")
        && !matches!(value, b"default" | b"none" | b"host")
    {
        let text = format!("invalid network mode {}", go::quote(value));
        return Err(refuse(ProblemKind::BadNetwork, part, text));
    }
    if let Some((part, value)) = flag_rules::value(node, line, "security")
        && !matches!(value, b"insecure" | b"sandbox")
    {
        let text = format!("security {} is not valid", go::quote(value));
        return Err(refuse(ProblemKind::BadSecurity, part, text));
    }
    Ok(())
}

/// The `from` of a `--mount`, empty when it has none. Its other keys are
/// looked at only when the instruction is built.
pub(super) fn mount_from(value: &[u8]) -> Result<String, (ProblemKind, String)> {
    let fields = go::csv_fields(value)
        .map_err(|why| (ProblemKind::BadMount, format!("failed to parse csv mounts: {why}")))?;
    let mut from = String::new();
    for field in fields {
        let Some((key, value)) = key_value(&field.text) else { continue };
        if key != "from" {
            continue;
        }
        let dollar = memchr::memchr(b'$', value);
        if dollar.is_some_and(|at| at + 1 != value.len()) {
            let text = "'from' doesn't support variable expansion, define alias stage instead";
            return Err((ProblemKind::VariableInMountFrom, text.into()));
        }
        from = go::lossy(value).into_owned();
    }
    Ok(from)
}

fn key_value(field: &[u8]) -> Option<(String, &[u8])> {
    let at = memchr::memchr(b'=', field)?;
    Some((go::to_lower(&go::lossy(&field[..at])), &field[at + 1..]))
}

fn check_device(part: Part, value: &[u8]) -> Result<(), Refusal> {
    let bad = |text: String| refuse(ProblemKind::BadDevice, part, text);
    let fields =
        go::csv_fields(value).map_err(|why| bad(format!("failed to parse csv devices: {why}")))?;
    let mut name: Vec<u8> = Vec::new();
    for field in fields {
        let shown = go::lossy(&field.text);
        match key_value(&field.text) {
            None if go::to_lower(&shown) == "required" => {}
            None if name.is_empty() => name.clone_from(&field.text),
            None => {
                return Err(bad(format!("invalid field '{shown}' must be a key=value pair")));
            }
            Some((key, value)) => match &*key {
                "name" if name.is_empty() => name = value.to_vec(),
                "name" => {
                    let set = go::lossy(&name);
                    return Err(bad(format!("device name already set to {set}")));
                }
                "required" if go::parse_bool(value).is_some() => {}
                "required" => {
                    let value = go::lossy(value);
                    return Err(bad(format!("invalid value for {key}: {value}")));
                }
                _ if name.is_empty() => name.clone_from(&field.text),
                _ => {
                    let found = go::suggest(&key, ["name", "required"], go::Case::Matters);
                    return Err(Refusal {
                        nearest: found.map_or_else(Vec::new, |found| found.nearest),
                        ..bad(format!("unexpected key '{key}' in '{shown}'"))
                    });
                }
            },
        }
    }
    Ok(())
}
