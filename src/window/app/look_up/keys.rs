//! Giving the keys to a part of the card. Knows nothing of what the part is for.

use egui::Response;

use super::state::Focus;

/// Gives something the keys if it is wanted. Asked for until it has them: what is shown first is laid out more than once.
pub(super) fn give_keys(wanted: &mut Option<Focus>, to: Focus, response: &Response) {
    if *wanted != Some(to) {
        return;
    }
    if response.has_focus() {
        *wanted = None;
    } else {
        response.request_focus();
    }
}
