//! The endpoints to choose from: those that are sources of the open dossier, the known ones, and those that were typed in;
//! and the form in which one is typed in. Draws nothing and asks nothing.

use crate::dossier::endpoint::{Endpoint, KNOWN, Key, PROFILES, languages_of};
use crate::dossier::model::Dossier;
use crate::problem::{Problem, codes};

/// The endpoints.
pub(super) struct Places {
    pub(super) list: Vec<Place>,
    pub(super) number: usize,
    /// The form, while it is open.
    pub(super) form: Option<Form>,
    /// The chosen one is asked without a question.
    pub(super) always: bool,
    /// The environment gives a key, which is used instead of any that is typed.
    pub(super) key_is_given: bool,
}

/// An endpoint to choose from.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) endpoint: Endpoint,
    pub(super) origin: Origin,
    /// How it is asked is yet to be found out.
    pub(super) probes: bool,
}

/// Where an endpoint is known from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// It is a source of the dossier.
    Dossier,
    /// It is in the list of the program, which says what is there.
    Known(&'static str),
    /// It was typed in.
    Typed,
}

/// What a person says of an endpoint.
pub(super) struct Form {
    /// The address; of one that is listed it stands already.
    pub(super) url: String,
    /// Number of the profile, from 1; 0: it is found out.
    pub(super) profile: usize,
    pub(super) languages: String,
    pub(super) contact: String,
    /// A key that the service needs, to be kept; empty where none is typed.
    pub(super) key: String,
    /// It is asked without a question.
    pub(super) always: bool,
    /// A new endpoint is typed in; otherwise the chosen one is changed.
    pub(super) is_new: bool,
    pub(super) trouble: Option<Problem>,
}

impl Places {
    /// Those of a dossier, then the known ones.
    pub(super) fn of(dossier: &Dossier, contact: &str) -> Self {
        let of_dossier = dossier.sources.iter().filter_map(Endpoint::of_source);
        let mut list: Vec<Place> =
            of_dossier.map(|endpoint| Place { endpoint, origin: Origin::Dossier, probes: false }).collect();
        for known in KNOWN {
            let Some(usual) = PROFILES.last() else { continue };
            let Ok(endpoint) = Endpoint::parse(known.name, *usual) else { continue };
            if list.iter().all(|place| place.endpoint.url != endpoint.url) {
                list.push(Place { endpoint, origin: Origin::Known(known.about), probes: false });
            }
        }
        let mut places = Places { list, number: 0, form: None, always: false, key_is_given: false };
        places.tell_contact(contact);
        places
    }

    /// The same after the dossier changed: what was typed in and chosen stays.
    pub(super) fn renewed(self, dossier: &Dossier, contact: &str) -> Self {
        let chosen = self.chosen().map(|place| place.endpoint.url.clone());
        let mut new = Places::of(dossier, contact);
        for place in self.list {
            match new.list.iter_mut().find(|known| known.endpoint.url == place.endpoint.url) {
                // Languages are as they were said last.
                Some(known) => known.endpoint.languages = place.endpoint.languages,
                None if place.origin == Origin::Typed => new.list.push(place),
                None => {}
            }
        }
        new.number = new.list.iter().position(|place| Some(&place.endpoint.url) == chosen.as_ref()).unwrap_or(0);
        new.tell_contact(contact);
        new
    }

    /// The one that is asked.
    pub(super) fn chosen(&self) -> Option<&Place> {
        self.list.get(self.number)
    }

    pub(super) fn chosen_mut(&mut self) -> Option<&mut Place> {
        self.list.get_mut(self.number)
    }

    /// All are told who asks.
    pub(super) fn tell_contact(&mut self, contact: &str) {
        self.list.iter_mut().for_each(|place| contact.clone_into(&mut place.endpoint.contact));
    }

    /// Opens the form, for a new endpoint or the chosen one.
    pub(super) fn open_form(&mut self, is_new: bool, contact: &str, always: bool) {
        let languages = self.chosen().map_or_else(|| "en".to_owned(), |place| place.endpoint.languages.join(", "));
        let (url, key, contact) = (String::new(), String::new(), contact.to_owned());
        self.form = Some(Form { url, profile: 0, languages, contact, key, always, is_new, trouble: None });
    }

    /// Does what the form says, and closes it. What is wrong with an address is shown there.
    ///
    /// Says whether something was done.
    pub(super) fn use_form(&mut self) -> bool {
        let Some(form) = &mut self.form else { return false };
        let languages = languages_of(&form.languages);
        let languages = if languages.is_empty() { vec!["en".to_owned()] } else { languages };
        let contact = form.contact.trim().to_owned();
        if !form.key.trim().is_empty() && Key::of(&form.key).is_none() {
            form.trouble = Some(no_key());
            return false;
        }
        if form.is_new {
            let profile = form.profile.checked_sub(1).and_then(|number| PROFILES.get(number).copied());
            let Some(usual) = profile.or_else(|| PROFILES.last().copied()) else { return false };
            let mut endpoint = match Endpoint::parse(&form.url, usual) {
                Ok(endpoint) => endpoint,
                Err(problem) => {
                    form.trouble = Some(problem);
                    return false;
                }
            };
            endpoint.languages = languages;
            match self.list.iter().position(|place| place.endpoint.url == endpoint.url) {
                Some(number) => self.number = number,
                None => {
                    self.number = self.list.len();
                    let probes = profile.is_none();
                    self.list.push(Place { endpoint, origin: Origin::Typed, probes });
                }
            }
        } else if let Some(place) = self.list.get_mut(self.number) {
            place.endpoint.languages = languages;
        }
        self.tell_contact(&contact);
        self.form = None;
        true
    }
}

/// What was typed is no key.
fn no_key() -> Problem {
    Problem::error(codes::BAD_VALUE, "this key has characters that a key cannot have")
        .with_help("copy it again from where you got it: one line of letters, digits and signs")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::model::Vocabulary;

    #[test]
    fn endpoints_of_the_dossier_come_first_and_what_was_typed_in_stays() {
        let mut dossier = Dossier::new(Vocabulary::default());
        let mut places = Places::of(&dossier, "me@example.org");
        assert_eq!(places.list.len(), KNOWN.len());
        assert!(places.list.iter().all(|place| place.endpoint.user_agent().ends_with("(me@example.org)")));
        places.open_form(true, "me@example.org", false);
        let form = places.form.as_mut().unwrap();
        form.url = "https://me:secret@a.org/".to_owned();
        assert!(!places.use_form());
        let form = places.form.as_mut().unwrap();
        assert!(form.trouble.as_ref().is_some_and(|problem| problem.help.is_some()));
        (form.url, form.languages, form.contact) = ("a.org/sparql".into(), "ja en".into(), "you@example.org".into());
        assert!(places.use_form() && places.form.is_none());
        let typed = places.chosen().unwrap();
        assert_eq!(typed.endpoint.languages, ["ja", "en"]);
        assert!(typed.probes && typed.endpoint.user_agent().ends_with("(you@example.org)"));
        // As a source of the dossier it is one of those, and is still the one that is asked.
        dossier.sources.push(typed.endpoint.new_source(&dossier).unwrap());
        assert!(typed.endpoint.new_source(&dossier).is_none(), "it is one already");
        let places = places.renewed(&dossier, "");
        assert_eq!(places.list.len(), KNOWN.len() + 1);
        assert!(places.number == 0 && places.chosen().unwrap().origin == Origin::Dossier);
        assert_eq!(places.chosen().unwrap().endpoint.languages, ["ja", "en"]);
    }
}
