//! The key of a service, as a person gives and removes it where there is no keyring.

use super::*;
use crate::dossier::endpoint::{Keys, Nowhere};

#[test]
fn a_key_is_typed_unseen_sent_and_written_nowhere() {
    let server = Listening::start(Duration::ZERO);
    let mut window = Window::open(&server.url, None);
    window.harness.state_mut().look_ups.keys = Arc::new(Keys::with(Box::new(Nowhere), None));
    window.key(CTRL, Key::U);
    window.click("Languages, contact and key");
    window.harness.get_by(|node| node.role() == Role::PasswordInput).focus();
    window.settle();
    window.type_text("ApiKey schlüssel");
    window.key(PLAIN, Key::Enter);
    assert!(window.says("characters that a key cannot have"));
    window.key(CTRL, Key::A);
    window.type_text("ApiKey sesame-9f3c");
    assert!(!window.says("sesame"), "nobody reads it over one's shoulder");
    window.key(PLAIN, Key::Enter);
    assert!(window.says("works until Chancery closes. It was not saved"));
    let ask = |window: &mut Window, name: &str| {
        window.harness.get_by_role_and_label(Role::TextInput, "Name to look up").focus();
        window.settle();
        window.key(CTRL, Key::A);
        window.type_text(name);
        window.key(PLAIN, Key::Enter);
    };
    ask(&mut window, "Norland");
    window.click("Connect");
    let sent = |server: &Listening| server.requests.lock().unwrap().join("\n").to_lowercase();
    assert!(sent(&server).contains("authorization: apikey sesame-9f3c"), "{}", sent(&server));
    window.click("Languages, contact and key");
    window.click("Remove key");
    assert!(window.says("Removed the key for Sample."));
    window.key(PLAIN, Key::Escape);
    server.requests.lock().unwrap().clear();
    ask(&mut window, "Sorland");
    assert!(server.count() > 0 && !sent(&server).contains("authorization"), "{}", sent(&server));
    // Nor does it stand in the dossier.
    window.key(PLAIN, Key::Escape);
    assert!(!window.text().contains("sesame") && !window.says("sesame"));
}
