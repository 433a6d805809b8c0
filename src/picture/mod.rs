//! The third floor: how a dossier is drawn, without a screen. Themes, lettering, positions, the
//! scene that window and figure share, and figures as files. Nothing here knows a window.

pub mod density;
pub mod figure;
pub mod layout;
pub mod layout_cache;
pub mod layout_input;
pub mod lettering;
pub mod scene;
pub mod stages;
pub mod theme;
pub mod tree;
pub mod views;
