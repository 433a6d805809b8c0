//! A question of the command line: read whole, or told what is wrong with it. Several commands ask one.

use super::{Exit, Failure};
use crate::dossier::model::Dossier;
use crate::explore::query::language::{Evaluator, Parsed};

/// A question that was understood to its last word.
///
/// # Errors
/// Every fault with a caret under its place.
pub(super) fn understood(text: &str, dossier: &Dossier, evaluator: &mut Evaluator) -> Result<Parsed, Failure> {
    let parsed = evaluator.read(dossier, 0, text);
    if parsed.faults.is_empty() {
        return Ok(parsed);
    }
    let told: Vec<String> = parsed.faults.iter().map(|fault| fault.to_text(text)).collect();
    Err(Failure { exit: Exit::WrongUse, text: format!("error: {}", told.join("\nerror: ")) })
}
