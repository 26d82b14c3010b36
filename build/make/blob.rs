//! Writes the form that `src/knowledge/stored/blob.rs` describes and reads.

/// Writes a blob. `keys` name records by their place in `records`.
///
/// # Errors
/// A key that is there twice, or a table of more than 4 GiB.
pub(super) fn write(
    mut keys: Vec<(String, usize)>,
    records: &[Vec<u8>],
) -> Result<Vec<u8>, String> {
    keys.sort();
    if let Some(twice) = keys.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(format!("{:?} is there twice", twice[0].0));
    }
    let mut numbers = vec![keys.len(), records.len()];
    let mut end = 0;
    numbers.extend(keys.iter().map(|(key, _)| {
        end += key.len();
        end
    }));
    numbers.extend(keys.iter().map(|(_, record)| *record));
    let mut end = 0;
    numbers.extend(records.iter().map(|record| {
        end += record.len();
        end
    }));
    let mut bytes = Vec::new();
    for number in numbers {
        let number = u32::try_from(number).map_err(|_| "the table is too large".to_owned())?;
        bytes.extend(number.to_le_bytes());
    }
    keys.iter().for_each(|(key, _)| bytes.extend(key.as_bytes()));
    records.iter().for_each(|record| bytes.extend(record));
    Ok(bytes)
}
