//! What comes of a text while it is typed into the box: names that fit, ways to go on, what was understood with how many it
//! finds of what is shown, what is wrong. All of it is worked out here at once, off the window's thread.

use std::ops::Range;

use super::filter::{Filter, RecentlyShown, Shown};
use super::language::{
    Completion, Evaluator, Fault, Query, Records, is_plain, narrowed, parse, sound, speaks_of, test_at, values_at,
    widened,
};
use super::search::Hit;
use crate::dossier::model::{Dossier, EntityId, Truth};

/// At most so many names are offered.
const MOST_NAMES: usize = 8;

/// A text that is being typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Typed {
    pub(crate) text: String,
    /// The byte before which the cursor stands.
    pub(crate) cursor: usize,
    /// What is shown now.
    pub(crate) filter: Filter,
    /// Whether it takes the place of the present query instead of narrowing it.
    pub(crate) replaces: bool,
}

impl Typed {
    /// A text with the cursor at its end, asked of what a filter shows.
    pub fn new(text: &str, filter: Filter) -> Typed {
        Typed { text: text.to_owned(), cursor: text.len(), filter, replaces: false }
    }
}

/// How many records are found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    pub(crate) certain: usize,
    /// So many more.
    pub(crate) possible: usize,
    /// Of so many that are shown now.
    pub(crate) of: usize,
    /// So many would be shown.
    pub(crate) drawn: usize,
}

/// What comes of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reply {
    /// To what this is the reply.
    pub(crate) typed: Typed,
    /// Whether it is only words, by which names are found.
    pub(crate) is_plain: bool,
    pub(crate) names: Vec<Hit>,
    pub(crate) completions: Vec<Completion>,
    pub(crate) faults: Vec<Fault>,
    /// Where values stand in the text.
    pub(crate) values: Vec<Range<usize>>,
    /// The question in words; empty where nothing is asked.
    pub(crate) understood: String,
    pub(crate) entities: Count,
    pub(crate) relations: Count,
    /// Whether it asks for entities, and whether for relations.
    pub(crate) asks_for: (bool, bool),
    /// Whether anything is found at all, shown or not.
    pub(crate) finds_elsewhere: bool,
    /// The query once what is shown is narrowed to it.
    pub(crate) narrowed: String,
    /// Where the view starts empty: the entities that it finds, with the ends of relations that it finds.
    pub(crate) adds: Vec<EntityId>,
    /// The query once it is added to what is shown; empty where everything is shown already.
    pub(crate) widened: String,
}

impl Reply {
    /// Whether anything is found of what is shown.
    pub(crate) fn finds_any(&self) -> bool {
        let any = |count: Count| count.certain + count.possible > 0;
        any(self.entities) || any(self.relations)
    }
}

/// What comes of a text; `revision` tells one state of the dossier from another.
pub fn reply(
    typed: Typed,
    (dossier, revision): (&Dossier, u64),
    evaluator: &mut Evaluator,
    recent: &mut RecentlyShown,
) -> Reply {
    let parsed = evaluator.read(dossier, revision, &typed.text);
    let is_plain = is_plain(&typed.text);
    let present = if typed.replaces { "" } else { typed.filter.query.as_str() };
    let asking = |query: String| Filter { query, ..typed.filter.clone() };
    let mut reply = Reply {
        is_plain,
        values: values_at(&parsed.query),
        narrowed: narrowed(present, &typed.text),
        widened: if typed.replaces { String::new() } else { widened(present, &typed.text) },
        ..Reply::default()
    };
    if is_plain {
        reply.names = evaluator.names(dossier, revision).find(&typed.text, MOST_NAMES);
    }
    let now = recent.get(asking(present.to_owned()), (dossier, revision), evaluator);
    let rest = without(&typed.text, typed.cursor);
    let rest = if sound(&rest).is_empty() { present.to_owned() } else { narrowed(present, &rest) };
    let shown = recent.get(asking(rest.clone()), (dossier, revision), evaluator);
    let among = Records { entities: &shown.entities, relations: &shown.relations };
    let place = (typed.text.as_str(), typed.cursor);
    reply.completions = evaluator.complete_among(place, (dossier, revision), &parse(&rest).query, among);
    if !sound(&typed.text).is_empty() {
        reply.understood = evaluator.explain(dossier, revision, &parsed.query);
        reply.asks_for = speaks_of(&parsed.query);
        let all = evaluator.ask(dossier, revision, &parsed.query);
        reply.finds_elsewhere = [all.entity_counts(), all.relation_counts()].iter().any(|(yes, maybe)| yes + maybe > 0);
        if typed.filter.start_empty {
            reply.adds = added(&parsed.query, &typed.filter, (dossier, revision), evaluator);
        }
        let then = recent.get(asking(reply.narrowed.clone()), (dossier, revision), evaluator);
        (reply.entities, reply.relations) = counts(&then, &now, &parse(&typed.text), (dossier, revision), evaluator);
    }
    reply.faults = parsed.faults;
    reply.typed = typed;
    reply
}

/// What a question would bring into a view that starts empty.
fn added(
    query: &Query,
    filter: &Filter,
    (dossier, revision): (&Dossier, u64),
    evaluator: &mut Evaluator,
) -> Vec<EntityId> {
    let drawn = evaluator.drawn(dossier, revision, query);
    let found = dossier.entities().filter(|(at, _)| drawn.entity(*at) != Truth::No).map(|(_, entity)| entity);
    found.filter(|entity| !filter.shown.contains(&entity.id)).map(|entity| entity.id.clone()).collect()
}

/// The text without the test that is being written.
fn without(text: &str, cursor: usize) -> String {
    let mut rest = text.to_owned();
    rest.replace_range(test_at(text, cursor), "");
    rest
}

/// How many entities and relations a question finds of what is shown then.
fn counts(
    then: &Shown,
    now: &Shown,
    parsed: &super::language::Parsed,
    (dossier, revision): (&Dossier, u64),
    evaluator: &mut Evaluator,
) -> (Count, Count) {
    let answer = evaluator.ask(dossier, revision, &parsed.query);
    let drawn = then.drawn.as_ref();
    let count = |truths: &mut dyn Iterator<Item = Truth>, of: usize, drawn: usize| {
        let mut count = Count { of, drawn, ..Count::default() };
        for truth in truths {
            count.certain += usize::from(truth == Truth::Yes);
            count.possible += usize::from(truth == Truth::Maybe);
        }
        count
    };
    // What is only possibly shown is no more than possibly found.
    let entity = |at| answer.entity(at).min(drawn.map_or(Truth::Yes, |drawn| drawn.entity(at)));
    let relation = |at| answer.relation(at).min(drawn.map_or(Truth::Yes, |drawn| drawn.relation(at)));
    let entities = &mut then.entities.iter().map(|at| entity(*at));
    let relations = &mut then.relations.iter().map(|at| relation(*at));
    (
        count(entities, now.entities.len(), then.entities.len()),
        count(relations, now.relations.len(), then.relations.len()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::document::{EXAMPLES, open_example};

    fn asked(text: &str, present: &str) -> Reply {
        let dossier = open_example(&EXAMPLES[0]).dossier;
        let filter = Filter { query: present.to_owned(), ..Filter::default() };
        reply(Typed::new(text, filter), (&dossier, 1), &mut Evaluator::default(), &mut RecentlyShown::default())
    }

    fn offered(reply: &Reply) -> Vec<(&str, Option<usize>)> {
        reply.completions.iter().map(|offer| (offer.text.as_str(), offer.records)).collect()
    }

    #[test]
    fn values_are_counted_among_what_the_rest_finds() {
        let reply = asked("from:japan -status:actual basis:", "");
        let four = [("reported", Some(4)), ("stated", Some(3)), ("inferred", Some(0)), ("judgement", Some(0))];
        assert_eq!(offered(&reply), four);
        assert_eq!(reply.completions[0].detail, "someone is quoted as saying so");
        assert_eq!((reply.relations.certain, reply.relations.of, reply.entities.drawn), (7, 104 + 1, 6));
        assert_eq!(reply.understood, "relations from Japan that are not actual");
        assert_eq!(reply.faults.len(), 1);
        assert_eq!(reply.narrowed, "from:japan -status:actual");
        // What is shown already counts as the rest does, and what is denied is counted among the rest.
        assert_eq!(offered(&asked("basis:", "from:japan -status:actual")), four);
        assert_eq!(offered(&asked("from:japan -status:", "-status:actual"))[0], ("planned", Some(6)));
        assert_eq!(offered(&asked("has:(rel:held_", ""))[0], ("held_in", Some(4)));
        assert_eq!(offered(&asked("to:cybercrime-d", "from:japan"))[0], ("cybercrime-dialogue", Some(1)));
    }

    #[test]
    fn of_an_empty_start_a_question_brings_what_it_finds_and_is_not_there() {
        let dossier = open_example(&EXAMPLES[0]).dossier;
        let adds = |text: &str, shown: &[&str]| {
            let shown = shown.iter().map(|id| (*id).into()).collect();
            let filter = Filter { start_empty: true, shown, ..Filter::default() };
            reply(Typed::new(text, filter), (&dossier, 1), &mut Evaluator::default(), &mut RecentlyShown::default())
                .adds
        };
        assert_eq!(adds("id:japan", &[]), ["japan".into()]);
        assert_eq!(adds("id:japan", &["japan"]), []);
        let tied = adds("from:japan -status:actual", &["japan"]);
        assert!(tied.len() > 3 && !tied.contains(&"japan".into()), "{tied:?}");
        assert_eq!(adds("", &[]), []);
        assert_eq!(asked("id:japan", "").adds, [], "where all is shown already");
    }

    #[test]
    fn values_of_a_test_that_is_denied_are_counted_as_left_out() {
        for (text, leaves_out) in [
            ("from:japan -status:", true),
            ("from:japan NOT status:", true),
            ("-", true),
            ("-has:(rel:held_", false),
            ("from:japan status:", false),
            ("-kind:state status:", false),
            ("from:japan -(", false),
        ] {
            let reply = asked(text, "");
            assert!(!reply.completions.is_empty(), "{text}");
            assert!(reply.completions.iter().all(|offer| offer.leaves_out == leaves_out), "{text}");
        }
        let reply = asked("from:japan -status:", "");
        assert_eq!(offered(&reply)[..2], [("planned", Some(6)), ("actual", Some(5))]);
    }

    #[test]
    fn plain_words_find_names_and_a_question_does_not() {
        let reply = asked("tokyo", "kind:meeting");
        assert!(reply.is_plain && reply.names.len() == 1, "{:?}", reply.names);
        assert!(!reply.finds_any() && reply.finds_elsewhere, "no meeting has the word, but Japan does");
        let reply = asked("kind:tokyo", "");
        assert!(!reply.is_plain && reply.names.is_empty() && !reply.finds_any());
    }

    #[test]
    fn what_is_found_is_told_apart_from_what_possibly_is_and_from_what_else_is_drawn() {
        let reply = asked("kind:dialogue as-of:2014-06", "");
        assert_eq!((reply.entities.certain, reply.entities.possible), (3, 3));
        assert_eq!(reply.asks_for, (true, false));
        let within = asked("kind:dialogue", "near:japan");
        let all = asked("kind:dialogue", "");
        assert!(within.entities.certain < all.entities.certain && within.entities.of < all.entities.of);
        assert_eq!(asked("", "kind:state").understood, "");
    }
}
