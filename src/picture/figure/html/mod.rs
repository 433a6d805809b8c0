//! Figures as one page for a browser: the figure as SVG, what is known of each thing in tables, and a script of our
//! own that moves, searches and tells. The page asks for nothing from elsewhere and works without the script. What it
//! may do is bound by hashes of its own style and script, so that no name can add to either.

use std::fmt::Write as _;

use base64::Engine as _;
use sha2::{Digest as _, Sha256};

use super::paint::Painting;
use super::svg::{escaped, font_faces, root};
use super::{Figure, Letters, Writing};
use crate::explore::account::{Account, ClaimAccount, Facts, SourceAccount};
use crate::problem::{Problem, turns_reading};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Things that are told one by one at most: a browser is slow with more.
const MOST: usize = 5_000;
/// What a name is found by, at most.
const FIND: usize = 400;

pub(super) struct Html;

impl Figure for Html {
    fn extension(&self) -> &'static str {
        "html"
    }

    fn wants_account(&self) -> bool {
        true
    }

    fn write(&self, painting: &Painting, writing: &Writing) -> Result<Vec<u8>, Problem> {
        let mut style = STYLE.to_owned();
        match writing.letters {
            Letters::Text => style.push_str(&font_faces(painting)),
            Letters::Outlines => {}
        }
        let title = painting.title_or_not();
        let mut out = String::new();
        head(&mut out, title, &style, writing);
        let _ = writeln!(
            out,
            "<body>\n<a class=\"skip\" href=\"#list\">Skip to the list</a>\n<main>\n<h1>{}</h1>\n{TOOLS}",
            words(title)
        );
        out.push_str("<div class=\"stage\">\n<figure>\n");
        out.push_str(&root(painting, writing)?);
        let _ = writeln!(out, "<figcaption class=\"unseen\">{}</figcaption>", words(&painting.alternative));
        out.push_str("</figure>\n<aside aria-live=\"polite\" aria-label=\"What is known of it\"></aside>\n</div>\n");
        out.push_str("<div id=\"list\">\n");
        if let Some(account) = &painting.account {
            tables(&mut out, account);
        }
        let _ = writeln!(out, "</div>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>");
        Ok(out.into_bytes())
    }
}

/// What the script needs; it shows it when it runs.
const TOOLS: &str = "<form class=\"tools\" role=\"search\" hidden>\
    <label class=\"unseen\" for=\"find\">Find a name</label>\
    <input id=\"find\" type=\"search\" placeholder=\"Find a name\" autocomplete=\"off\">\
    <button type=\"button\" id=\"closer\" aria-label=\"Closer\">+</button>\
    <button type=\"button\" id=\"further\" aria-label=\"Further away\">−</button>\
    <button type=\"button\" id=\"whole\">Show all</button>\
    <span id=\"count\" class=\"note\" role=\"status\"></span></form>";

fn head(out: &mut String, title: &str, style: &str, writing: &Writing) {
    let allowed = |text: &str| {
        let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(text.as_bytes()));
        format!("'sha256-{hash}'")
    };
    let policy = format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data:; font-src data:; base-uri 'none'; \
         form-action 'none'",
        allowed(SCRIPT),
        allowed(style)
    );
    let _ = writeln!(
        out,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>",
        words(title)
    );
    for (key, value) in writing.recipe.rows() {
        let name = if key == "Program" { "generator".to_owned() } else { format!("chancery-{}", key.to_lowercase()) };
        let _ = writeln!(out, "<meta name=\"{name}\" content=\"{}\">", words(&value));
    }
    let _ = writeln!(out, "<style>{style}</style>\n</head>");
}

/// Text of a dossier for a page: without marks that turn what comes after them.
pub(crate) fn words(text: &str) -> String {
    escaped(&text.chars().filter(|c| !turns_reading(*c)).collect::<String>())
}

fn tables(out: &mut String, account: &Account) {
    if account.entities.len() + account.relations.len() > MOST {
        let _ = writeln!(out, "<p class=\"note\">Entities and relations are too many to be listed here.</p>");
    } else {
        entities(out, account);
        relations(out, account);
    }
    list_sources(out, &account.sources);
}

/// Sources under a heading, numbered from 1 and to be linked to as `#s1`; nothing where there are none.
pub(crate) fn list_sources(out: &mut String, sources: &[SourceAccount]) {
    if sources.is_empty() {
        return;
    }
    out.push_str("<h2>Sources</h2>\n<ol>\n");
    for (at, source) in sources.iter().enumerate() {
        let _ = write!(out, "<li id=\"s{}\" dir=\"auto\">{}", at + 1, words(&source.citation));
        if let Some(link) = &source.link {
            let link = escaped(link);
            let _ = write!(out, " <a href=\"{link}\" rel=\"noreferrer noopener\">{link}</a>");
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n");
}

fn entities(out: &mut String, account: &Account) {
    out.push_str("<h2>Who is who</h2>\n<table>\n<thead><tr><th scope=\"col\">Name</th><th scope=\"col\">Kind</th>");
    out.push_str("<th scope=\"col\">When</th><th scope=\"col\">What is known</th></tr></thead>\n<tbody>\n");
    for entity in &account.entities {
        let others = entity.other_names.join(" · ");
        let find: String = format!("{} {others}", entity.name).to_lowercase().chars().take(FIND).collect();
        row(out, &entity.id, &entity.name, &find);
        if !others.is_empty() {
            let _ = write!(out, "<div class=\"note\">{}</div>", words(&others));
        }
        let _ = write!(out, "</th><td class=\"kind\">{}</td>", words(&entity.kind));
        known(out, &entity.facts);
    }
    out.push_str("</tbody>\n</table>\n");
}

fn relations(out: &mut String, account: &Account) {
    if account.relations.is_empty() {
        return;
    }
    out.push_str("<h2>Relations</h2>\n<table>\n<thead><tr><th scope=\"col\">Relation</th>");
    out.push_str("<th scope=\"col\">When</th><th scope=\"col\">What is known</th></tr></thead>\n<tbody>\n");
    for relation in &account.relations {
        row(out, &relation.id, &relation.sentence, "");
        out.push_str("</th>");
        known(out, &relation.facts);
    }
    out.push_str("</tbody>\n</table>\n");
}

/// The beginning of a row, up to the name in its head.
fn row(out: &mut String, id: &str, name: &str, find: &str) {
    let name = words(name);
    let (id, find) = (escaped(id), words(find));
    let _ = write!(
        out,
        "<tr data-id=\"{id}\" data-name=\"{name}\" data-find=\"{find}\"><th scope=\"row\" dir=\"auto\">{name}"
    );
}

/// When, and what is known; the end of a row.
fn known(out: &mut String, facts: &Facts) {
    let when = facts.when.as_deref().map(words).unwrap_or_default();
    let doubt = facts.doubt().map(words).unwrap_or_default();
    let between = if when.is_empty() || doubt.is_empty() { "" } else { ", " };
    let _ = write!(out, "<td>{when}{between}{doubt}</td><td dir=\"auto\">");
    if let Some(summary) = &facts.summary {
        let _ = write!(out, "<p>{}</p>", words(summary));
    }
    if !facts.claims.is_empty() {
        out.push_str("<ul>");
        facts.claims.iter().for_each(|one| claim(out, one));
        out.push_str("</ul>");
    }
    out.push_str("</td></tr>\n");
}

fn claim(out: &mut String, claim: &ClaimAccount) {
    out.push_str("<li>");
    match claim.source {
        Some(number) => {
            let _ = write!(out, "<a href=\"#s{number}\">Source {number}</a>");
        }
        None => out.push_str("Without a source"),
    }
    if let Some(at) = &claim.at {
        let _ = write!(out, ", {}", words(at));
    }
    if claim.denies {
        out.push_str(", denies it");
    }
    if let Some(manner) = &claim.manner {
        let _ = write!(out, ", {}", words(manner));
    }
    if let Some(quote) = &claim.quote {
        let _ = write!(out, ": <q dir=\"auto\">{}</q>", words(quote));
    }
    out.push_str("</li>");
}
