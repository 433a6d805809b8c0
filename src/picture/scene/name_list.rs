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

    /// The same without what stands beside some nodes.
    pub(super) fn without(&self, is_hidden: impl Fn(usize) -> bool) -> Names {
        let mut out = Names { text: String::with_capacity(self.text.len()), ends: Vec::with_capacity(self.ends.len()) };
        for number in 0..self.ends.len() {
            let label = if is_hidden(number) { "" } else { self.label(number) };
            out.push(label, self.name(number));
        }
        out
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hidden_name_leaves_the_full_name_and_those_of_others() {
        let mut names = Names::default();
        for (label, name) in [("Ann", "Ann"), ("Bo", "Bodil Lund"), ("", "Cem"), ("Dana", "Dana Q.")] {
            names.push(label, name);
        }
        let some = names.without(|number| number < 2);
        let all =
            |names: &Names| (0..4).map(|n| (names.label(n).to_owned(), names.name(n).to_owned())).collect::<Vec<_>>();
        let (before, after) = (all(&names), all(&some));
        assert_eq!(after[..2], [(String::new(), "Ann".to_owned()), (String::new(), "Bodil Lund".to_owned())]);
        assert_eq!(after[2..], before[2..]);
    }
}
