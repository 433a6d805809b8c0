//! What is asked of the network beside looking at it: why entities are connected, what the evidence carries, and measures. What is asked
//! and which answer one looks at is here; answers are worked out off the frame, and how they look is the panels' to say.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{ItemId, Session};
use crate::dossier::document::Snapshot;
use crate::dossier::edit::{ClaimOwner, Touched};
use crate::dossier::model::{Date, EntityId, RelationId};
use crate::explore::chains::{Connection, Finder, How, Link, Question};
use crate::explore::communities::Communities;
use crate::explore::evidence::{EvidenceFound, NamedEvidence, RecordAt, find, id_of};
use crate::explore::query::between::Between;
use crate::explore::query::filter::Filter;
use crate::explore::ranking::{Course, Ranking, course};
use crate::measure;
use crate::progress::{Cancelled, Progress};
use crate::window::action::Towards;

/// What is to be found out, and in which state of which document: opened, revision, and the number of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExploreKey {
    Chains(u64, u64, u64),
    Evidence(u64, u64, u64),
    Ranking(u64, u64, u64),
    Course(u64, u64, u64),
    Communities(u64, u64),
}

/// Something to be found out.
pub(crate) struct Exploration {
    pub(crate) key: ExploreKey,
    snapshot: Arc<Snapshot>,
    asked: Asked,
}

enum Asked {
    Chains(Box<Question>),
    Evidence(NamedEvidence),
    Ranking(Measured),
    Course(Measured),
    /// With those that were found before.
    Communities(Option<Arc<Communities>>),
}

/// What is measured: what the filter shows at a date, and one entity by one measure over the years.
#[derive(Clone, Debug, PartialEq)]
struct Measured {
    filter: Filter,
    as_of: Option<Date>,
    course: (EntityId, &'static str),
}

impl Measured {
    /// Whether all entities are measured the same.
    fn has_ranking_of(&self, other: &Measured) -> bool {
        (&self.filter, &self.as_of) == (&other.filter, &other.as_of)
    }

    /// Whether the course is the same: it covers all years.
    fn has_course_of(&self, other: &Measured) -> bool {
        (&self.filter, &self.course) == (&other.filter, &other.course)
    }
}

/// What was found out.
pub(crate) enum Found {
    /// With the date as of which they hold.
    Chains(Connection, Option<Date>),
    Evidence(EvidenceFound),
    Ranking(Ranking),
    Course(Course),
    Communities(Communities),
}

impl Exploration {
    /// Finds it out.
    ///
    /// # Errors
    /// [`Cancelled`] if asked to stop.
    pub(crate) fn run(&self, progress: &Progress) -> Result<Found, Cancelled> {
        let dossier = self.snapshot.dossier();
        match &self.asked {
            Asked::Chains(question) => {
                let found = Finder::default().ask(dossier, 0, question, progress)?;
                Ok(Found::Chains(found, question.as_of.clone()))
            }
            Asked::Evidence(named) => find(dossier, named, progress).map(Found::Evidence),
            Asked::Ranking(of) => {
                let shown = of.filter.apply(dossier);
                Ranking::new(dossier, &shown, of.as_of.as_ref(), progress).map(Found::Ranking)
            }
            Asked::Course(of) => {
                let (entity, measure) = &of.course;
                let subject = dossier.entity_index(entity.as_str()).zip(measure::named(measure));
                let Some(subject) = subject else { return Ok(Found::Course(Course { points: Vec::new() })) };
                course(dossier, &of.filter.apply(dossier), subject, progress).map(Found::Course)
            }
            Asked::Communities(before) => {
                Communities::of_whole(dossier, before.as_deref(), progress).map(Found::Communities)
            }
        }
    }
}

/// An answer with what it answers.
type Known<T> = Option<(ExploreKey, Arc<T>)>;

/// What is asked, and what is known of it.
#[derive(Default)]
pub(super) struct Exploring {
    why: Option<Question>,
    connection: Known<(Connection, Option<Date>)>,
    /// Which chain one looks at, and which link of it.
    chain: usize,
    link: Option<usize>,
    /// Of which state somebody wants to know the evidence.
    evidence_wanted: Option<ExploreKey>,
    struck: NamedEvidence,
    evidence: Known<EvidenceFound>,
    /// What somebody wants to know measures of, in which state of which document.
    measured: Option<(u64, u64, Measured)>,
    ranking: Known<Ranking>,
    course: Known<Course>,
    /// Grow with each question of theirs.
    asked: [u64; 4],
    /// What could not be found out, through a fault of ours.
    failed: Vec<ExploreKey>,
}

impl Exploring {
    /// Claims are struck by their numbers, which a change may give to others.
    pub(super) fn forget_struck_claims(&mut self) {
        if !self.struck.claims.is_empty() {
            self.struck.claims.clear();
            self.asked[1] += 1;
        }
    }
}

impl Session {
    fn chains_key(&self) -> ExploreKey {
        ExploreKey::Chains(self.opened, self.revision, self.exploring.asked[0])
    }

    fn evidence_key(&self) -> ExploreKey {
        ExploreKey::Evidence(self.opened, self.revision, self.exploring.asked[1])
    }

    fn ranking_key(&self) -> ExploreKey {
        ExploreKey::Ranking(self.opened, self.revision, self.exploring.asked[2])
    }

    fn course_key(&self) -> ExploreKey {
        ExploreKey::Course(self.opened, self.revision, self.exploring.asked[3])
    }

    fn communities_key(&self) -> ExploreKey {
        ExploreKey::Communities(self.opened, self.revision)
    }

    /// What is to be found out now, the most urgent first.
    pub(crate) fn explorations_wanted(&self) -> Vec<Exploration> {
        let all = &self.exploring;
        let is_known = |key: ExploreKey, known: Option<ExploreKey>| known == Some(key) || all.failed.contains(&key);
        let exploration = |key, asked| Exploration { key, snapshot: self.document.snapshot(), asked };
        let mut wanted = Vec::new();
        let (chains, evidence) = (self.chains_key(), self.evidence_key());
        if let Some(question) = self.why()
            && self.connection().is_none()
            && !is_known(chains, None)
        {
            let question = Question { as_of: self.as_of().cloned(), ..question.clone() };
            wanted.push(exploration(chains, Asked::Chains(Box::new(question))));
        }
        if self.wants_evidence() && !is_known(evidence, all.evidence.as_ref().map(|(key, _)| *key)) {
            wanted.push(exploration(evidence, Asked::Evidence(all.struck.clone())));
        }
        if let Some((.., of)) = self.exploring.measured.as_ref().filter(|measured| self.is_measured(measured)) {
            let (ranking, course) = (self.ranking_key(), self.course_key());
            if !is_known(ranking, all.ranking.as_ref().map(|(key, _)| *key)) {
                wanted.push(exploration(ranking, Asked::Ranking(of.clone())));
            }
            if !is_known(course, all.course.as_ref().map(|(key, _)| *key)) {
                wanted.push(exploration(course, Asked::Course(of.clone())));
            }
        }
        if self.wants_communities() && !is_known(self.communities_key(), None) {
            wanted.push(exploration(self.communities_key(), Asked::Communities(self.communities().cloned())));
        }
        wanted
    }

    /// Something was found out.
    pub(crate) fn explored(&mut self, key: ExploreKey, found: Found) {
        match found {
            Found::Chains(connection, as_of) if key == self.chains_key() => {
                self.exploring.connection = Some((key, Arc::new((connection, as_of))));
                (self.exploring.chain, self.exploring.link) = (0, None);
            }
            Found::Evidence(found) if key == self.evidence_key() => {
                self.exploring.evidence = Some((key, Arc::new(found)));
            }
            Found::Ranking(found) if key == self.ranking_key() => {
                self.exploring.ranking = Some((key, Arc::new(found)));
            }
            Found::Course(found) if key == self.course_key() => {
                self.exploring.course = Some((key, Arc::new(found)));
            }
            Found::Communities(found) if key == self.communities_key() => self.communities_found(found),
            Found::Chains(..) | Found::Evidence(_) | Found::Ranking(_) | Found::Course(_) | Found::Communities(_) => {
                return;
            }
        }
        self.selection.touch();
    }

    /// Something cannot be found out, through a fault of ours.
    pub(crate) fn exploration_failed(&mut self, key: ExploreKey) {
        self.exploring.failed.push(key);
    }

    /// What is asked about a connection, as long as two of its ends are there.
    pub fn why(&self) -> Option<&Question> {
        let question = self.exploring.why.as_ref()?;
        let there = question.ends.iter().filter(|id| self.dossier().entity_index(id.as_str()).is_some());
        (there.count() > 1).then_some(question)
    }

    /// Follows entities that an edit renamed.
    pub(super) fn follow_renamed(&mut self, touched: &Touched) {
        for end in self.exploring.why.iter_mut().flat_map(|question| &mut question.ends) {
            *end = touched.entity_now(end);
        }
        for speaker in &mut self.exploring.struck.speakers {
            *speaker = touched.entity_now(&EntityId::from(speaker.as_str())).to_string();
        }
    }

    /// Asks why entities are connected, or ends that.
    pub(super) fn ask_why(&mut self, question: Option<Question>) {
        if question.is_none() {
            self.exploring.connection = None;
        }
        self.exploring.why = question;
        self.exploring.asked[0] += 1;
        self.selection.touch();
    }

    /// The selected entities are asked about; where they already are, the question ends.
    pub(super) fn why_selected(&mut self) {
        let ends = self.selected_entities();
        let known = self.why().map(|question| question.ends.clone()).unwrap_or_default();
        let question = (ends.len() > 1 && ends != known).then(|| Question::new(ends));
        self.ask_why(question);
    }

    /// The answer to the question, once it is known.
    pub(crate) fn connection(&self) -> Option<&Connection> {
        let (key, connection) = self.exploring.connection.as_ref()?;
        (*key == self.chains_key() && connection.1.as_ref() == self.as_of()).then_some(&connection.0)
    }

    /// Which chain one looks at, and which link of it.
    pub(crate) fn chain_shown(&self) -> (usize, Option<usize>) {
        (self.exploring.chain, self.exploring.link)
    }

    /// Looks at a chain, and perhaps a link of it.
    pub(super) fn show_chain(&mut self, chain: usize, link: Option<usize>) {
        let chains = self.connection().map_or(0, |connection| connection.chains.len());
        self.exploring.chain = chain.min(chains.saturating_sub(1));
        self.exploring.link = link;
        self.selection.touch();
    }

    /// Looks at the chain after the one that is looked at, or before; after the last comes the first.
    pub(super) fn step_chain(&mut self, towards: Towards) {
        let chains = self.connection().map_or(0, |connection| connection.chains.len()).max(1);
        let by = match towards {
            Towards::Next => 1,
            Towards::Previous => chains - 1,
        };
        self.show_chain((self.exploring.chain + by) % chains, None);
    }

    /// Goes along the chain that is looked at: the relation of its next link, or of the one before.
    pub(crate) fn along_chain(&self, towards: Towards) -> Option<(usize, Option<ItemId>)> {
        let links = &self.connection()?.chains.get(self.exploring.chain)?.links;
        let at = match (self.exploring.link, towards) {
            (None, Towards::Next) => 0,
            (None, Towards::Previous) => links.len() - 1,
            (Some(at), Towards::Next) => (at + 1) % links.len(),
            (Some(at), Towards::Previous) => (at + links.len() - 1) % links.len(),
        };
        let item = links.get(at)?.ties.first().map(|tie| match &tie.how {
            How::Relation(id) => ItemId::Relation(id.clone()),
            How::Quoted { speaker, .. } => ItemId::Entity(speaker.clone()),
        });
        Some((at, item))
    }

    /// What is struck.
    pub fn struck(&self) -> &NamedEvidence {
        &self.exploring.struck
    }

    /// Strikes evidence, instead of what was struck before.
    pub(super) fn strike(&mut self, evidence: NamedEvidence) {
        self.exploring.struck = evidence;
        self.exploring.asked[1] += 1;
        self.selection.touch();
    }

    /// Strikes a single claim beside what is struck already.
    pub(super) fn strike_claim(&mut self, of: &ClaimOwner, at: usize) {
        let Some(claim) = self.owner(of).map(|record| (record, at)) else { return };
        let mut struck = self.struck().clone();
        if !struck.claims.contains(&claim) {
            struck.claims.push(claim);
            self.strike(struck);
        }
    }

    fn owner(&self, of: &ClaimOwner) -> Option<RecordAt> {
        match of {
            ClaimOwner::Entity(id) => self.dossier().entity_index(id.as_str()).map(RecordAt::Entity),
            ClaimOwner::Relation(id) => self.dossier().relation_index(id.as_str()).map(RecordAt::Relation),
        }
    }

    /// Somebody looks at the evidence.
    pub(super) fn want_evidence(&mut self) {
        self.exploring.evidence_wanted = Some(self.evidence_key());
    }

    /// Whether anybody wants to know the evidence as it is now.
    pub(crate) fn wants_evidence(&self) -> bool {
        self.exploring.evidence_wanted == Some(self.evidence_key()) || !self.struck().is_empty()
    }

    /// Somebody looks at measures, and at one of an entity over the years.
    pub(super) fn want_measures(&mut self, course: (EntityId, &'static str)) {
        let now = Measured { filter: self.look.filter.clone(), as_of: self.as_of().cloned(), course };
        let before = self.exploring.measured.as_ref().map(|(.., measured)| measured);
        let is_other = [
            !before.is_some_and(|before| before.has_ranking_of(&now)),
            !before.is_some_and(|before| before.has_course_of(&now)),
        ];
        self.exploring.asked[2] += u64::from(is_other[0]);
        self.exploring.asked[3] += u64::from(is_other[1]);
        self.exploring.measured = Some((self.opened, self.revision, now));
    }

    /// Whether what is measured is what is shown now.
    fn is_measured(&self, (opened, revision, of): &(u64, u64, Measured)) -> bool {
        (*opened, *revision) == (self.opened, self.revision)
            && of.filter == self.look.filter
            && of.as_of.as_ref() == self.as_of()
    }

    /// Whether measures are wanted of what is shown now, and this one over the years.
    pub(crate) fn wants_measures(&self, course: &(EntityId, &'static str)) -> bool {
        let measured = self.exploring.measured.as_ref();
        measured.is_some_and(|measured| self.is_measured(measured) && measured.2.course == *course)
    }

    /// How what is shown now stands by all measures, once that is known.
    pub(crate) fn ranking(&self) -> Option<&Ranking> {
        self.exploring.measured.as_ref().filter(|measured| self.is_measured(measured))?;
        let (key, ranking) = self.exploring.ranking.as_ref()?;
        (*key == self.ranking_key()).then_some(&**ranking)
    }

    /// The measure over the years that is wanted, once it is known.
    pub(crate) fn course(&self) -> Option<&Course> {
        self.exploring.measured.as_ref().filter(|measured| self.is_measured(measured))?;
        let (key, course) = self.exploring.course.as_ref()?;
        (*key == self.course_key()).then_some(&**course)
    }

    /// What is known of the evidence.
    pub(crate) fn evidence(&self) -> Option<&EvidenceFound> {
        let (key, evidence) = self.exploring.evidence.as_ref()?;
        (*key == self.evidence_key()).then_some(&**evidence)
    }

    /// Whether the lists of two dates that are compared are looked at, and nothing else is.
    pub(crate) fn shows_comparison(&self) -> bool {
        let compares = self.look.period().compared().is_some();
        compares && self.selection().is_empty() && self.why().is_none() && self.struck().is_empty()
    }

    /// What became of a record, where two dates are compared: nothing for what stays, or is not shown.
    pub(crate) fn change_of(&self, item: &ItemId) -> Option<Between> {
        let compared = self.compared.as_deref().filter(|_| self.look.period().compared().is_some())?;
        match item {
            ItemId::Entity(id) => compared.of_entity(id),
            ItemId::Relation(id) => compared.of_relation(id),
        }
    }

    /// Takes back the last of what is asked: what is struck, then the question, then a comparison. Says whether there was
    /// anything.
    pub(super) fn leave_exploring(&mut self) -> bool {
        if self.exploring.struck != NamedEvidence::default() {
            self.strike(NamedEvidence::default());
            return true;
        }
        let was_asked = self.why().is_some();
        if was_asked {
            self.ask_why(None);
            return true;
        }
        let compared = self.shows_comparison();
        if compared {
            self.look.since = None;
        }
        compared
    }

    /// What is brought out: the chain or the part one looks at first, and what else was found. `None` where nothing is asked.
    pub(crate) fn brought_out(&self) -> Option<BroughtOut> {
        let mut out = BroughtOut::default();
        if let Some(fall) = self.evidence().and_then(|evidence| evidence.fall.as_ref()) {
            let items = |records: &[RecordAt]| records.iter().map(|record| self.item(*record)).collect::<BTreeSet<_>>();
            out.fallen = items(&fall.falls);
            out.first = items(&fall.weaker);
            out.first.extend(items(&fall.left_to_inference));
            out.ringed = items(&fall.kept_by_ties);
            return Some(out);
        }
        let question = self.why()?;
        out.ringed.extend(question.ends.iter().cloned().map(ItemId::Entity));
        let Some(connection) = self.connection() else { return Some(out) };
        for (number, chain) in connection.chains.iter().enumerate() {
            let set = if number == self.exploring.chain { &mut out.first } else { &mut out.others };
            chain.links.iter().for_each(|link| items_of(link, set));
        }
        connection.part.iter().for_each(|link| items_of(link, &mut out.first));
        out.others.extend(connection.common.iter().filter(|_| question.ends.len() > 2).cloned().map(ItemId::Entity));
        Some(out)
    }

    /// A record as what can be selected.
    pub(crate) fn item(&self, record: RecordAt) -> ItemId {
        let id = id_of(self.dossier(), record);
        match record {
            RecordAt::Entity(_) => ItemId::Entity(EntityId::from(id)),
            RecordAt::Relation(_) => ItemId::Relation(RelationId::from(id)),
        }
    }
}

/// What of the network an answer brings out.
#[derive(Debug, Default)]
pub(crate) struct BroughtOut {
    pub(crate) first: BTreeSet<ItemId>,
    pub(crate) others: BTreeSet<ItemId>,
    pub(crate) fallen: BTreeSet<ItemId>,
    pub(crate) ringed: BTreeSet<ItemId>,
}

/// The ends of a link and the relation that ties them best.
fn items_of(link: &Link, out: &mut BTreeSet<ItemId>) {
    out.extend([&link.from, &link.to].map(|id| ItemId::Entity(id.clone())));
    if let Some(How::Relation(id)) = link.ties.first().map(|tie| &tie.how) {
        out.insert(ItemId::Relation(id.clone()));
    }
}
