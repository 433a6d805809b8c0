//! PDF files of several pages, for documents that are more than a figure: what stands where, and what it is for those who
//! hear it. What the document says and how its lines are broken is not known here.

use std::num::NonZeroU16;

use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Identifier, ListNumbering, Node, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use kurbo::Affine;

use super::super::paint::Item;
use super::super::{Letters, Recipe, Standard, Writing};
use super::ink::{Ink, Place};
use super::{LANGUAGE, metadata, settings, unwritable, with_fonts};
use crate::problem::{Problem, codes};

/// A document, ready to be written.
pub(crate) struct PdfDocument<'a> {
    /// Never empty.
    pub(crate) title: &'a str,
    pub(crate) description: &'a str,
    pub(crate) recipe: &'a Recipe,
    pub(crate) pages: Vec<Page>,
    /// Everything that is told, in the order of reading.
    pub(crate) told: Vec<Told>,
    /// Headings to jump to: words, page from 0, and distance from its upper edge in points.
    pub(crate) headings: Vec<(String, usize, f64)>,
}

/// A page.
pub(crate) struct Page {
    /// Width and height in points.
    pub(crate) size: (f64, f64),
    /// What is drawn, from back to front.
    pub(crate) shown: Vec<Shown>,
}

/// A part of a page that is told as one.
pub(crate) enum Shown {
    Words(Vec<Item>),
    /// A figure, moved and scaled.
    Figure(Vec<Item>, Affine),
    /// What is seen and not told: rules, heads that repeat, numbers of pages.
    Ornament(Vec<Item>),
}

/// What is told.
pub(crate) enum Told {
    Group(Role, Vec<Told>),
    /// A part by the numbers of its page and of itself on it.
    Part(usize, usize),
}

/// What a group of parts is.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Role {
    /// The document's own title.
    Title(String),
    /// Of the level 1 or below.
    Heading(u16, String),
    Paragraph,
    /// The figure, with what it shows in words.
    Figure(String),
    Bullets,
    /// A list that is numbered.
    Numbers,
    ListItem,
    /// The number of an item, and what stands beside it.
    Label,
    Body,
    Table,
    Row,
    /// A title of a column.
    ColumnHead,
    /// The cell that names its row.
    RowHead,
    Cell,
}

impl PdfDocument<'_> {
    /// The file's bytes, the same on every machine.
    ///
    /// # Errors
    /// A problem where it cannot be written.
    pub(crate) fn write(&self, writing: &Writing) -> Result<Vec<u8>, Problem> {
        with_fonts(writing, |letters| self.written(letters))
    }

    fn written(&self, letters: Letters) -> Result<Vec<u8>, Problem> {
        let mut document = Document::new_with(settings(Standard::Plain));
        let mut marked: Vec<Vec<Vec<Identifier>>> = Vec::with_capacity(self.pages.len());
        for page in &self.pages {
            let size = PageSettings::from_wh(page.size.0 as f32, page.size.1 as f32);
            let size = size.ok_or_else(|| Problem::error(codes::TOO_LARGE, "a page must have a width and a height"))?;
            let mut sheet = document.start_page_with(size);
            let mut ink = Ink::new(sheet.surface(), letters);
            let draw = |shown: &Shown| match shown {
                Shown::Words(items) => ink.draw(items, Place::Words),
                Shown::Figure(items, to) => ink.draw_at(items, Place::Figure, *to),
                Shown::Ornament(items) => ink.draw(items, Place::Ornament),
            };
            marked.push(page.shown.iter().map(draw).collect());
            ink.finish();
            sheet.finish();
        }
        let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
        for told in &self.told {
            nodes(told, &mut marked).into_iter().for_each(|node| tree.push(node));
        }
        document.set_tag_tree(tree);
        document.set_metadata(metadata(self.title, self.description, self.recipe));
        let mut outline = Outline::new();
        for (words, page, y) in &self.headings {
            let place = XyzDestination::new(*page, Point::from_xy(0.0, *y as f32));
            outline.push_child(OutlineNode::new(words.clone(), place));
        }
        document.set_outline(outline);
        document.finish().map_err(|error| unwritable(&error, Standard::Plain))
    }
}

/// What is told as nodes of the tree; each part is told once.
fn nodes(told: &Told, marked: &mut [Vec<Vec<Identifier>>]) -> Vec<Node> {
    match told {
        Told::Part(page, part) => {
            let of_page = marked.get_mut(*page);
            let ids = of_page.and_then(|page| page.get_mut(*part)).map(std::mem::take).unwrap_or_default();
            ids.into_iter().map(Node::from).collect()
        }
        Told::Group(role, inside) => {
            let children: Vec<Node> = inside.iter().flat_map(|told| nodes(told, marked)).collect();
            // Cells may be empty: a row has as many as its table.
            let keeps = matches!(role, Role::Cell | Role::RowHead | Role::ColumnHead);
            if children.is_empty() && !keeps {
                return Vec::new();
            }
            vec![Node::from(TagGroup::with_children(tag(role), children))]
        }
    }
}

fn tag(role: &Role) -> TagKind {
    let heading = |level: u16, words: &str| {
        Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(words.to_owned())).into()
    };
    match role {
        Role::Title(words) => heading(1, words),
        Role::Heading(level, words) => heading(level.saturating_add(1), words),
        Role::Paragraph => Tag::P.into(),
        Role::Figure(alternative) => Tag::Figure(Some(alternative.clone())).into(),
        Role::Bullets => Tag::L(ListNumbering::Disc).into(),
        Role::Numbers => Tag::L(ListNumbering::Decimal).into(),
        Role::ListItem => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
    }
}
