//! What will be asked is seen before it is sent.

use super::*;

#[test]
fn the_query_is_seen_before_a_person_agrees() {
    let server = Listening::start(Duration::ZERO);
    let mut window = Window::open(&server.url, None);
    let query = |window: &Window| {
        let text = window.harness.query_all_by(|node| node.label().is_some_and(|label| label == "The query")).next();
        text.and_then(|node| node.accesskit_node().value()).unwrap_or_default()
    };
    window.key(CTRL, Key::U);
    assert!(!window.says("Show the query"), "there is nothing to ask yet");
    window.type_text("Norland");
    window.click("Show the query");
    let shown = query(&window);
    assert!(shown.starts_with(&format!("POST {}", server.url)) && shown.contains("Norland"), "{shown}");
    // Where a person is asked first, it is still seen.
    window.click("Search");
    assert!(window.says("Chancery will send") && query(&window).contains("Norland"));
    assert_eq!(server.count(), 0);
    window.harness.get_by_label("Copy the query").click();
    window.harness.step();
    let copied = window.harness.output().platform_output.commands.iter().map(|c| format!("{c:?}")).collect::<String>();
    assert!(copied.contains("Norland"), "{copied}");
    window.click("Hide the query");
    assert_eq!(query(&window), "");
    window.key(PLAIN, Key::Escape);
}
