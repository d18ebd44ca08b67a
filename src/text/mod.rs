//! Text that is compared: what a learner types, beside what an author accepts.

pub mod fold;
pub mod number;
