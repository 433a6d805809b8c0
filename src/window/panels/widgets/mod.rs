//! Pieces that several panels share: text in every script, links, kind icons, claim rows.
