//! Pages that are filled from top to bottom: what does not fit goes on on the next, heads of tables are repeated there, and
//! every page has its number. What is said is not known here.

use kurbo::{Affine, Point};

use super::super::{Line, MARGIN_MM, PAGE_MM, Run};
use super::setting::{Manner, SetLine, THEME, set};
use crate::picture::figure::pdf::{Page, Shown, Told};
use crate::picture::figure::{Item, POINTS_PER_MM, ruled};
use crate::picture::lettering::Fonts;
use crate::wording::in_figures;

/// The page and its margins in points.
const PAGE: (f64, f64) = (PAGE_MM.0 * POINTS_PER_MM, PAGE_MM.1 * POINTS_PER_MM);
const MARGIN: f64 = MARGIN_MM * POINTS_PER_MM;
/// Width and lower edge of what is told.
pub(super) const WIDTH: f64 = PAGE.0 - 2.0 * MARGIN;
const BOTTOM: f64 = PAGE.1 - MARGIN;
/// Where the number of a page stands.
const FOOT: f64 = BOTTOM + 20.0;
const SMALL: Manner = Manner { size: 8.0, is_strong: false, colour: THEME.ink_second };
const RULE: f64 = 0.5;

/// Pages so far.
pub(super) struct Flow {
    pages: Vec<Page>,
    y: f64,
    /// Titles of columns with their left ends, while a table goes on.
    head: Vec<(f64, SetLine)>,
    /// Where letters may come from.
    fonts: Fonts,
}

impl Flow {
    pub(super) fn new(fonts: Fonts) -> Flow {
        Flow { pages: vec![Page { size: PAGE, shown: Vec::new() }], y: MARGIN, head: Vec::new(), fonts }
    }

    /// The page that is being filled, and the distance from its upper edge.
    pub(super) fn place(&self) -> (usize, f64) {
        (self.pages.len() - 1, self.y)
    }

    /// Leaves room, where there is anything above.
    pub(super) fn gap(&mut self, points: f64) {
        if self.y > MARGIN {
            self.y += points;
        }
    }

    /// Goes on on a new page where this much has no room on this one, but would have on another.
    pub(super) fn keep(&mut self, height: f64) {
        let top = MARGIN + self.head_height();
        if self.y + height > BOTTOM && self.y > top && height <= BOTTOM - top {
            self.turn();
        }
    }

    fn head_height(&self) -> f64 {
        height_of_head(&self.head)
    }

    fn turn(&mut self) {
        self.pages.push(Page { size: PAGE, shown: Vec::new() });
        self.y = MARGIN;
        if !self.head.is_empty() {
            let items = self.head.clone().into_iter().flat_map(|(x, line)| line.items(Point::new(MARGIN + x, MARGIN)));
            let items = items.collect();
            self.y += self.head_height();
            self.show(Shown::Ornament(items));
            self.rule();
        }
    }

    /// Puts a part on the page that is being filled.
    fn show(&mut self, shown: Shown) -> Told {
        let page = self.pages.len() - 1;
        let parts = &mut self.pages[page].shown;
        parts.push(shown);
        Told::Part(page, parts.len() - 1)
    }

    /// Lines one under another, `x` from the left; those on one page are one part.
    pub(super) fn words(&mut self, lines: Vec<SetLine>, x: f64) -> Vec<Told> {
        let mut told = Vec::new();
        let mut items: Vec<Item> = Vec::new();
        for line in lines {
            if self.y + line.height > BOTTOM && self.y > MARGIN {
                if !items.is_empty() {
                    told.push(self.show(Shown::Words(std::mem::take(&mut items))));
                }
                self.turn();
            }
            let (at, height) = (Point::new(MARGIN + x, self.y), line.height);
            items.extend(line.items(at));
            self.y += height;
        }
        if !items.is_empty() {
            told.push(self.show(Shown::Words(items)));
        }
        told
    }

    /// Words beside what comes next, which begins at the same height.
    pub(super) fn beside(&mut self, lines: Vec<SetLine>, x: f64) -> Vec<Told> {
        let y = self.y;
        let told = self.words(lines, x);
        self.y = y;
        told
    }

    /// The figure, no higher than what is left of a page, and no wider than the words.
    pub(super) fn figure(&mut self, items: &[Item], (width, height): (f64, f64)) -> Told {
        let room = (BOTTOM - self.y).max(0.0);
        let by = (WIDTH / width).min(room / height).min(1.0);
        let to = Affine::translate((MARGIN, self.y)) * Affine::scale(by);
        self.y += height * by;
        self.show(Shown::Figure(items.to_vec(), to))
    }

    /// Titles of columns, which are repeated on each page until [`Self::end_table`]; what is told of each.
    pub(super) fn begin_table(&mut self, head: Vec<(f64, SetLine)>, first_row: f64) -> Vec<Vec<Told>> {
        let height = height_of_head(&head);
        self.keep(height + first_row);
        let mut cell = |(x, line): &(f64, SetLine)| self.beside(vec![line.clone()], *x);
        let told = head.iter().map(&mut cell).collect();
        self.y += height;
        self.rule();
        self.head = head;
        told
    }

    pub(super) fn end_table(&mut self) {
        self.head.clear();
    }

    /// A row of cells with their left ends, and a rule under it. One that is higher than a page goes on on the next.
    pub(super) fn row(&mut self, cells: Vec<(f64, Vec<SetLine>)>, pad: f64) -> Vec<Vec<Told>> {
        self.keep(height_of(&cells) + 2.0 * pad);
        self.y += pad;
        let mut told: Vec<Vec<Told>> = cells.iter().map(|_| Vec::new()).collect();
        let mut left: Vec<(f64, std::collections::VecDeque<SetLine>)> =
            cells.into_iter().map(|(x, lines)| (x, lines.into())).collect();
        while left.iter().any(|(_, lines)| !lines.is_empty()) {
            let (top, mut lowest) = (self.y, self.y);
            let is_fresh = top <= MARGIN + self.head_height() + pad;
            let mut is_first = true;
            for ((x, lines), told) in left.iter_mut().zip(&mut told) {
                let mut items: Vec<Item> = Vec::new();
                let mut y = top;
                // One line at least stands on a page of its own, so that this ends.
                while let Some(line) = lines.front()
                    && (y + line.height <= BOTTOM || (is_fresh && is_first))
                {
                    is_first = false;
                    let Some(line) = lines.pop_front() else { break };
                    let (at, height) = (Point::new(MARGIN + *x, y), line.height);
                    items.extend(line.items(at));
                    y += height;
                }
                if !items.is_empty() {
                    told.push(self.show(Shown::Words(items)));
                }
                lowest = lowest.max(y);
            }
            self.y = lowest;
            if left.iter().any(|(_, lines)| !lines.is_empty()) {
                self.turn();
            }
        }
        self.y += pad;
        self.rule();
        told
    }

    fn rule(&mut self) {
        let (from, to) = (Point::new(MARGIN, self.y), Point::new(MARGIN + WIDTH, self.y));
        self.show(Shown::Ornament(vec![ruled(from, to, THEME.hairline, RULE)]));
    }

    /// The pages, each with a title and its number at its foot.
    pub(super) fn finish(mut self, title: &str) -> Vec<Page> {
        let count = self.pages.len();
        for (number, page) in self.pages.iter_mut().enumerate() {
            let plain = |text: String| -> Line { vec![Run::Plain(text)] };
            let numbers = format!("{} / {}", in_figures(number + 1), in_figures(count));
            let mut items = Vec::new();
            // Room for the numbers is left beside it.
            if let Some(line) = set(&plain(title.to_owned()), (SMALL, self.fonts), WIDTH - 60.0).into_iter().next() {
                items.extend(line.items(Point::new(MARGIN, FOOT)));
            }
            for line in set(&plain(numbers), (SMALL, self.fonts), 60.0) {
                let x = MARGIN + WIDTH - line.width();
                items.extend(line.items(Point::new(x, FOOT)));
            }
            page.shown.push(Shown::Ornament(items));
        }
        self.pages
    }
}

/// Height of titles of columns, with the room under them.
fn height_of_head(head: &[(f64, SetLine)]) -> f64 {
    head.iter().map(|(_, line)| line.height + 4.0).fold(0.0, f64::max)
}

/// Height of the highest cell.
fn height_of(cells: &[(f64, Vec<SetLine>)]) -> f64 {
    let of = |(_, lines): &(f64, Vec<SetLine>)| lines.iter().map(|line| line.height).sum();
    cells.iter().map(of).fold(0.0, f64::max)
}
