//! Calls into crates that may panic on damaged input: the panic is an error here, and nothing is written to the standard
//! error stream. The hook that the program sets for panics asks [`is_guarded`] and keeps silent; without such a hook the
//! message appears, and nothing else differs.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
}

/// What a call gives; `None` if it panicked.
pub(crate) fn guarded<T>(call: impl FnOnce() -> T) -> Option<T> {
    struct Inside;
    impl Drop for Inside {
        fn drop(&mut self) {
            DEPTH.with(|depth| depth.set(depth.get() - 1));
        }
    }
    DEPTH.with(|depth| depth.set(depth.get() + 1));
    let inside = Inside;
    let done = catch_unwind(AssertUnwindSafe(call)).ok();
    drop(inside);
    done
}

/// Whether this thread is inside [`guarded`], so that a panic of it is no fault of the program.
pub(crate) fn is_guarded() -> bool {
    DEPTH.with(|depth| depth.get() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_an_answer_and_known_to_be_expected() {
        assert_eq!(guarded(|| 1), Some(1));
        assert!(guarded(is_guarded) == Some(true) && !is_guarded());
        let inner = guarded(|| guarded(|| panic!("expected by this test")).is_none() && is_guarded());
        assert_eq!(inner, Some(true));
        assert_eq!(guarded(|| -> u8 { panic!("expected by this test") }), None);
        assert!(!is_guarded(), "also after a panic");
    }
}
