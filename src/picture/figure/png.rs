//! Figures as PNG.
