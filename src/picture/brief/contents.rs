//! What a brief says, as blocks: who is who, relations, what was when, what is uncertain. How it looks is not known here.

use std::collections::HashSet;

use super::{Block, Line, Run};
use crate::dossier::model::{Date, Dossier, Status};
use crate::explore::account::{Account, ClaimAccount, Facts, SourceAccount};
use crate::explore::evidence::{Gap, Ledger, RecordAt, called, clashes, gaps, rests};
use crate::explore::query::filter::Shown;
use crate::progress::Progress;
use crate::wording::{capital, counted};

/// Things that are told one by one at most: nobody reads more.
const MOST: usize = 5_000;
/// Gaps in the evidence that a reader of the brief should know of; the others are the author's own work.
const TOLD_GAPS: &[&str] = &["no_source", "low_and_alone", "date_inferred"];

/// Everything that a brief says of what is shown, and the sources by number.
pub(super) fn contents(dossier: &Dossier, shown: &Shown) -> (Vec<Block>, Vec<SourceAccount>) {
    let account = Account::of(dossier, shown);
    let mut blocks = Vec::new();
    if account.entities.len() + account.relations.len() > MOST {
        let many = "Entities and relations are too many to be listed here; narrow the view to list them.";
        blocks.push(Block::Paragraph(vec![Run::Plain(many.to_owned())]));
        return (blocks, account.sources);
    }
    table(&mut blocks, "Who is who", &[("Name", 24), ("Kind", 13), ("When", 18), ("What is known", 45)], who(&account));
    let heads = &[("Relation", 34), ("When", 18), ("On what it rests", 48)];
    table(&mut blocks, "Relations", heads, relations(&account));
    table(&mut blocks, "Timeline", &[("When", 26), ("What", 60), ("Sources", 14)], timeline(dossier, shown, &account));
    uncertain(&mut blocks, dossier, shown);
    (blocks, account.sources)
}

fn table(
    blocks: &mut Vec<Block>,
    title: &'static str,
    heads: &'static [(&'static str, u32)],
    rows: Vec<Vec<Vec<Line>>>,
) {
    if !rows.is_empty() {
        blocks.extend([Block::Heading(title), Block::Table { heads, rows }]);
    }
}

fn plain(text: impl Into<String>) -> Line {
    vec![Run::Plain(text.into())]
}

fn who(account: &Account) -> Vec<Vec<Vec<Line>>> {
    let row = |entity: &crate::explore::account::EntityAccount| {
        let mut name = vec![vec![Run::Strong(entity.name.clone())]];
        if !entity.other_names.is_empty() {
            let mut others = Line::new();
            for other in &entity.other_names {
                if !others.is_empty() {
                    // The sign stays with the name before it.
                    others.push(Run::Faint("\u{a0}· ".to_owned()));
                }
                others.push(Run::Faint(other.clone()));
            }
            name.push(others);
        }
        let known = entity.facts.summary.iter().map(plain).chain(claims(&entity.facts)).collect();
        vec![name, vec![plain(&entity.kind)], when(&entity.facts), known]
    };
    account.entities.iter().map(row).collect()
}

fn relations(account: &Account) -> Vec<Vec<Vec<Line>>> {
    let row = |relation: &crate::explore::account::RelationAccount| {
        let known = relation.facts.summary.iter().map(plain).chain(claims(&relation.facts)).collect();
        vec![vec![vec![Run::Strong(relation.sentence.clone())]], when(&relation.facts), known]
    };
    account.relations.iter().map(row).collect()
}

/// The date in words, and that something is not so yet.
fn when(facts: &Facts) -> Vec<Line> {
    let doubt = facts.doubt().map(|doubt| vec![Run::Faint(doubt.to_owned())]);
    facts.when.iter().map(plain).chain(doubt).collect()
}

/// What carries it: claims that only name a place in one line, those that say more in lines of their own.
fn claims(facts: &Facts) -> Vec<Line> {
    let (brief, long): (Vec<&ClaimAccount>, Vec<&ClaimAccount>) = facts
        .claims
        .iter()
        .partition(|claim| claim.source.is_some() && claim.quote.is_none() && claim.manner.is_none() && !claim.denies);
    let mut places = Line::new();
    for one in brief {
        if !places.is_empty() {
            places.push(Run::Plain("; ".to_owned()));
        }
        places.extend(claim(one));
    }
    let long = long.into_iter().map(claim);
    (!places.is_empty()).then_some(places).into_iter().chain(long).collect()
}

/// `[1], P5.1, as Anna reported: “…”`
fn claim(claim: &ClaimAccount) -> Line {
    let mut line = vec![claim.source.map_or_else(|| Run::Plain("Without a source".to_owned()), Run::Source)];
    let said = [claim.at.clone(), claim.denies.then(|| "denies it".to_owned()), claim.manner.clone()];
    let said: String = said.into_iter().flatten().map(|part| format!(", {part}")).collect();
    if !said.is_empty() {
        line.push(Run::Plain(said));
    }
    if let Some(quote) = &claim.quote {
        line.extend([Run::Plain(": ".to_owned()), Run::Quote(quote.clone())]);
    }
    line
}

/// Everything that has a date, by when it begins.
fn timeline(dossier: &Dossier, shown: &Shown, account: &Account) -> Vec<Vec<Vec<Line>>> {
    let entities = shown.entities.iter().filter_map(|at| dossier.entity(*at)).zip(&account.entities);
    let relations = shown.relations.iter().filter_map(|at| dossier.relation(*at)).zip(&account.relations);
    let of_entities = entities.filter_map(|(entity, told)| {
        let what = vec![Run::Strong(told.name.clone()), Run::Faint(format!(", {}", told.kind))];
        Some((&entity.when.as_ref()?.date, what, &told.facts))
    });
    let of_relations = relations
        .filter_map(|(relation, told)| Some((&relation.when.as_ref()?.date, plain(&told.sentence), &told.facts)));
    let mut all: Vec<(&Date, Line, &Facts)> = of_entities.chain(of_relations).collect();
    all.sort_by_key(|(date, ..)| date.sort_key());
    let row = |(_, what, facts): (&Date, Line, &Facts)| vec![when(facts), vec![what], vec![numbers(facts)]];
    all.into_iter().map(row).collect()
}

/// The numbers of the sources, each once.
fn numbers(facts: &Facts) -> Line {
    let mut numbers: Vec<usize> = facts.claims.iter().filter(|claim| !claim.denies).filter_map(|c| c.source).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut line = Line::new();
    for number in numbers {
        if !line.is_empty() {
            line.push(Run::Plain(" ".to_owned()));
        }
        line.push(Run::Source(number));
    }
    line
}

/// What is contradicted, only planned, or rests on little.
fn uncertain(blocks: &mut Vec<Block>, dossier: &Dossier, shown: &Shown) {
    let entities = shown.entities.iter().map(|at| RecordAt::Entity(*at));
    let all: Vec<RecordAt> = entities.chain(shown.relations.iter().map(|at| RecordAt::Relation(*at))).collect();
    let known: HashSet<RecordAt> = all.iter().copied().collect();
    let is_shown = |record: &RecordAt| known.contains(record);
    let mut parts: Vec<(String, Vec<Line>)> = Vec::new();
    let clash = clashes(dossier).into_iter().filter(|clash| is_shown(&clash.record));
    let clash =
        clash.map(|clash| vec![Run::Strong(called(dossier, clash.record)), Run::Plain(format!(". {}", clash.says))]);
    parts.push(("Contradicted".to_owned(), clash.collect()));
    let status = |record: &RecordAt| match record {
        RecordAt::Entity(at) => dossier.entity(*at).map(|entity| entity.status),
        RecordAt::Relation(at) => dossier.relation(*at).map(|relation| relation.status),
    };
    let names = |records: &[RecordAt]| -> Vec<Line> {
        records.iter().filter(|record| is_shown(record)).map(|record| plain(called(dossier, *record))).collect()
    };
    for meant in Status::ALL.iter().map(|(_, status)| *status).filter(|meant| meant.is_prospective()) {
        let of: Vec<RecordAt> = all.iter().copied().filter(|record| status(record) == Some(meant)).collect();
        parts.push((capital(meant.word()), names(&of)));
    }
    // Nobody can cancel this.
    let rests = rests(&Ledger::new(dossier), &Progress::new()).unwrap_or_default();
    parts.push(("Inferred, not stated in any source".to_owned(), names(&rests.on_inference)));
    parts.push(("Reported by one person only".to_owned(), names(&rests.on_one_word)));
    let told = |gap: &Gap| TOLD_GAPS.contains(&gap.word);
    parts.extend(
        gaps(dossier).into_iter().filter(|(gap, _)| told(gap)).map(|(gap, of)| (gap.title.to_owned(), names(&of))),
    );
    parts.retain(|(_, lines)| !lines.is_empty());
    if parts.is_empty() {
        return;
    }
    blocks.push(Block::Heading("What is uncertain"));
    let one_source = rests.on_one_source.iter().filter(|record| is_shown(record)).count();
    if one_source > 0 {
        let records = counted(one_source, "entity or relation has", "entities and relations have");
        blocks.push(Block::Paragraph(plain(format!("{} only one source.", capital(&records)))));
    }
    for (title, lines) in parts {
        blocks.extend([Block::Subheading(title), Block::List(lines)]);
    }
}
