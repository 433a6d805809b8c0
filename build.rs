//! Works out the version that the program reports: that of the package, with the commit it was built from
//! where that is known. Nothing of the machine or the time goes into it, so that a build can be
//! reproduced. Without git, as from a tarball, the version alone is reported; who packages Chancery
//! may set `CHANCERY_COMMIT`.

use std::path::Path;
use std::process::Command;

/// The variable that overrides what git says.
const COMMIT_VARIABLE: &str = "CHANCERY_COMMIT";

/// Characters of the commit that are shown.
const SHOWN: usize = 12;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={COMMIT_VARIABLE}");
    let commit = std::env::var(COMMIT_VARIABLE).ok().filter(|c| !c.is_empty()).or_else(commit_by_git);
    let package = std::env::var("CARGO_PKG_VERSION").unwrap_or_default();
    let version = match commit {
        Some(commit) => format!("{package} ({})", commit.chars().take(SHOWN).collect::<String>()),
        None => package,
    };
    println!("cargo::rustc-env=CHANCERY_VERSION={version}");
}

/// The commit that is checked out here, and an order to look again when that changes.
fn commit_by_git() -> Option<String> {
    // Not one of a folder around ours.
    if !Path::new(".git").exists() {
        return None;
    }
    let commit = git(&["rev-parse", "HEAD"])?;
    let branch = git(&["symbolic-ref", "-q", "HEAD"]);
    for name in ["HEAD", "packed-refs"].into_iter().chain(branch.as_deref()) {
        let path = git(&["rev-parse", "--git-path", name]).filter(|path| Path::new(path).exists());
        // Cargo runs this every time where it watches a file that is not there.
        if let Some(path) = path {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    Some(commit)
}

fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}
