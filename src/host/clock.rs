//! The clock.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::progress::Timestamp;

/// The present moment; 1970 on a machine whose clock is before that.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
