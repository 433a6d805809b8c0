//! Which keys the beginning of a JSON document has, by which its format is known. Reads no values.

use super::super::encoding::Text;
use super::super::format::Head;
use super::pull::{Piece, Pull};

/// The paths of keys at the beginning of a document: `nodes/*/id`, with `*` for the items of a list.
#[derive(Debug, Default)]
pub(super) struct Outline {
    paths: Vec<String>,
    /// Whether more values follow the first.
    pub(super) is_lines: bool,
}

/// How deep paths go, how many items of a list and members of an object are looked at, and how many paths.
const DEPTH: usize = 5;
const ITEMS: usize = 20;
const MEMBERS: usize = 200;
const PATHS: usize = 4_000;

impl Outline {
    /// Of the beginning of a file, which may be cut anywhere.
    pub(super) fn of(head: &Head<'_>) -> Self {
        let mut outline = Outline::default();
        if !head.text.starts_with(['{', '[']) {
            return outline;
        }
        let text = Text::new("", head.text.as_str());
        let mut pull = Pull::new(&text);
        if let Ok(piece) = pull.value()
            && outline.walk(&mut pull, &piece, &mut String::new(), 0).is_some()
        {
            outline.is_lines = matches!(pull.value(), Ok(Piece::Object));
        }
        outline
    }

    /// `None` once the text ends or is wrong, or enough is known.
    fn walk<'a>(&mut self, pull: &mut Pull<'a>, piece: &Piece<'a>, path: &mut String, depth: usize) -> Option<()> {
        let length = path.len();
        let mut count = 0;
        match piece {
            Piece::Object => {
                while let Some(key) = pull.key().ok()? {
                    let value = pull.value().ok()?;
                    count += 1;
                    if depth >= DEPTH || count > MEMBERS {
                        pull.skip(&value).ok()?;
                        continue;
                    }
                    path.push_str(if path.is_empty() { "" } else { "/" });
                    path.push_str(&key);
                    self.add(path, &value)?;
                    self.walk(pull, &value, path, depth + 1)?;
                    path.truncate(length);
                }
            }
            Piece::Array => {
                while pull.item().ok()? {
                    let value = pull.value().ok()?;
                    count += 1;
                    if depth >= DEPTH || count > ITEMS {
                        pull.skip(&value).ok()?;
                        continue;
                    }
                    path.push_str(if path.is_empty() { "*" } else { "/*" });
                    self.walk(pull, &value, path, depth + 1)?;
                    path.truncate(length);
                }
            }
            Piece::Text(_) | Piece::Number(_) | Piece::Boolean(_) | Piece::Null => {}
        }
        Some(())
    }

    fn add(&mut self, path: &str, value: &Piece<'_>) -> Option<()> {
        let mut path = path.to_owned();
        if matches!(value, Piece::Array) {
            path.push_str("[]");
        } else if matches!(value, Piece::Object) {
            path.push_str("{}");
        }
        if !self.paths.contains(&path) {
            self.paths.push(path);
        }
        (self.paths.len() < PATHS).then_some(())
    }

    /// Whether a path is there; `?` stands for any key, and a path ends with `[]` or `{}` to ask for a list or object.
    pub(super) fn has(&self, wanted: &str) -> bool {
        let parts = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
        let wanted = parts(wanted);
        let bare = |part: &str| part.trim_end_matches("[]").trim_end_matches("{}").to_owned();
        self.paths.iter().any(|path| {
            let path = parts(path);
            path.len() == wanted.len()
                && path.iter().zip(&wanted).enumerate().all(|(at, (part, wanted))| {
                    let last = at + 1 == path.len();
                    wanted == "?"
                        || part == wanted
                        || ((!last || !wanted.ends_with(['}', ']'])) && bare(part) == *wanted)
                })
        })
    }
}
