//! The dossiers that are compiled into the program.

/// A dossier that is compiled into the program.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    /// Short name, as in `chancery info example:NAME`.
    pub name: &'static str,
    /// Title for menus.
    pub(crate) title: &'static str,
    /// Path and text of its files; the first is the main one.
    pub files: &'static [(&'static str, &'static str)],
    /// Path and text of what its sources name.
    pub(crate) texts: &'static [(&'static str, &'static str)],
}

/// The built-in examples; the first is what the window opens with.
pub const EXAMPLES: &[Example] = &[
    Example {
        name: "asean-japan",
        title: "ASEAN and Japan on transnational crime",
        files: &[
            ("asean-japan.ron", include_str!("../../../assets/examples/asean-japan/asean-japan.ron")),
            ("background.ron", include_str!("../../../assets/examples/asean-japan/background.ron")),
        ],
        texts: &[],
    },
    Example {
        name: "merrow-port",
        title: "The Port of Merrow contract (an invented case)",
        files: &[("merrow-port.ron", include_str!("../../../assets/examples/merrow-port/merrow-port.ron"))],
        texts: &[("stonefield-letter.md", include_str!("../../../assets/examples/merrow-port/stonefield-letter.md"))],
    },
];
