//! The dialogs that ask what colours, or the areas of nodes, are to say: measures with what they mean, and the dossier's own
//! fields. Values are worked out where the picture is made.

use egui::{Context, Id, Modal, RichText, Role, ScrollArea, WidgetInfo};

use super::style::SMALL;
use crate::dossier::model::{Attribute, Colouring};
use crate::explore::attribute;
use crate::picture::theme::Theme;
use crate::window::action::Action;
use crate::window::canvas::paint::color32;
use crate::window::session::Session;

/// Which of the two is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EncodingDialog {
    Colour,
    Size,
}

impl EncodingDialog {
    fn title(self) -> &'static str {
        match self {
            EncodingDialog::Colour => "Colour by",
            EncodingDialog::Size => "Size by",
        }
    }

    /// What it is where no attribute is chosen.
    fn usual(self) -> (String, &'static str) {
        match self {
            EncodingDialog::Colour => (Colouring::Kind.label(), Colouring::Kind.says()),
            EncodingDialog::Size => ("Number of relations".to_owned(), "Each relation makes a node a little larger."),
        }
    }

    fn now(self, session: &Session) -> Option<Attribute> {
        match self {
            EncodingDialog::Colour => match session.colouring() {
                Colouring::Kind => None,
                Colouring::Attribute(attribute) => Some(attribute),
            },
            EncodingDialog::Size => session.look.size.as_ref().map(|by| by.attribute.clone()),
        }
    }

    /// Categories have no size.
    fn offers(self, attribute: &Attribute) -> bool {
        match self {
            EncodingDialog::Colour => true,
            EncodingDialog::Size => !attribute.is_group(),
        }
    }

    fn action(self, by: Option<Attribute>) -> Action {
        match self {
            EncodingDialog::Colour => Action::ColourBy(by.map_or(Colouring::Kind, Colouring::Attribute)),
            EncodingDialog::Size => Action::SizeBy(by),
        }
    }
}

/// Shows the dialog if one is open, and says what was chosen.
#[must_use]
pub(super) fn show(
    ctx: &Context,
    dialog: &mut Option<EncodingDialog>,
    session: &Session,
    theme: &Theme,
) -> Option<Action> {
    let open = (*dialog)?;
    let mut chosen = None;
    // What is chosen now has the keys at first: arrows go on from there.
    let given = Id::unique("encoding has the keys");
    let mut has_keys = ctx.data(|data| data.get_temp::<bool>(given)).unwrap_or_default();
    let modal = Modal::new(Id::unique("encoding")).show(ctx, |ui| {
        ui.set_width((ctx.content_rect().width() - 48.0).clamp(120.0, 640.0));
        ui.heading(open.title());
        ui.add_space(6.0);
        let now = open.now(session);
        let now = now.as_ref();
        let mut row = |ui: &mut egui::Ui, name: &str, says: &str, by: Option<&Attribute>| {
            let label = name.to_owned();
            let says = RichText::new(says).size(SMALL).color(color32(theme.ink_second));
            let name = RichText::new(name).color(color32(theme.ink));
            let button = egui::Button::new((name, egui::Atom::grow(), says)).selected(now == by).truncate();
            let response = ui.add(button.min_size(egui::vec2(ui.available_width(), 26.0)));
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, now == by, label.clone()));
            if now == by && !has_keys {
                has_keys = response.has_focus();
                response.request_focus();
            }
            if response.gained_focus() {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                chosen = Some(by.cloned());
            }
        };
        let room = (ctx.content_rect().height() - 160.0).max(60.0);
        // At its full height at once: rows that move are missed.
        ScrollArea::vertical().max_height(room).min_scrolled_height(room).show(ui, |ui| {
            let (name, says) = open.usual();
            row(ui, &name, says, None);
            for attribute in attribute::all(session.dossier()).iter().filter(|attribute| open.offers(attribute)) {
                row(ui, &attribute.label(), attribute.says(), Some(attribute));
            }
        });
        ui.add_space(8.0);
        ui.button("Cancel").clicked()
    });
    if chosen.is_some() || modal.inner || modal.should_close() {
        *dialog = None;
        has_keys = false;
    }
    ctx.data_mut(|data| data.insert_temp(given, has_keys));
    chosen.map(|by| open.action(by))
}
