//! Where a claim says something in a text that was read before.

use super::record::unwrapped;
use crate::dossier::ron_text::file_text::FileText;
use crate::dossier::ron_text::tree::{NodeId, NodeKind};

/// Bytes of what claim number `at` of a record says in a field, for whoever found it to be wrong.
/// Claims that could not be read do not count.
pub(crate) fn bytes_in_claim(file: &FileText, record: NodeId, at: usize, field: &str) -> Option<(usize, usize)> {
    let (tree, text) = (&file.tree, &*file.text);
    let inner = |node: NodeId, name: &str| tree.field(node, name, text).and_then(|n| unwrapped(file, n));
    let list = inner(record, "claims")?;
    let claims = tree.children(list).filter_map(|node| unwrapped(file, node));
    let mut readable = claims.filter(|claim| {
        let source = inner(*claim, "source").and_then(|n| file.text_of(n));
        tree.kind(*claim) == NodeKind::Group && source.is_some_and(|s| !s.trim().is_empty())
    });
    let claim = readable.nth(at)?;
    let node = match field {
        "source" => inner(claim, "source"),
        _ => inner(claim, "basis").and_then(|basis| inner(basis, field)),
    };
    node.map(|node| file.bytes(node))
}
