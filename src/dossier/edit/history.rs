//! The history of an open dossier: named steps, how many of them are done, which state was saved.
//! Nothing here knows what a step holds.

#[derive(Clone, Debug)]
struct NamedStep<T> {
    name: String,
    what: T,
}

/// Steps, done and taken back.
#[derive(Clone, Debug)]
pub(crate) struct History<T> {
    steps: Vec<NamedStep<T>>,
    /// How many of them are done.
    done: usize,
    /// How many were done when the dossier was saved last; `None` if that state is gone.
    saved: Option<usize>,
    /// Where the saved state was taken back and written over: how many steps both have in common,
    /// and those that lead from there to the saved one.
    aside: Option<(usize, Vec<T>)>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        History { steps: Vec::new(), done: 0, saved: Some(0), aside: None }
    }
}

impl<T> History<T> {
    /// Enters a step that has just been done; steps that were taken back are forgotten.
    pub(crate) fn push(&mut self, name: String, what: T) {
        let gone = self.steps.split_off(self.done.min(self.steps.len()));
        if let Some(saved) = self.saved.filter(|saved| *saved > self.done) {
            self.saved = None;
            self.aside = Some((self.done, gone.into_iter().take(saved - self.done).map(|s| s.what).collect()));
        } else if let Some((common, steps)) = self.aside.take() {
            let between = common.saturating_sub(self.done);
            let way = gone.into_iter().take(between).map(|s| s.what).chain(steps).collect();
            self.aside = Some((common.min(self.done), way));
        }
        self.steps.push(NamedStep { name, what });
        self.done += 1;
    }

    /// The step that would be taken back.
    pub(crate) fn to_undo(&self) -> Option<&str> {
        self.done.checked_sub(1).and_then(|at| self.steps.get(at)).map(|s| s.name.as_str())
    }

    /// Takes a step back; whoever calls acts on what it holds.
    pub(crate) fn undo(&mut self) -> Option<&T> {
        self.done = self.done.checked_sub(1)?;
        self.steps.get(self.done).map(|s| &s.what)
    }

    /// Does a step again; whoever calls acts on what it holds.
    pub(crate) fn redo(&mut self) -> Option<&T> {
        let step = self.steps.get(self.done)?;
        self.done += 1;
        Some(&step.what)
    }

    /// Names of all steps, oldest first; the first [`History::done`] of them are done.
    pub(crate) fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.steps.iter().map(|s| s.name.as_str())
    }

    /// How many steps are done.
    pub(crate) fn done(&self) -> usize {
        self.done
    }

    /// Marks the present state as saved.
    pub(crate) fn mark_saved(&mut self) {
        self.saved = Some(self.done);
        self.aside = None;
    }

    /// Whether the present state is the saved one.
    pub(crate) fn is_saved(&self) -> bool {
        self.saved == Some(self.done)
    }

    /// The steps that lie between the saved state and this one, done or taken back; `None` if that
    /// state is gone.
    pub(crate) fn since_saved(&self) -> Option<impl Iterator<Item = &T>> {
        let saved = self.saved?;
        let range = saved.min(self.done)..saved.max(self.done);
        Some(self.steps.get(range)?.iter().map(|s| &s.what))
    }

    /// The way from the present state to the saved one: steps to take back, last first, and steps to
    /// make after that; `None` if what was saved is none of the states here.
    pub(crate) fn way_to_saved(&self) -> Option<(Vec<&T>, Vec<&T>)> {
        let (common, rest): (usize, &[T]) = match (self.saved, &self.aside) {
            (Some(saved), _) => (saved, &[]),
            (None, Some((common, steps))) => (*common, steps),
            (None, None) => return None,
        };
        let back = self.steps.get(common..self.done.max(common))?.iter().rev().map(|s| &s.what);
        let forth = self.steps.get(self.done.min(common)..common)?.iter().map(|s| &s.what);
        Some((back.collect(), forth.chain(rest).collect()))
    }

    /// Makes the steps one that were done since there were `first` of them.
    pub(crate) fn join_from(&mut self, first: usize, mut join: impl FnMut(&mut T, T)) {
        if self.done <= first + 1 || self.steps.len() != self.done {
            return;
        }
        // A state that was saved stays one.
        let kept = self.saved.or(self.aside.as_ref().map(|(common, _)| *common));
        if kept.is_some_and(|kept| kept > first && kept < self.done) {
            return;
        }
        let more: Vec<T> = self.steps.drain(first + 1..).map(|step| step.what).collect();
        if let Some(step) = self.steps.last_mut() {
            more.into_iter().for_each(|what| join(&mut step.what, what));
        }
        self.done = first + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(history: &mut History<String>, name: &str) {
        history.push(name.to_owned(), name.to_owned());
    }

    #[test]
    fn the_saved_state_is_known_until_it_is_written_over() {
        let mut history = History::default();
        push(&mut history, "a");
        history.mark_saved();
        push(&mut history, "b");
        assert!(!history.is_saved());
        assert_eq!(history.undo().map(String::as_str), Some("b"));
        assert!(history.is_saved());
        push(&mut history, "c");
        assert_eq!(history.names().collect::<Vec<_>>(), ["a", "c"], "nothing is left to be done again");
        assert_eq!(history.undo().map(String::as_str), Some("c"));
        assert!(history.is_saved());
        history.undo();
        push(&mut history, "d");
        assert!(history.since_saved().is_none(), "the saved state was undone and written over");
        assert!(!history.is_saved());
    }

    /// The state that is reached from a path of steps by the way to the saved one.
    fn saved_state(path: &[&str], history: &History<String>) -> Vec<String> {
        let mut path: Vec<String> = path.iter().map(|s| (*s).to_owned()).collect();
        let (back, forth) = history.way_to_saved().unwrap();
        for step in back {
            assert_eq!(path.pop().as_ref(), Some(step));
        }
        path.extend(forth.into_iter().cloned());
        path
    }

    #[test]
    fn the_saved_state_is_found_again_even_where_it_was_written_over() {
        let mut history = History::default();
        for name in ["a", "b", "c"] {
            push(&mut history, name);
        }
        history.mark_saved();
        history.undo();
        assert_eq!(saved_state(&["a", "b"], &history), ["a", "b", "c"]);
        push(&mut history, "d");
        assert_eq!(saved_state(&["a", "b", "d"], &history), ["a", "b", "c"]);
        history.undo();
        history.undo();
        assert_eq!(saved_state(&["a"], &history), ["a", "b", "c"]);
        push(&mut history, "e");
        assert_eq!(saved_state(&["a", "e"], &history), ["a", "b", "c"]);
        history.undo();
        history.undo();
        push(&mut history, "f");
        push(&mut history, "g");
        assert_eq!(saved_state(&["f", "g"], &history), ["a", "b", "c"]);
        history.mark_saved();
        assert_eq!(saved_state(&["f", "g"], &history), ["f", "g"]);
    }
}
