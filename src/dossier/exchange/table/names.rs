//! Finds nodes by what they are called, for tables whose ties name nodes and do not give their ids.

use super::super::texts::Index;
use crate::problem::Problem;

/// What a name says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Called {
    /// No node is called so.
    None,
    /// This one is, and no other.
    One(u32),
    /// So many are.
    Several(u32),
}

/// Nodes by name, and by name without regard to case and blanks.
#[derive(Debug, Default)]
pub(crate) struct Names {
    exact: Lookup,
    folded: Lookup,
}

#[derive(Debug, Default)]
struct Lookup {
    index: Index,
    /// The first node of each name, and how many are called so.
    nodes: Vec<(u32, u32)>,
}

impl Lookup {
    fn put(&mut self, name: &str, node: u32) -> Result<(), Problem> {
        let (number, new) = self.index.put(name)?;
        if new {
            self.nodes.push((node, 1));
        } else if let Some((first, count)) = self.nodes.get_mut(number as usize)
            && *first != node
        {
            *count = count.saturating_add(1);
        }
        Ok(())
    }

    fn find(&self, name: &str) -> Called {
        match self.index.find(name).and_then(|number| self.nodes.get(number as usize)) {
            None => Called::None,
            Some((node, 1)) => Called::One(*node),
            Some((_, count)) => Called::Several(*count),
        }
    }
}

impl Names {
    /// A node is called so.
    ///
    /// # Errors
    /// Too much text.
    pub(crate) fn put(&mut self, name: &str, node: u32) -> Result<(), Problem> {
        if name.is_empty() {
            return Ok(());
        }
        self.exact.put(name, node)?;
        self.folded.put(&folded(name), node)
    }

    /// The node called so, and whether the name is the same letter for letter.
    pub(crate) fn find(&self, name: &str) -> (Called, bool) {
        match self.exact.find(name) {
            Called::None => (self.folded.find(&folded(name)), false),
            found => (found, true),
        }
    }
}

fn folded(name: &str) -> String {
    name.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_two_nodes_is_none_of_them() {
        let mut names = Names::default();
        for (name, node) in [("Anna  Smith", 1), ("Bert", 2), ("Bert", 3), ("Bert", 2), ("BERT", 4)] {
            names.put(name, node).unwrap();
        }
        assert_eq!(names.find("Anna  Smith"), (Called::One(1), true));
        assert_eq!(names.find("anna smith"), (Called::One(1), false));
        assert_eq!(names.find("BERT"), (Called::One(4), true));
        assert!(matches!(names.find("Bert"), (Called::Several(_), true)));
        assert_eq!(names.find("Cleo"), (Called::None, false));
    }
}
