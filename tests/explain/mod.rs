//! What explanations say, and the tables they take their facts from.

mod knowledge;
