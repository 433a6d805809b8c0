//! Names of nodes, one after the other in one text. What is named, and where names stand, is not known here.

/// Names in one piece of text: a million of them, and no allocation for each.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    text: String,
    /// Where each label ends, and each full name; the same where they are the same.
    ends: Vec<(u32, u32)>,
}

impl Names {
    /// Adds what stands beside a node, and its full name.
    pub(super) fn push(&mut self, label: &str, name: &str) {
        self.text.push_str(label);
        let label_end = self.text.len() as u32;
        if name != label {
            self.text.push_str(name);
        }
        self.ends.push((label_end, self.text.len() as u32));
    }

    /// Those of some nodes, in this order.
    pub(super) fn some(&self, nodes: &[u32]) -> Names {
        let mut some = Names { text: String::with_capacity(self.text.len()), ends: Vec::with_capacity(nodes.len()) };
        nodes.iter().for_each(|node| some.push(self.label(*node as usize), self.name(*node as usize)));
        some
    }

    /// How many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.text.len() + self.ends.len() * size_of::<(u32, u32)>()
    }

    fn start(&self, number: usize) -> usize {
        number.checked_sub(1).and_then(|n| self.ends.get(n)).map_or(0, |e| e.1 as usize)
    }

    pub(super) fn label(&self, number: usize) -> &str {
        let end = self.ends.get(number).map_or(0, |e| e.0 as usize);
        self.text.get(self.start(number)..end).unwrap_or_default()
    }

    pub(super) fn name(&self, number: usize) -> &str {
        match self.ends.get(number) {
            Some(&(label, name)) if label != name => self.text.get(label as usize..name as usize).unwrap_or_default(),
            _ => self.label(number),
        }
    }
}
