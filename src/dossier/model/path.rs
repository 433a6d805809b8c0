//! Paths that a dossier may name: files in its own folder, on every system the same. Only words are
//! judged here; that no link leads out of the folder is for whoever opens the file.

/// A path relative to the main file's folder, from the folder of the file that names it (`None`
/// for the main one) and the path as written there.
///
/// # Errors
/// Why the path may not be used: it would lead out of the folder on some system.
pub(crate) fn inside(folder: Option<&str>, written: &str) -> Result<String, &'static str> {
    if written.is_empty() {
        return Err("the path is empty");
    }
    if written.chars().count() > 1_000 {
        return Err("the path is too long");
    }
    if written.starts_with('/') || written.starts_with('~') {
        return Err("it must be in the dossier's folder, but this path is absolute");
    }
    if written.contains('\\') {
        return Err("the parts of a path are separated by `/`, never by a backslash");
    }
    if written.contains(':') {
        return Err("it must be in the dossier's folder, but this path names a drive or an address");
    }
    if written.chars().any(|c| c.is_control()) {
        return Err("the path has control characters");
    }
    let mut parts: Vec<&str> = folder.map(|f| f.split('/').collect()).unwrap_or_default();
    for part in written.split('/') {
        match part {
            "." => continue,
            "" => return Err("the path has an empty part"),
            ".." => return Err("it must be in the dossier's folder, but `..` leads out of it"),
            _ if is_device(part) => return Err("the path names a Windows device"),
            _ if part.ends_with(['.', ' ']) => return Err("a part of the path ends with a dot or a space"),
            _ => parts.push(part),
        }
    }
    if parts.is_empty() {
        return Err("the path does not name a file");
    }
    Ok(parts.join("/"))
}

/// Names that Windows keeps for devices, with any extension.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end().to_ascii_uppercase();
    let numbered = |name: &str| {
        let rest = stem.strip_prefix(name);
        rest.is_some_and(|r| matches!(r, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_in_their_folder_on_every_system() {
        assert_eq!(inside(None, "background.ron").as_deref(), Ok("background.ron"));
        assert_eq!(inside(Some("parts"), "./more.ron").as_deref(), Ok("parts/more.ron"));
        for bad in [
            "",
            "/etc/passwd",
            "../x.ron",
            "a/../../x.ron",
            "C:/x.ron",
            "C:x.ron",
            "\\\\server\\x",
            "a\\b",
            "nul",
            "NUL.ron",
            "com1.ron",
            "sub/aux",
            "a//b",
            "x.ron ",
            "~/x.ron",
            "a\0b",
            "...",
            ".",
        ] {
            assert!(inside(None, bad).is_err(), "{bad:?}");
        }
    }
}
