//! Writing a file anew: whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Writes a text into a file, which need not be there yet; one that is there is replaced
/// whole or not at all.
///
/// # Errors
/// When the folder cannot be written.
pub fn write_document(path: &Path, text: &str) -> io::Result<()> {
    if path.exists() { replace_file(path, text) } else { fs::write(path, text) }
}

/// Puts a text in the place of a file's: it is written beside it first and
/// then renamed, so that no crash leaves half of it. Its permissions stay; a
/// link stays a link, and what it leads to is written.
///
/// # Errors
/// When the folder cannot be written.
pub fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    let real = fs::canonicalize(path)?;
    let name = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let beside = real.with_file_name(format!(".{name}.layerwise-{}", std::process::id()));
    let written = (|| {
        let mut file = fs::File::create_new(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::set_permissions(&beside, fs::metadata(&real)?.permissions())?;
        fs::rename(&beside, &real)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}
