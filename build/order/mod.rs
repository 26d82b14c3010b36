//! Puts the functions that every start uses side by side in the program.
//!
//! The system maps a program in stretches of 64 KiB around each page that is used. Functions
//! of a start stand all over a program of 9 MB, so nearly all of it would be mapped; side by
//! side they are a quarter of it. The memory of the program shrinks by that, and the first
//! frame comes sooner.
//!
//! `functions.txt` lists them; `scripts/order-functions` writes it from a real run. A name that
//! is gone or new costs some memory and nothing else.
//!
//! Here too the names of functions are left out of the program (a tenth of its size). The
//! benches need them, and with a profile of their own would compile everything anew.
//!
//! What the system has to mend in the program before it starts (its relocations) is asked for in
//! the short form, where the system knows it: 7 KB instead of 315 KB that are read at each start.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The list, from the root of the package.
pub const LIST: &str = "build/order/functions.txt";

/// Leaves the functions as they come; `scripts/order-functions` needs that.
const OFF: &str = "LAYERWISE_NO_ORDER";

/// The short form of relocations (DT_RELR, in the generic ABI; glibc reads it since 2.36).
const SHORT_RELOCATIONS: &str = "-Wl,-z,pack-relative-relocs";

/// Leaves the names of functions out; GNU ld and lld know it.
const WITHOUT_NAMES: &str = "-Wl,--strip-all";

/// Asks the linker for the order, for short relocations and for a program without names,
/// where it is one that knows how.
/// Only a program that is built for speed is worth it.
pub fn ask(out: &Path) {
    println!("cargo::rerun-if-changed={LIST}");
    println!("cargo::rerun-if-env-changed={OFF}");
    let target = variable("TARGET");
    let is_for_speed = !matches!(variable("OPT_LEVEL").as_str(), "0" | "1");
    if !is_for_speed || !target.contains("-linux-") {
        return;
    }
    println!("cargo::rustc-link-arg-bins={WITHOUT_NAMES}");
    if !target.ends_with("-linux-gnu") {
        return;
    }
    // An older system takes the program and breaks on it, so it is tried where it can be.
    let is_at_home = target == variable("HOST");
    if is_at_home && is_taken(SHORT_RELOCATIONS, &target, out) && runs(out) {
        println!("cargo::rustc-link-arg-bins={SHORT_RELOCATIONS}");
    }
    if std::env::var_os(OFF).is_some() {
        return;
    }
    let script = out.join("order.ld");
    let Ok(list) = std::fs::read_to_string(LIST) else { return };
    if std::fs::write(&script, linker_script(&list)).is_err() {
        return;
    }
    let argument = format!("-Wl,-T,{}", script.display());
    if is_taken(&argument, &target, out) {
        println!("cargo::rustc-link-arg-bins={argument}");
    }
}

fn variable(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

/// A part of a linker script that GNU ld and lld put into their own (`INSERT`, in the manual
/// of GNU ld under "Miscellaneous Commands"). Each function has a section of its own name;
/// those that the compiler takes for rare have another prefix.
///
/// Where a single make of a generic function is listed, all its other makes stand behind the
/// list: another compiler names the makes otherwise, and then the one is at least among them.
fn linker_script(list: &str) -> String {
    let names: Vec<&str> = list.lines().filter(|name| !name.is_empty()).collect();
    let other_makes: BTreeSet<String> = names.iter().filter_map(|name| all_makes(name)).collect();
    let mut script = String::from("SECTIONS {\n  .text.first : {\n");
    for name in names.into_iter().chain(other_makes.iter().map(String::as_str)) {
        // What would mean something in a linker script stands for itself as any character.
        let is_plain = |at: char| at.is_ascii_alphanumeric() || matches!(at, '_' | '.' | '*');
        let name = name.replace(|at| !is_plain(at), "?");
        let _ = writeln!(script, "    *(.text.{name} .text.unlikely.{name})");
    }
    script.push_str("  }\n}\nINSERT BEFORE .text;\n");
    script
}

/// The name of a function without the hash that tells one make from another.
fn all_makes(name: &str) -> Option<String> {
    const MARK: &str = "17h";
    let at = name.rfind(MARK)? + MARK.len();
    let is_hash = |hash: &str| hash.bytes().all(|digit| digit.is_ascii_hexdigit());
    name.get(at..at + 16).filter(|hash| is_hash(hash)).map(|_| format!("{}*", &name[..at]))
}

/// The program that is linked for trying.
const PROBE: &str = "probe";

/// Whether the program that was linked last starts.
fn runs(out: &Path) -> bool {
    Command::new(out.join(PROBE)).status().is_ok_and(|status| status.success())
}

/// Whether a program can be linked so: some linkers take no scripts.
fn is_taken(argument: &str, target: &str, out: &Path) -> bool {
    let (source, program) = (out.join("probe.rs"), out.join(PROBE));
    if std::fs::write(&source, "fn main() {}\n").is_err() {
        return false;
    }
    let mut rustc = Command::new(variable("RUSTC"));
    rustc.args(["--target", target, "-C", &format!("link-arg={argument}"), "-o"]);
    rustc.arg(program).arg(source).stdout(Stdio::null()).stderr(Stdio::null());
    if let Ok(linker) = std::env::var("RUSTC_LINKER") {
        rustc.args(["-C", &format!("linker={linker}")]);
    }
    let flags = variable("CARGO_ENCODED_RUSTFLAGS");
    rustc.args(flags.split('\u{1f}').filter(|flag| !flag.is_empty()));
    rustc.status().is_ok_and(|status| status.success())
}
