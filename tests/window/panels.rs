//! Each panel, by accessible names: what it says, and what it asks for when it is used.

use std::cell::RefCell;
use std::rc::Rc;

use chancery::picture::theme::Theme;
use chancery::window::action::{Action, ItemId, SelectHow};
use chancery::window::panels::timeline::TimelineBar;
use chancery::window::panels::{Context, PANELS, Panel};
use chancery::window::session::Session;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};

use super::{install_fonts, sample};

/// A panel over a session that fulfils what it asks for, with a list of what it asked for.
struct Stage {
    harness: Harness<'static>,
    session: Rc<RefCell<Session>>,
    asked: Rc<RefCell<Vec<Action>>>,
}

enum Piece {
    Panel(Box<dyn Panel>),
    Timeline(Box<TimelineBar>),
}

impl Stage {
    fn panel(title: &str) -> Stage {
        Stage::with(title, sample::session(), |_| {})
    }

    fn with(title: &str, mut session: Session, prepare: impl FnOnce(&mut Session)) -> Stage {
        let panel = PANELS.iter().map(|make| make()).find(|panel| panel.title() == title).unwrap();
        prepare(&mut session);
        Stage::show(Piece::Panel(panel), session, egui::vec2(340.0, 1200.0))
    }

    fn timeline() -> Stage {
        Stage::show(Piece::Timeline(Box::default()), sample::session(), egui::vec2(860.0, 96.0))
    }

    fn show(mut piece: Piece, session: Session, size: egui::Vec2) -> Stage {
        let session = Rc::new(RefCell::new(session));
        let asked = Rc::new(RefCell::new(Vec::new()));
        let (inside, list) = (Rc::clone(&session), Rc::clone(&asked));
        let harness =
            Harness::builder().with_size(size).with_context_setup(install_fonts).allow_missing_glyphs().build_ui(
                move |ui| {
                    let mut session = inside.borrow_mut();
                    let context = Context { session: &session, theme: &Theme::LIGHT };
                    let actions = match &mut piece {
                        Piece::Panel(panel) => panel.show(ui, context),
                        Piece::Timeline(timeline) => timeline.show(ui, context),
                    };
                    for action in actions {
                        list.borrow_mut().push(action.clone());
                        let _ = session.perform(action);
                    }
                },
            );
        let mut stage = Stage { harness, session, asked };
        stage.run();
        stage
    }

    fn run(&mut self) {
        self.harness.run_steps(3);
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.run();
    }

    /// Clicks what is called so, whatever follows.
    fn click_begun(&mut self, begin: &str, part: &str) {
        let is = |name: String| name.starts_with(begin) && name.contains(part);
        {
            let mut all = self.harness.query_all_by_label_contains(part);
            all.find(|node| node.accesskit_node().label().is_some_and(is)).expect("there is one").click();
        }
        self.run();
    }

    fn has(&self, name: &str) -> bool {
        self.harness.query_all_by_label(name).next().is_some()
    }

    #[track_caller]
    fn says(&self, text: &str) {
        assert!(self.harness.query_all_by_label_contains(text).next().is_some(), "nothing says “{text}”");
    }

    /// Everything asked for so far but hovering.
    fn asked(&self) -> Vec<Action> {
        self.asked.borrow().iter().filter(|action| !matches!(action, Action::Hover(_))).cloned().collect()
    }
}

fn entity(id: &str) -> ItemId {
    ItemId::Entity(id.into())
}

fn relation(id: &str) -> ItemId {
    ItemId::Relation(chancery::dossier::model::RelationId::new(id))
}

fn select(thing: ItemId) -> impl FnOnce(&mut Session) {
    move |session| {
        let _ = session.perform(Action::Select(vec![thing], SelectHow::Replace));
    }
}

#[test]
fn the_inspector_tells_of_an_entity_and_who_says_so() {
    let mut stage = Stage::with("Inspector", sample::session(), select(entity("cyber")));
    stage.says("Cybercrime Dialogue");
    stage.says("ASEAN-Japan Cybercrime Dialogue");
    stage.says("May 2014");
    stage.says("2014-05, inferred");
    stage.says("A standing dialogue");
    stage.says("Stated by the author");
    // Further claims wait below the first, so that relations are in sight.
    stage.click_begun("Show ", "more claim");
    stage.says("Reported: according to");
    stage.says("Rated B2: source usually reliable, information probably true");
    stage.says("“it would become the base of their cooperation”");
    stage.says("Superseded");
    for heading in ["Relations, 4", "Reported, 1", "Hoped for, 1", "has as participant, 2"] {
        assert!(stage.has(heading), "{heading}");
    }
}

#[test]
fn each_end_in_the_inspector_is_a_link_and_leads_there() {
    let mut stage = Stage::with("Inspector", sample::session(), select(entity("cyber")));
    stage.click("Joint statement");
    assert_eq!(stage.asked(), [Action::GoTo(entity("statement"))]);
    stage.click("Relation: names as channel Cybercrime Dialogue");
    assert_eq!(stage.asked()[1], Action::GoTo(relation("statement--names_as_channel--cyber")));
    // Now the relation itself is shown.
    stage.says("October 2015");
    assert!(stage.has("From") && stage.has("To") && stage.has("Who says so"));
}

#[test]
fn a_link_is_reached_and_followed_by_keyboard() {
    let mut stage = Stage::with("Inspector", sample::session(), select(entity("cyber")));
    stage.harness.get_by_label("Cyber crime").focus();
    stage.run();
    stage.harness.key_press(Key::Enter);
    stage.run();
    assert_eq!(stage.asked(), [Action::GoTo(entity("crime"))]);
}

#[test]
fn names_in_every_script_are_there_with_their_language() {
    let stage = Stage::with("Inspector", sample::session(), select(entity("japan")));
    for (language, name) in [
        ("Arabic", "اليابان (دولة) 2014"),
        ("Thai", "ญี่ปุ่น"),
        ("Burmese", "ဂျပန်နိုင်ငံ"),
        ("Khmer", "ជប៉ុន"),
        ("Tamil", "ஜப்பான்"),
        ("Hindi", "जापान"),
        ("Vietnamese", "Nhật Bản"),
    ] {
        assert!(stage.has(language), "{language}");
        assert!(stage.has(name), "{name}");
    }
    assert!(stage.has("Tokyo"), "alias");
}

#[test]
fn a_hostile_name_is_shown_with_stand_ins() {
    let stage = Stage::with("Inspector", sample::session(), select(entity("hostile")));
    stage.says("evil\u{fffd}txt.exe\u{fffd}");
    assert!(stage.harness.query_all_by_label_contains("\u{202e}").next().is_none());
}

#[test]
fn unknowns_are_explained_in_words() {
    for (id, words) in [
        ("media", "Unnamed: known to exist"),
        ("jpan", "Missing entity: a relation uses the ID “jpan”"),
        ("post", "A post, not a person"),
        ("committee", "Only requested: no source says that it happened."),
        ("media", "No source cited."),
    ] {
        Stage::with("Inspector", sample::session(), select(entity(id))).says(words);
    }
}

#[test]
fn a_relation_tells_its_ground_and_its_claims() {
    let mut stage = Stage::with("Inspector", sample::session(), select(relation("japan--offers_to_fund--committee")));
    stage.says("Offers to fund");
    stage.says("Planned");
    stage.says("Reported: someone is quoted");
    stage.click("Nur Jazlan Mohamed");
    assert_eq!(stage.asked(), [Action::GoTo(entity("nur"))]);
}

#[test]
fn the_place_in_a_source_opens_it_only_where_a_browser_may() {
    let mut stage = Stage::with("Inspector", sample::session(), select(relation("japan--offers_to_fund--committee")));
    stage.click("¶ 4.1");
    assert_eq!(stage.asked(), [Action::FollowLink("https://example.org/article".to_owned())]);

    let mut stage = Stage::panel("Sources");
    stage.click("A leaflet, 1 entity, 0 relations");
    assert_eq!(stage.harness.get_by_label("javascript:alert(1)").accesskit_node().role(), Role::Label);
}

#[test]
fn several_selected_things_tell_what_they_share() {
    let mut stage = Stage::with("Inspector", sample::session(), |session| {
        let both = vec![entity("japan"), entity("asean")];
        let _ = session.perform(Action::Select(both, SelectHow::Replace));
    });
    stage.says("2 entities selected");
    stage.says("1 organisation, 1 state");
    assert!(stage.has("Common neighbours, 1"));
    stage.click("Cybercrime Dialogue");
    assert_eq!(stage.asked(), [Action::GoTo(entity("cyber"))]);
}

#[test]
fn with_nothing_selected_the_dossier_itself_is_shown() {
    let mut stage = Stage::panel("Inspector");
    stage.says("A sample of everything");
    stage.says("2003 to 2017");
    stage.click("View: as-of-2014");
    stage.click("Show Background");
    let wanted = [Action::UseView("as-of-2014".to_owned()), Action::ShowFile("background.ron".to_owned(), false)];
    assert_eq!(stage.asked(), wanted);
}

#[test]
fn what_the_pointer_rests_on_in_the_inspector_is_brought_out_and_let_go() {
    let mut stage = Stage::with("Inspector", sample::session(), select(entity("cyber")));
    stage.harness.get_by_label("Cyber crime").hover();
    stage.run();
    assert_eq!(stage.session.borrow().hovered(), Some(&entity("crime")));
    stage.harness.remove_cursor();
    stage.run();
    assert_eq!(stage.session.borrow().hovered(), None);
}

#[test]
fn the_outline_lists_kinds_and_unfolds_the_kind_of_what_is_selected() {
    let mut stage = Stage::with("Outline", sample::session(), select(entity("cyber")));
    assert!(stage.has("States, 1, folded"));
    assert!(stage.has("Dialogues, 2, unfolded"));
    assert!(stage.has("Cybercrime Dialogue") && !stage.has("Japan"));
    stage.click("States, 1, folded");
    stage.click("Japan");
    assert_eq!(stage.asked(), [Action::Select(vec![entity("japan")], SelectHow::Replace)]);
    let row = stage.harness.get_by_label("Japan");
    assert_eq!(row.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
}

#[test]
fn keys_held_while_clicking_add_to_the_selection() {
    let mut stage = Stage::with("Outline", sample::session(), select(entity("cyber")));
    stage.harness.get_by_label("Committee dialogue").click_modifiers(Modifiers::COMMAND);
    stage.run();
    assert_eq!(stage.session.borrow().selection(), [entity("cyber"), entity("committee")]);
}

#[test]
fn enter_on_a_row_of_the_outline_goes_there() {
    let mut stage = Stage::with("Outline", sample::session(), select(entity("cyber")));
    stage.harness.get_by_label("Committee dialogue").focus();
    stage.run();
    stage.harness.key_press(Key::Enter);
    stage.run();
    assert_eq!(stage.asked(), [Action::GoTo(entity("committee"))]);
}

#[test]
fn the_eye_hides_a_kind_and_shows_it_again() {
    let mut stage = Stage::panel("Outline");
    stage.click("Show Threats");
    assert!(stage.session.borrow().look.filter.hidden_kinds.contains("threat"));
    stage.click("Show Threats");
    assert!(stage.session.borrow().look.filter.hidden_kinds.is_empty());
    stage.click("Show Background");
    assert!(stage.session.borrow().look.filter.hidden_files.contains("background.ron"));
}

#[test]
fn a_source_is_brought_out_with_what_rests_on_it_and_let_go_again() {
    let mut stage = Stage::panel("Sources");
    stage.click("ASEAN Beat, 2015, 2 entities, 10 relations");
    assert_eq!(stage.session.borrow().shown_source(), Some(&"beat".into()));
    stage.says("20 November 2026");
    stage.says("short quotations only");
    assert!(stage.has("Cybercrime Dialogue concerns Cyber crime"));
    stage.click("https://example.org/article");
    assert_eq!(stage.asked()[1], Action::FollowLink("https://example.org/article".to_owned()));
    stage.click("ASEAN Beat, 2015, 2 entities, 10 relations");
    assert_eq!(stage.session.borrow().shown_source(), None);
}

#[test]
fn a_record_under_a_source_leads_to_it() {
    let mut stage = Stage::panel("Sources");
    stage.click("ASEAN Beat, 2015, 2 entities, 10 relations");
    stage.click("Cybercrime Dialogue concerns Cyber crime");
    assert_eq!(stage.session.borrow().selection(), [relation("cyber--concerns--crime")]);
}

#[test]
fn a_problem_leads_to_its_record() {
    let mut stage = Stage::panel("Problems");
    stage.says("error, line 83: A relation names “jpan”, which is not in the dossier");
    stage.says("warning, line 83:");
    stage.says("note: Vientiane has no source.");
    let row = stage.harness.get_by_label_contains("note: Vientiane has no source.");
    row.click();
    stage.run();
    assert_eq!(stage.asked(), [Action::ShowProblem(2)]);
    assert_eq!(stage.session.borrow().selection(), [entity("port")]);
}

#[test]
fn without_problems_that_is_said_and_no_badge_shown() {
    let mut session = sample::session();
    let panel = PANELS.iter().map(|make| make()).find(|panel| panel.title() == "Problems").unwrap();
    let theme = &Theme::LIGHT;
    assert_eq!(panel.badge(Context { session: &session, theme }), Some(3));
    session.document.problems.clear();
    assert_eq!(panel.badge(Context { session: &session, theme }), None);
    Stage::with("Problems", session, |_| {}).says("No problems found.");
}

#[test]
fn the_as_of_bar_is_off_until_a_date_is_typed() {
    let mut stage = Stage::timeline();
    assert_eq!(stage.session.borrow().as_of(), None);
    assert_eq!(stage.harness.get_by_label("As-of date").value().as_deref(), Some("all"));
    stage.harness.get_by_label("As of date").focus();
    stage.run();
    stage.harness.get_by_label("As of date").type_text("2014-06");
    stage.run();
    assert_eq!(stage.asked(), [], "half-typed dates change nothing");
    stage.harness.key_press(Key::Enter);
    stage.run();
    assert_eq!(stage.session.borrow().as_of().map(|date| date.written().to_owned()).as_deref(), Some("2014-06"));
    assert_eq!(stage.harness.get_by_label("As-of date").value().as_deref(), Some("June 2014"));
    stage.click("All dates");
    assert_eq!(stage.session.borrow().as_of(), None);
}

#[test]
fn what_is_no_date_is_refused_in_words() {
    let mut stage = Stage::timeline();
    stage.harness.get_by_label("As of date").focus();
    stage.run();
    stage.harness.get_by_label("As of date").type_text("2014-13");
    stage.harness.key_press(Key::Enter);
    stage.run();
    stage.says("“2014-13” is not a date.");
    assert_eq!(stage.asked(), []);
}

#[test]
fn the_handle_moves_by_keys_a_month_at_a_time() {
    let mut stage = Stage::timeline();
    let _ = stage.session.borrow_mut().perform(Action::SetAsOf(chancery::dossier::model::Date::parse("2014-06").ok()));
    stage.harness.get_by_label("As-of date").focus();
    stage.run();
    let now = |stage: &Stage| stage.session.borrow().as_of().unwrap().written().to_owned();
    stage.harness.key_press(Key::ArrowLeft);
    stage.run();
    assert_eq!(now(&stage), "2014-05");
    stage.harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    stage.run();
    assert_eq!(now(&stage), "2013-05");
    stage.harness.key_press(Key::Home);
    stage.run();
    assert_eq!(now(&stage), "2003-01");
    stage.harness.get_by_label("As-of date").increment_accesskit();
    stage.run();
    assert_eq!(now(&stage), "2003-02");
}

#[test]
fn dragging_the_handle_sets_the_date_under_the_pointer() {
    let mut stage = Stage::timeline();
    let handle = stage.harness.get_by_label("As-of date").rect().center();
    stage.harness.drag_at(handle);
    stage.run();
    stage.harness.hover_at(handle - egui::vec2(200.0, 0.0));
    stage.run();
    stage.harness.drop_at(handle - egui::vec2(200.0, 0.0));
    stage.run();
    let date = stage.session.borrow().as_of().cloned().expect("a date");
    let year = date.latest().unwrap().year();
    assert!((2010..2016).contains(&year), "{date}");
    let moved = stage.harness.get_by_label("As-of date").rect().center();
    assert!((moved.x - (handle.x - 200.0)).abs() < 8.0, "the handle stays under the pointer: {moved} {handle}");
}

#[test]
fn at_rest_every_panel_is_named_and_asks_for_no_frame() {
    for theme in [&Theme::LIGHT, &Theme::DARK] {
        for make in PANELS {
            for thing in [None, Some(entity("japan")), Some(entity("cyber")), Some(entity("foreign"))] {
                let mut session = sample::session();
                if let Some(thing) = thing {
                    select(thing)(&mut session);
                }
                let mut panel = make();
                // `run` fails where a field has no name, a letter has no glyph, or frames go on.
                // The table lists a name with control characters, whose stand-in is an empty box.
                let boxes = panel.title() == "Table";
                let builder = Harness::builder().with_size(egui::vec2(300.0, 700.0)).with_context_setup(install_fonts);
                let builder = if boxes { builder.allow_missing_glyphs() } else { builder };
                let mut harness = builder.build_ui(move |ui| {
                    let context = Context { session: &session, theme };
                    for action in panel.show(ui, context) {
                        let _ = session.perform(action);
                    }
                });
                harness.run();
            }
        }
    }
}

#[test]
fn only_rows_in_view_are_laid_out() {
    let mut session = sample::session();
    let mut dossier = session.dossier().clone();
    for number in 0..20_000 {
        let id = format!("s{number}");
        let other = chancery::dossier::model::Entity::new(id.as_str(), "state", format!("State {number}"));
        dossier.add_entity(other).unwrap();
        let tie = chancery::dossier::model::Relation::new(id.as_str(), "takes_part_in", "cyber");
        dossier.add_relation(tie).unwrap();
    }
    session.document.dossier = dossier;
    let session = || Session::new(session.document.clone());
    for (title, thing) in [("Outline", "s77"), ("Inspector", "cyber")] {
        let stage = Stage::with(title, session(), select(entity(thing)));
        let nodes = stage.harness.query_all_by(|_| true).count();
        assert!((20..400).contains(&nodes), "{title}: {nodes}");
    }
    // What is selected elsewhere is unfolded and scrolled to, however far down.
    let stage = Stage::with("Outline", session(), select(entity("s15000")));
    assert!(stage.has("State 15000"));
}

#[test]
fn the_inspector_says_whether_a_thing_was_there_at_the_as_of_date() {
    for (date, words) in [("2013-12", "Not present"), ("2014-06", "Present")] {
        let stage = Stage::with("Inspector", sample::session(), |session| {
            select(entity("cyber"))(session);
            let _ = session.perform(Action::SetAsOf(chancery::dossier::model::Date::parse(date).ok()));
        });
        assert!(stage.has(words), "{date}: {words}");
    }
}

#[test]
fn many_claims_are_shown_on_asking() {
    let mut session = sample::session();
    let mut dossier = chancery::dossier::model::Dossier::new(chancery::dossier::model::Vocabulary::default());
    let mut much = chancery::dossier::model::Entity::new("much", "state", "Much claimed");
    let claim = |n: usize| chancery::dossier::model::Claim {
        note: Some(format!("note {n}")),
        ..chancery::dossier::model::Claim::stated("s")
    };
    much.claims = (0..9).map(claim).collect();
    dossier.add_entity(much).unwrap();
    session.document.dossier = dossier;
    let mut stage = Stage::with("Inspector", Session::new(session.document), select(entity("much")));
    assert!(stage.has("note 2") && !stage.has("note 3"));
    stage.click("Show 6 more claims");
    assert!(stage.has("note 8"));
}

#[test]
fn every_record_of_the_built_in_examples_can_be_inspected() {
    for example in chancery::dossier::document::EXAMPLES {
        let document = chancery::dossier::document::open_example(example);
        let session = Rc::new(RefCell::new(Session::new(document)));
        let dossier = session.borrow().dossier().clone();
        let entities = dossier.entities().map(|(_, e)| (ItemId::Entity(e.id.clone()), e.label().to_owned()));
        let relations = dossier.relations().map(|(_, _, _, r)| {
            let kind = dossier.vocabulary.relation_kind_or_neutral(&r.kind);
            (ItemId::Relation(r.id.clone()), kind.label)
        });
        let inside = Rc::clone(&session);
        let mut panel = PANELS.iter().map(|make| make()).find(|panel| panel.title() == "Inspector").unwrap();
        let mut harness = Harness::builder()
            .with_size(egui::vec2(300.0, 900.0))
            .with_context_setup(install_fonts)
            .build_ui(move |ui| {
                let session = inside.borrow();
                let _ = panel.show(ui, Context { session: &session, theme: &Theme::LIGHT });
            });
        for (thing, title) in entities.chain(relations) {
            select(thing.clone())(&mut session.borrow_mut());
            harness.run_ok();
            let title = title.to_lowercase();
            let shown = |node: &egui_kittest::Node<'_>| node.value().is_some_and(|v| v.to_lowercase() == title);
            assert!(harness.query_all_by(|_| true).any(|node| shown(&node)), "{}: {thing:?} {title}", example.name);
        }
    }
}

#[test]
fn the_outline_is_walked_and_folded_by_keys() {
    let mut stage = Stage::panel("Outline");
    stage.harness.get_by_label("Dialogues, 2, folded").focus();
    stage.run();
    stage.harness.key_press(Key::ArrowRight);
    stage.run();
    assert!(stage.has("Dialogues, 2, unfolded"));
    stage.harness.key_press(Key::ArrowDown);
    stage.run();
    assert!(stage.harness.get_by_label("Committee dialogue").is_focused());
    stage.harness.key_press(Key::ArrowUp);
    stage.run();
    assert!(
        stage.harness.get_by_label("Dialogues, 2, unfolded").is_focused(),
        "{:?}",
        stage.harness.query_all_by(|n| n.is_focused()).collect::<Vec<_>>()
    );
    stage.harness.key_press(Key::ArrowLeft);
    stage.run();
    assert!(stage.has("Dialogues, 2, folded"));
}
