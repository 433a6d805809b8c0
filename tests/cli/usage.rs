//! Help, completions, and being called wrongly.

use super::chancery;

#[test]
fn help_shows_commands_examples_and_built_in_dossiers() {
    let ran = chancery(&["--help"]);
    assert_eq!(ran.status, 0);
    for word in ["check", "info", "figure", "completions", "--screenshot", "example:asean-japan", "Examples:"] {
        assert!(ran.out.contains(word), "{word} in {}", ran.out);
    }
    for command in ["check", "info", "figure", "completions"] {
        let ran = chancery(&[command, "--help"]);
        assert_eq!(ran.status, 0);
        assert!(ran.out.contains(&format!("chancery {command}")), "{}", ran.out);
    }
    assert!(chancery(&["--version"]).out.starts_with("chancery "));
}

#[test]
fn every_shell_gets_completions() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = chancery(&["completions", shell]);
        assert_eq!(ran.status, 0);
        assert!(ran.out.contains("figure") && ran.out.contains("as-of"), "{shell}");
    }
}

#[test]
fn wrong_use_ends_with_2_and_says_why() {
    for (arguments, says) in [
        (&["chekc"][..], "did you mean `check`"),
        (&["check"], "FILE"),
        (&["figure", "x.ron"], "--output"),
        (&["info", "x.ron", "--jsn"], "--json"),
        (&["completions", "sh"], "bash"),
        (&["measure", "x.ron", "--by", "degre"], "degree"),
        (&["measure", "example:asean-japan", "-o", "out.txt"], ".csv or .json"),
        (&["measure", "example:asean-japan", "--filter", "knid:state"], "kind"),
        (&["measure", "example:asean-japan", "--weight", "heavy"], "strength"),
        (&["--size", "100x100"], "--screenshot"),
        (&["--screenshot", "x.png", "--scale", "99"], "0.5 to 8"),
        (&["--theme", "pink"], "dark"),
        (&["--as-of", "Oct 2015"], "did you mean 2015-10?"),
    ] {
        let ran = chancery(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(says), "{arguments:?} should say {says}: {}", ran.err);
        assert_eq!(ran.out, "", "{arguments:?}");
    }
}
