//! The cache beyond the recordings: the advice about the order.

mod advise;
