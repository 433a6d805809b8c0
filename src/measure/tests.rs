//! Measures against what igraph and networkx say (`tests/data/measures/expected.py` has how), against known values, and what
//! holds for all of them.

use proptest::prelude::*;
use serde_json::Value;

use super::dice::Dice;
use super::settings::EXACT_NODES;
use super::*;

/// What was measured elsewhere, by name.
const NETWORKS: &[(&str, &str)] = &[
    ("karate", include_str!("../../tests/data/measures/karate.json")),
    ("path", include_str!("../../tests/data/measures/path.json")),
    ("star_out", include_str!("../../tests/data/measures/star_out.json")),
    ("directed", include_str!("../../tests/data/measures/directed.json")),
    ("weighted", include_str!("../../tests/data/measures/weighted.json")),
    ("directed_weighted", include_str!("../../tests/data/measures/directed_weighted.json")),
    ("apart", include_str!("../../tests/data/measures/apart.json")),
    ("parallel", include_str!("../../tests/data/measures/parallel.json")),
    ("loops", include_str!("../../tests/data/measures/loops.json")),
    ("blocks", include_str!("../../tests/data/measures/blocks.json")),
];
/// How far values may be off.
const NEAR: f64 = 1e-9;

fn ties(pairs: &[(u32, u32)]) -> Vec<Edge> {
    pairs.iter().map(|&(from, to)| Edge { from, to, weight: 1.0, directed: false }).collect()
}

fn arcs(pairs: &[(u32, u32)]) -> Vec<Edge> {
    pairs.iter().map(|&(from, to)| Edge { from, to, weight: 1.0, directed: true }).collect()
}

fn measured(name: &str, network: &Network, settings: &Settings) -> Measured {
    named(name).unwrap().measure(network, settings, &Progress::new()).unwrap()
}

fn values(name: &str, nodes: usize, edges: Vec<Edge>) -> Vec<f64> {
    let found = measured(name, &Network::new(nodes, edges), &Settings::default());
    found.values.into_iter().map(|value| value.unwrap_or(f64::NAN)).collect()
}

fn word<T: Copy>(all: &[(&str, T)], word: &Value) -> T {
    all.iter().find(|(one, _)| word == one).unwrap_or_else(|| panic!("{word}")).1
}

fn is_near(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= NEAR * expected.abs().max(1.0),
        (None, None) => true,
        _ => false,
    }
}

/// A network that was measured elsewhere, with all that was found.
fn network_of(told: &Value) -> (Network, Vec<u32>) {
    let edge = |edge: &Value| Edge {
        from: edge[0].as_u64().unwrap() as u32,
        to: edge[1].as_u64().unwrap() as u32,
        weight: edge[2].as_f64().unwrap(),
        directed: edge[3].as_bool().unwrap(),
    };
    let nodes = told["nodes"].as_u64().unwrap() as usize;
    let edges = told["edges"].as_array().unwrap().iter().map(edge).collect();
    (Network::new(nodes, edges), (0..nodes as u32).map(|v| v % 3).collect())
}

#[test]
fn values_are_those_of_igraph_and_networkx() {
    let mut compared = std::collections::BTreeSet::new();
    for (name, text) in NETWORKS {
        let told: Value = serde_json::from_str(text).unwrap();
        let (network, kinds) = network_of(&told);
        for expected in told["expected"].as_array().unwrap() {
            let settings = Settings {
                weighting: word(Weighting::ALL, &expected["weighting"]),
                way: Some(word(Way::ALL, &expected["way"])),
                ..Settings::default()
            };
            let measure = expected["measure"].as_str().unwrap();
            compared.insert(measure.to_owned());
            let found = measured(measure, &network, &settings).values;
            let values = expected["values"].as_array().unwrap();
            assert_eq!(found.len(), values.len());
            for (node, (found, expected)) in found.into_iter().zip(values).enumerate() {
                let expected = expected.as_f64();
                assert!(is_near(found, expected), "{name} {measure} {settings:?} node {node}: {found:?} {expected:?}");
            }
        }
        let progress = Progress::new();
        let subject = Subject { network: &network, kinds: &kinds, settings: Settings::default(), progress: &progress };
        let found = wholes(&subject).unwrap();
        for (key, expected) in told["whole"].as_object().unwrap() {
            let row = found.iter().find(|row| row.name == key).unwrap();
            assert!(is_near(row.value, expected.as_f64()), "{name} {key}: {:?} {expected}", row.value);
        }
    }
    let all: Vec<&str> = ALL_NAMES.iter().copied().filter(|name| *name != "community").collect();
    assert!(all.iter().all(|name| compared.contains(*name)), "{compared:?}");
}

#[test]
fn names_are_words_of_their_own() {
    for (number, measure) in MEASURES.iter().enumerate() {
        assert!(measure.name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        assert!(measure.says().ends_with('.') && measure.says().len() < 90, "{}", measure.name);
        assert!(MEASURES[..number].iter().all(|m| m.name != measure.name && m.label() != measure.label()));
    }
    assert_eq!(NAMES, ["degree", "betweenness", "closeness", "pagerank"]);
}

#[test]
fn the_middle_of_a_star_leads_by_every_ranking() {
    let star: Vec<(u32, u32)> = (1..8).map(|i| (i, 0)).collect();
    for measure in RANKINGS {
        let found = measure.ranks(&Network::new(8, arcs(&star)), &Progress::new()).unwrap();
        assert!((1..8).all(|i| found[0] > found[i]), "{} {found:?}", measure.name);
        assert!((2..8).all(|i| (found[i] - found[1]).abs() < 1e-6), "{} {found:?}", measure.name);
    }
}

#[test]
fn known_networks_have_known_values() {
    let path = ties(&[(0, 1), (1, 2), (2, 3), (3, 4)]);
    assert_eq!(values("degree", 5, path.clone()), [1.0, 2.0, 2.0, 2.0, 1.0]);
    // Pairs whose only way leads through.
    assert_eq!(values("betweenness", 5, path.clone()), [0.0, 3.0, 4.0, 3.0, 0.0]);
    assert_eq!(values("cut_point", 5, path.clone()), [0.0, 1.0, 1.0, 1.0, 0.0]);
    // Four others over the sum of the ways to them.
    for (found, sum) in values("closeness", 5, path).iter().zip([10.0, 7.0, 6.0, 7.0, 10.0]) {
        assert!((found - 4.0 / sum).abs() < 1e-12);
    }
    // Two ways around a square share each pair.
    assert_eq!(values("betweenness", 4, ties(&[(0, 1), (1, 2), (2, 3), (3, 0)])), [0.5; 4]);
    // Around a directed ring nobody leads; the values sum to one.
    let rank = values("pagerank", 3, arcs(&[(0, 1), (1, 2), (2, 0)]));
    assert!(rank.iter().all(|r| (r - 1.0 / 3.0).abs() < 1e-9), "{rank:?}");
    // Nothing at all, and one node alone, are networks too.
    for measure in MEASURES {
        assert_eq!(values(measure.name, 0, Vec::new()).len(), 0);
        let alone = measured(measure.name, &Network::new(1, ties(&[(0, 0)])), &Settings::default());
        assert_eq!(alone.values.len(), 1);
    }
}

#[test]
fn two_relations_of_one_pair_are_no_bridge() {
    let network = Network::new(4, ties(&[(2, 1), (1, 0), (2, 3), (3, 2)]));
    assert_eq!(bridges(&network, &Progress::new()).unwrap(), [(0, 1), (1, 2)]);
}

#[test]
fn weights_that_are_no_lengths_count_as_one() {
    let edges = |weights: [f64; 3]| {
        let edge = |(at, weight): (usize, f64)| Edge { from: at as u32, to: at as u32 + 1, weight, directed: false };
        weights.into_iter().enumerate().map(edge).collect::<Vec<_>>()
    };
    let settings = Settings { weighting: Weighting::Distance, ..Settings::default() };
    let ones = measured("closeness", &Network::new(4, edges([1.0; 3])), &settings);
    assert_eq!(measured("closeness", &Network::new(4, edges([f64::NAN, 0.0, -3.0])), &settings), ones);
    // Lengths that differ by rounding alone are the same: both ways around the square count.
    let square = [(0, 1, 0.1), (1, 2, 0.2), (0, 3, 0.15), (3, 2, 0.15)];
    let square = square.map(|(from, to, weight)| Edge { from, to, weight, directed: false });
    let found = measured("betweenness", &Network::new(4, square.to_vec()), &settings);
    assert_eq!(found.values, [1.0, 0.5, 0.0, 0.5].map(Some));
}

/// Networks of several sorts: random, with hubs, falling apart; some directed, some weighted.
fn random_network(number: u64) -> (Network, Settings) {
    let mut dice = Dice::numbered(3, number);
    let nodes = 60 + dice.below(60);
    let mut edges = Vec::new();
    for v in 1..nodes {
        for _ in 0..1 + number as usize % 3 {
            // Of odd ones the first are met more often.
            let most = if number % 2 == 1 { dice.below(v) + 1 } else { nodes };
            let (from, to) = (v as u32, dice.below(most) as u32);
            edges.push(Edge { from, to, weight: 1.0 + dice.below(4) as f64, directed: number.is_multiple_of(5) });
        }
    }
    let weighting = [Weighting::Once, Weighting::Each, Weighting::Distance][number as usize % 3];
    let way = number.is_multiple_of(5).then_some(Way::Out);
    (Network::new(nodes, edges), Settings { weighting, way, ..Settings::default() })
}

#[test]
fn estimated_betweenness_is_within_its_bound() {
    for number in 0..20 {
        let (network, exact) = random_network(number);
        let sampled = Settings { exact_nodes: 10, error: 0.05, seed: number, ..exact };
        let (truth, guess) = (measured("betweenness", &network, &exact), measured("betweenness", &network, &sampled));
        let (bound, pairs) = (guess.bound.unwrap(), network.nodes() as f64 * (network.nodes() as f64 - 1.0));
        let all = if exact.way.is_some() { pairs } else { pairs / 2.0 };
        assert!((bound - 0.05 * all).abs() < 1e-9 && truth.bound.is_none());
        let off = truth.values.iter().zip(&guess.values).map(|(a, b)| (a.unwrap() - b.unwrap()).abs());
        let worst = off.fold(0.0, f64::max);
        assert!(worst <= bound, "network {number}: off by {worst}, bound {bound}");
        assert!(worst > 0.0, "network {number} was sampled");
        assert!(guess.note.unwrap().contains("paths"));
    }
}

#[test]
fn large_networks_tell_who_leads() {
    // A tree of hubs: 0 is tied to 1 to 120, each of these to 180 more.
    let hubs = (1..=120u32).map(|h| (0, h));
    let leaves = (1..=120u32).flat_map(|h| (0..180).map(move |l| (h, 121 + (h - 1) * 180 + l)));
    let pairs: Vec<(u32, u32)> = hubs.chain(leaves).collect();
    let nodes = 121 + 120 * 180;
    assert!(nodes > EXACT_NODES);
    for name in ["closeness", "harmonic"] {
        let found = values(name, nodes, ties(&pairs));
        let least_hub = found[1..=120].iter().copied().fold(f64::MAX, f64::min);
        let most_leaf = found[121..].iter().copied().fold(0.0, f64::max);
        assert!(found[0] > least_hub && least_hub > most_leaf, "{name}: {} {least_hub} {most_leaf}", found[0]);
    }
    let settings = Settings { error: 0.03, ..Settings::default() };
    let found = measured("betweenness", &Network::new(nodes, ties(&pairs)), &settings);
    let all = nodes as f64 * (nodes as f64 - 1.0) / 2.0;
    // Every pair below two hubs meets in the middle.
    let true_middle = all - 120.0 * 181.0 * 180.0 / 2.0 - (nodes as f64 - 1.0);
    assert!((found.values[0].unwrap() - true_middle).abs() <= found.bound.unwrap());
}

#[test]
fn communities_hang_together_and_are_as_good_as_known() {
    let (network, _) = network_of(&serde_json::from_str(NETWORKS[0].1).unwrap());
    // The optimum of this network is known (Brandes and others 2008).
    for seed in 1..20 {
        let settings = Settings { seed, ..Settings::default() };
        let (groups, modularity) = communities::found(&network, &settings, &Progress::new()).unwrap();
        assert!((0.415..0.419791).contains(&modularity), "{modularity}");
        let inside = network.edges().iter().filter(|e| groups[e.from as usize] == groups[e.to as usize]);
        let parts = components::components(&Network::new(network.nodes(), inside.copied().collect()));
        assert_eq!(parts.iter().max(), groups.iter().max(), "each community is one component");
    }
}

#[test]
fn a_measure_stops_when_asked_to() {
    let progress = Progress::new();
    progress.cancel();
    let network = Network::new(50, ties(&(0..49).map(|i| (i, i + 1)).collect::<Vec<_>>()));
    let at_once = ["degree", "in_degree", "out_degree", "strength", "in_strength", "out_strength"];
    for measure in MEASURES.iter().filter(|m| !at_once.contains(&m.name)) {
        assert!(measure.measure(&network, &Settings::default(), &progress).is_err(), "{}", measure.name);
    }
    let sampled = Settings { exact_nodes: 1, ..Settings::default() };
    assert!(named("betweenness").unwrap().measure(&network, &sampled, &progress).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn values_are_finite_and_the_same_for_any_number_of_threads(
        nodes in 1usize..40,
        raw in prop::collection::vec((0u32..40, 0u32..40, 0u32..3, any::<bool>()), 0..90),
        weighting in prop::sample::select(Weighting::ALL),
        way in prop::option::of(prop::sample::select(Way::ALL)),
    ) {
        let n = nodes as u32;
        let edge = |(a, b, w, directed)| Edge { from: a % n, to: b % n, weight: f64::from(w) * 0.7, directed };
        let edges: Vec<Edge> = raw.into_iter().map(edge).collect();
        let pool = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let (one, two) = (pool(1), pool(2));
        let exact = Settings { weighting: weighting.1, way: way.map(|way| way.1), ..Settings::default() };
        let sampled = Settings { exact_nodes: 5, error: 0.1, ..exact };
        for settings in [exact, sampled] {
            for measure in MEASURES {
                let run = || measured(measure.name, &Network::new(nodes, edges.clone()), &settings);
                let first = one.install(run);
                prop_assert!(first.values.len() == nodes && first.values.iter().flatten().all(|v| v.is_finite() && *v >= 0.0));
                prop_assert_eq!(&first, &two.install(run));
            }
            let whole = || {
                let (network, progress) = (Network::new(nodes, edges.clone()), Progress::new());
                wholes(&Subject { network: &network, kinds: &vec![0; nodes], settings, progress: &progress }).unwrap()
            };
            prop_assert_eq!(one.install(whole), two.install(whole));
        }
    }
}
