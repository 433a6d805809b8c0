//! Lines that differ between two texts, as people know them from `diff -u`: what goes after `-`,
//! what comes after `+`, with three lines around. Knows no files.

use super::console::Console;

/// How many lines that are the same stand before and after a difference, as in `diff -u`.
const AROUND: usize = 3;
/// Beyond this many pairs of lines the middle is shown as gone and come.
const MOST_PAIRS: usize = 16 << 20;

#[derive(Clone, Copy, PartialEq)]
enum Line<'a> {
    Same(&'a str),
    Gone(&'a str),
    Come(&'a str),
}

/// Prints the differences of a text called `name`, line by line: lines may be as long as the text.
pub(super) fn print_differences(name: &str, old: &str, new: &str, console: &mut Console<'_>) {
    if old == new {
        return;
    }
    let script = script(&old.lines().collect::<Vec<_>>(), &new.lines().collect::<Vec<_>>());
    console.print(&format!("--- {name}\n+++ {name}"));
    let mut at = 0;
    let (mut old_line, mut new_line) = (1, 1);
    while at < script.len() {
        let Some(first) = script[at..].iter().position(|l| !matches!(l, Line::Same(_))).map(|n| at + n) else { break };
        let start = first.saturating_sub(AROUND).max(at);
        old_line += start - at;
        new_line += start - at;
        // A hunk ends where enough lines are the same.
        let mut end = first + 1;
        let mut last = first;
        while end < script.len() && end - last <= 2 * AROUND {
            if !matches!(script[end], Line::Same(_)) {
                last = end;
            }
            end += 1;
        }
        let end = (last + 1 + AROUND).min(script.len());
        let hunk = &script[start..end];
        let olds = hunk.iter().filter(|l| !matches!(l, Line::Come(_))).count();
        let news = hunk.iter().filter(|l| !matches!(l, Line::Gone(_))).count();
        console.print(&format!("@@ -{old_line},{olds} +{new_line},{news} @@"));
        for line in hunk {
            let (sign, text) = match line {
                Line::Same(text) => (" ", text),
                Line::Gone(text) => ("-", text),
                Line::Come(text) => ("+", text),
            };
            console.print_part(sign);
            console.print(text);
        }
        old_line += olds;
        new_line += news;
        at = end;
    }
}

/// The longest common lines, by dynamic programming between what is the same at both ends.
fn script<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut out: Vec<Line<'a>> = old[..head].iter().map(|l| Line::Same(l)).collect();
    if a.len() * b.len() <= MOST_PAIRS {
        let columns = b.len() + 1;
        let mut best = vec![0_u32; (a.len() + 1) * columns];
        for i in (0..a.len()).rev() {
            for j in (0..b.len()).rev() {
                best[i * columns + j] = if a[i] == b[j] {
                    best[(i + 1) * columns + j + 1] + 1
                } else {
                    best[(i + 1) * columns + j].max(best[i * columns + j + 1])
                };
            }
        }
        let (mut i, mut j) = (0, 0);
        while i < a.len() || j < b.len() {
            if i < a.len() && j < b.len() && a[i] == b[j] {
                out.push(Line::Same(a[i]));
                (i, j) = (i + 1, j + 1);
            } else if i < a.len() && (j == b.len() || best[(i + 1) * columns + j] >= best[i * columns + j + 1]) {
                out.push(Line::Gone(a[i]));
                i += 1;
            } else {
                out.push(Line::Come(b[j]));
                j += 1;
            }
        }
    } else {
        out.extend(a.iter().map(|l| Line::Gone(l)));
        out.extend(b.iter().map(|l| Line::Come(l)));
    }
    out.extend(old[old.len() - tail..].iter().map(|l| Line::Same(l)));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn differences(name: &str, old: &str, new: &str) -> String {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        print_differences(name, old, new, &mut Console::new(&mut out, &mut err));
        String::from_utf8(out).expect("texts are UTF-8")
    }

    #[test]
    fn differences_are_told_in_hunks() {
        let old: String = (0..30).map(|n| format!("line {n}\n")).collect();
        let new = old.replace("line 5\n", "five\n").replace("line 20\n", "");
        let told = differences("x.ron", &old, &new);
        assert_eq!(told.matches("@@ -").count(), 2, "{told}");
        assert!(told.contains("@@ -3,7 +3,7 @@\n line 2\n line 3\n line 4\n-line 5\n+five\n line 6"), "{told}");
        assert!(told.contains("@@ -18,7 +18,6 @@"), "{told}");
        assert_eq!(differences("x", &old, &old), "");
    }
}
