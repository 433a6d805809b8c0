//! The scene under the hand.
