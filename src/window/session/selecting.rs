//! Selecting, and the way back and forward among what was selected.

use std::collections::BTreeSet;

use super::{ItemId, Session};
use crate::window::action::{SelectHow, Towards};

impl Session {
    pub(super) fn select(&mut self, things: Vec<ItemId>, how: SelectHow) {
        let mut next = match how {
            SelectHow::Replace => Vec::new(),
            SelectHow::Add | SelectHow::Toggle => self.selection.clone(),
        };
        // A set beside the list, so that selecting everything is not quadratic.
        let mut inside: BTreeSet<ItemId> = next.iter().cloned().collect();
        for thing in things {
            if inside.insert(thing.clone()) {
                next.push(thing);
            } else if how == SelectHow::Toggle {
                inside.remove(&thing);
                next.retain(|t| *t != thing);
            }
        }
        if next == self.selection {
            return;
        }
        self.attention += 1;
        if let (Some(ItemId::Entity(id)), Some(ItemId::Relation(_))) = (self.selection.last(), next.last()) {
            self.came_from = Some(id.clone());
        }
        let old = std::mem::replace(&mut self.selection, next);
        if !old.is_empty() {
            self.back.push(old);
        }
        self.forward.clear();
    }

    pub(super) fn step_selection(&mut self, towards: Towards) {
        let (from, to) = match towards {
            Towards::Previous => (&mut self.back, &mut self.forward),
            Towards::Next => (&mut self.forward, &mut self.back),
        };
        if let Some(next) = from.pop() {
            self.attention += 1;
            let now = std::mem::replace(&mut self.selection, next);
            if !now.is_empty() {
                to.push(now);
            }
        }
    }
}
