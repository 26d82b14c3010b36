//! What EXPOSE declares (`frontend/dockerfile/dockerfile2llb/convert_expose.go`).

use super::words::go_quoted;

/// One word of EXPOSE, as far as its parts can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ports<'a> {
    address: String,
    host: &'a str,
    container: &'a str,
    /// In lower case.
    protocol: String,
    /// The protocol is not in lower case.
    pub protocol_has_capitals: bool,
}

/// Reads a word of EXPOSE after expansion: `[address:][host:]port[-port][/protocol]`.
///
/// # Errors
/// BuildKit's text for a missing port or another protocol.
pub fn read_ports(word: &str) -> Result<Ports<'_>, String> {
    let parts: Vec<&str> = word.split(':').collect();
    let (address, host, container) = match parts.as_slice() {
        [container] => (String::new(), "", *container),
        [host, container] => (String::new(), *host, *container),
        [address @ .., host, container] => (address.join(":"), *host, *container),
        [] => (String::new(), "", ""),
    };
    let invalid = |reason: String| format!("invalid port: {}: {reason}", go_quoted(word));
    let (container, protocol) = container.split_once('/').unwrap_or((container, ""));
    if container.is_empty() {
        return Err(invalid("no port specified".to_owned()));
    }
    let lower = match protocol.to_lowercase().as_str() {
        "" => "tcp".to_owned(),
        known @ ("tcp" | "udp" | "sctp") => known.to_owned(),
        _ => return Err(invalid(format!("invalid proto: {protocol}"))),
    };
    let protocol_has_capitals = protocol != protocol.to_lowercase();
    Ok(Ports { address, host, container, protocol: lower, protocol_has_capitals })
}

impl Ports<'_> {
    /// Whether an address or a port of the host stands before.
    pub fn is_mapping(&self) -> bool {
        !self.address.is_empty() || !self.host.is_empty()
    }

    /// `80/tcp` and so on, one for each port of a range.
    ///
    /// # Errors
    /// BuildKit's text for an address or a number that is none.
    pub fn declared(&self) -> Result<Vec<String>, String> {
        let Self { host, container, protocol, .. } = self;
        check_address(&self.address)?;
        let (start, end) =
            read_range(container).ok_or_else(|| format!("invalid containerPort: {container}"))?;
        if !host.is_empty() {
            let (first, last) =
                read_range(host).ok_or_else(|| format!("invalid hostPort: {host}"))?;
            if end - start != last - first && end != start {
                return Err(format!(
                    "invalid ranges specified for container and host Ports: {container} and {host}"
                ));
            }
        }
        Ok((start..=end).map(|port| format!("{port}/{protocol}")).collect())
    }
}

fn check_address(address: &str) -> Result<(), String> {
    if address.is_empty() {
        return Ok(());
    }
    let plain = match address.strip_prefix('[') {
        Some(rest) => in_brackets(rest).map_err(|reason| {
            format!("invalid IP address {address}: address {address}:: {reason} in address")
        })?,
        None => address,
    };
    match plain.parse::<core::net::IpAddr>() {
        Ok(_) => Ok(()),
        Err(_) => Err(format!("invalid IP address: {plain}")),
    }
}

/// What stands in brackets, from behind the first; the reasons are those of Go's
/// `net.SplitHostPort`.
fn in_brackets(rest: &str) -> Result<&str, &'static str> {
    let (inside, behind) = rest.split_once(']').ok_or("missing ']'")?;
    if behind.starts_with(':') {
        return Err("too many colons");
    }
    if !behind.is_empty() {
        return Err("missing port");
    }
    if inside.contains('[') { Err("unexpected '['") } else { Ok(inside) }
}

fn read_range(text: &str) -> Option<(i64, i64)> {
    match text.split_once('-') {
        None => read_port(text).map(|port| (port, port)),
        Some((start, end)) => {
            let (first, last) = (read_port(start)?, read_port(end)?);
            (start == end || last >= first).then_some((first, last))
        }
    }
}

/// A port number as Go's `ParseInt` takes it: a sign is allowed, the range is 0 to 65535.
fn read_port(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let is_number = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    let number: i64 = if is_number { text.parse().ok()? } else { return None };
    (0..=65535).contains(&number).then_some(number)
}
