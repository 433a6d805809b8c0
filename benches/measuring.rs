//! Measures at size: how long each takes on 100,000 entities with 300,000 relations, random and with hubs. Prints those with an
//! aim first; `CHANCERY_ENTITIES` sets another size. How good the communities are is measured by `communities.py`.

use std::time::Instant;

use chancery::dossier::model::{Dossier, Entity, Relation, Vocabulary};
use chancery::explore::measuring::{Certainty, Counted};
use chancery::explore::query::filter::Filter;

/// How many milliseconds each may take.
const AIMS: &[(&str, f64)] =
    &[("pagerank", 1_000.0), ("component", 1_000.0), ("core", 1_000.0), ("community", 5_000.0)];
const OTHERS: &[&str] =
    &["degree", "eigenvector", "katz", "clustering", "constraint", "cut_point", "closeness", "harmonic", "betweenness"];

fn main() {
    let entities: usize = std::env::var("CHANCERY_ENTITIES").ok().and_then(|v| v.parse().ok()).unwrap_or(100_000);
    for (name, hubs) in [("random", false), ("with hubs", true)] {
        let dossier = dossier(entities, hubs);
        println!("{name}: {} entities, {} relations", dossier.entity_count(), dossier.relation_count());
        let begun = Instant::now();
        let shown = Filter::default().apply(&dossier);
        let subject = Counted::new(&dossier, &shown, None, Certainty::default());
        println!("{:8.0} ms  counting", begun.elapsed().as_secs_f64() * 1e3);
        let aimed = AIMS.iter().map(|(name, aim)| (*name, Some(*aim)));
        for (name, aim) in aimed.chain(OTHERS.iter().map(|name| (*name, None))) {
            let begun = Instant::now();
            let found = subject.values(name).expect("a measure of this name");
            let took = begun.elapsed().as_secs_f64() * 1e3;
            assert_eq!(found.len(), entities);
            let aim = aim.map(|aim| format!(" (aim {aim:.0})")).unwrap_or_default();
            println!("{took:8.0} ms  {name}{aim}");
        }
    }
}

/// Three relations from each entity: to any, or to the ends of relations that are there, so that what has many gets more.
fn dossier(entities: usize, hubs: bool) -> Dossier {
    let mut dossier = Dossier::new(Vocabulary::default());
    for n in 0..entities {
        dossier.add_entity(Entity::new(format!("e{n}").as_str(), "node", format!("Entity {n}"))).expect("ids differ");
    }
    let mut seed = 1u64;
    let mut below = |end: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((u128::from(seed) * end as u128) >> 64) as usize
    };
    let mut ends: Vec<usize> = vec![0];
    for from in 0..entities {
        for _ in 0..3 {
            let to = if hubs { ends[below(ends.len())] } else { below(entities) };
            ends.extend([from, to]);
            let relation = Relation::new(format!("e{from}").as_str(), "tie", format!("e{to}").as_str());
            dossier.add_relation(relation).expect("ends are there");
        }
    }
    dossier
}
