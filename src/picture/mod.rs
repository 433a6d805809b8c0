//! The third floor: how a dossier is drawn, without a screen. Themes, lettering, the
//! scene that window and figure share, and figures as files. Nothing here knows a window.

pub(crate) mod brief;
pub(crate) mod charts;
pub(crate) mod curves;
pub(crate) mod density;
pub mod encoding;
pub mod figure;
pub(crate) mod hues;
pub(crate) mod layout_cache;
pub(crate) mod layout_input;
pub(crate) mod lettering;
pub(crate) mod matter;
pub(crate) mod network;
pub mod pictures;
pub mod scene;
pub mod stages;
pub mod theme;
pub(crate) mod tree;
pub(crate) mod unlettered;
pub mod views;
pub(crate) mod vision;
