//! What is offered, on the canvas: from kept answers, by pointer and by keys.

use egui::{PointerButton, Pos2};

use super::*;
use crate::dossier::model::Date;
use crate::window::app::look_up::offer::About;

/// Members of ASEAN with their dates.
const DATED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/endpoint/rows");

impl Window {
    /// The members of ASEAN are listed. With `known` the entity of the dossier is said to be that thing before.
    fn with_members(known: bool) -> Window {
        let mut window = Window::open_as("https://wikibase.example/sparql", "wikibase", Some(PathBuf::from(DATED)));
        window.key(Modifiers::SHIFT, Key::U);
        window.key(PLAIN, Key::Enter);
        if known {
            window.click("Same as “ASEAN”");
            window.harness.get_by_role_and_label(Role::TextInput, "Name to look up").focus();
            window.settle();
        }
        window.key(PLAIN, Key::Enter);
        window.harness.get_by(|node| node.label().is_some_and(|label| label == "member of, comes from 14")).click();
        window.settle();
        window
    }

    fn about(&self) -> &About {
        self.app().dialogs.look_up.as_ref().and_then(|card| card.about.as_ref()).expect("a thing is looked at")
    }

    /// Where the ghost of a thing is on the screen.
    fn ghost(&self, name: &str) -> Option<Pos2> {
        let place = self.about().offer.ghosts.place_of(name)?;
        self.app().canvas.on_screen(place)
    }

    fn move_to(&mut self, at: Pos2) {
        self.harness.event(Event::PointerMoved(at));
        self.settle();
    }

    fn click_at(&mut self, at: Pos2) {
        self.move_to(at);
        for pressed in [true, false] {
            let (pos, button, modifiers) = (at, PointerButton::Primary, PLAIN);
            self.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
            self.harness.step();
        }
        self.settle();
    }

    fn perform(&mut self, action: Action) {
        let ctx = self.harness.ctx.clone();
        self.harness.state_mut().perform(&ctx, action);
        self.settle();
    }
}

#[test]
fn what_is_offered_is_picked_on_the_canvas_and_dropped_as_one_step() {
    let mut window = Window::with_members(false);
    let (before, revision) = (window.text(), window.app().session.revision);
    assert!(window.says("14 listed") && window.says("13 ghosts on the canvas."));
    assert!(window.about().offer.records.trouble.is_none(), "what they would become was read");
    let laos = window.ghost("Laos").expect("Laos is a ghost");
    let area = window.app().canvas.area().unwrap();
    assert!(area.contains(laos));
    // The pointer at a ghost tells what it is, and shows its row; a click picks it.
    window.move_to(laos);
    assert!(window.says("Not in the dossier yet. Click to tick it."));
    let meant = window.about().offer.ghosts.ties_hovered().map(<[usize]>::len);
    assert_eq!(meant, Some(1));
    let selected = window.app().session.selection().to_vec();
    window.click_at(laos);
    assert_eq!(window.about().offer.picks.ties.len(), 1);
    assert_eq!(window.app().session.selection(), selected, "what lies below is not meant");
    assert!(window.says("Take in Association of Southeast Asian Nations with 1 relation"));
    assert!(window.says("Click to untick it."));
    // And a row shows its ghost.
    window.harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Vietnam, "))).focus();
    window.settle();
    assert_eq!(window.about().offer.ghosts.lit.as_deref(), Some("http://www.wikidata.org/entity/Q881"));
    window.key(PLAIN, Key::Space);
    assert_eq!(window.about().offer.picks.ties.len(), 2);
    // A filter leaves ghosts as it leaves rows, and those stay where they are.
    window.harness.get_by_role_and_label(Role::TextInput, "Filter what is listed").focus();
    window.settle();
    window.type_text("when:1995..2000");
    assert!(window.ghost("Vietnam").is_some() && window.ghost("Laos").is_some() && window.ghost("Malaysia").is_none());
    assert_eq!(window.ghost("Laos"), Some(laos));
    window.key(CTRL, Key::A);
    window.type_text("when:soon");
    let offer = &window.about().offer;
    assert!(
        window.says("Column 6, “soon”: "),
        "what is wrong is said with its place: {:?} {:?}",
        offer.filter,
        offer.faults
    );
    window.key(PLAIN, Key::Escape);
    assert!(window.says("14 listed"));
    // All of it goes as one step, and comes back.
    window.click("Drop what was offered");
    assert!(window.says("Dropped 14 offered relations.") && window.ghost("Laos").is_none());
    assert!(window.about().offer.picks.ties.is_empty());
    window.click("Bring back what was dropped");
    assert_eq!(window.ghost("Laos"), Some(laos), "where it was");
    assert_eq!(window.about().offer.picks.ties.len(), 2);
    window.harness.get_by(|node| node.label().is_some_and(|label| label.starts_with("Vietnam, "))).focus();
    window.settle();
    window.key(PLAIN, Key::Delete);
    assert!(window.says("Dropped 14 offered relations."), "by keys, too");
    // Nothing of it is of the network.
    assert_eq!((window.text(), window.app().session.revision), (before, revision));
    assert_eq!(window.app().scene().nodes.len(), 1);
    window.key(PLAIN, Key::Escape);
    assert!(window.is_open() && !window.says("on the canvas"));
}

#[test]
fn date_and_filter_of_the_window_hold_for_ghosts() {
    let mut window = Window::with_members(true);
    let hub = window.app().canvas.screen_position(window.app().scene(), "ours").unwrap();
    let around = window.about().offer.ghosts.bounds().unwrap().0;
    assert_eq!(window.app().canvas.on_screen((around.x as f32, around.y as f32)), Some(hub), "around the entity it is");
    assert!(!window.says("dimmed"));
    window.perform(Action::SetAsOf(Some(Date::parse("1990").unwrap())));
    let told = window.about().offer.ghosts.told;
    assert_eq!(told.drawn, 13, "pale, as relations of the dossier are");
    assert!(told.absent >= 5, "{told:?}");
    assert!(window.says(&format!("{} are dimmed: not present as of 1990.", told.absent)));
    window.perform(Action::SetAsOf(None));
    assert!(!window.says("dimmed"));
    window.perform(Action::Filter("kind:organisation claims>0 status:planned".to_owned()));
    let told = window.about().offer.ghosts.told;
    assert_eq!((told.drawn, told.filtered), (0, 14));
    assert!(window.says("14 are hidden by the window’s filter: status:planned"));
    window.perform(Action::DimRest(true));
    assert_eq!(window.about().offer.ghosts.told.drawn, 13);
    assert!(window.says("14 are dimmed by the window’s filter: status:planned"));
}

#[test]
fn what_the_dossier_has_already_is_a_line_and_taking_in_leaves_no_ghost() {
    let mut window = Window::with_members(true);
    window.perform(Action::Edit(Box::new(crate::window::action::Edits::one(Change::AddEntity {
        entity: {
            let mut entity = crate::dossier::model::Entity::new("laos", "state", "Lao PDR");
            entity.fields.push(("wikidata".to_owned(), crate::dossier::model::FieldValue::Text("Q819".to_owned())));
            entity
        },
        place: crate::dossier::edit::InsertAt::default(),
    }))));
    let told = window.about().offer.ghosts.told;
    assert_eq!((told.drawn, told.lines), (12, 1));
    assert!(window.says("12 ghosts on the canvas, 1 line to entities in the dossier."));
    assert!(window.ghost("Laos").is_none());
}

#[test]
#[ignore = "writes pictures for people to look at: CHANCERY_PICTURES=FOLDER"]
fn pictures_of_ghosts() {
    let Some(folder) = std::env::var_os("CHANCERY_PICTURES").map(PathBuf::from) else { return };
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        for (known, name, scale) in [(true, "known", 1.0), (false, "apart", 1.0), (true, "large", 2.0)] {
            let mut window = Window::with_members(known);
            window.harness.ctx.set_theme(theme);
            // Its size is in points of the first scale.
            window.harness.set_size(egui::vec2(1280.0, 800.0) * scale);
            window.harness.set_pixels_per_point(scale);
            window.settle();
            let take = |window: &mut Window, name: &str| {
                window.settle();
                let image = window.harness.render().expect("there is a graphics adapter");
                image.save(folder.join(format!("ghosts-{name}-{theme:?}.png"))).expect("the picture can be written");
            };
            let at = window.ghost("Laos").unwrap();
            window.click_at(at);
            let at = window.ghost("Vietnam").unwrap();
            window.move_to(at);
            take(&mut window, name);
            window.perform(Action::SetAsOf(Some(Date::parse("1990").unwrap())));
            take(&mut window, &format!("{name}-1990"));
            window.click("Drop what was offered");
            take(&mut window, &format!("{name}-dropped"));
        }
    }
}
