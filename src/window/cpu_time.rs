//! How much of a processor this thread has used: what a frame costs, without the waiting while
//! others (a renderer in software, say) have the processor.

use std::time::Duration;

/// CPU time of this thread so far.
#[cfg(unix)]
pub(crate) fn cpu_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// Where no such clock is at hand: time on the wall.
#[cfg(not(unix))]
pub(crate) fn cpu_time() -> Duration {
    static BEGUN: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    BEGUN.get_or_init(std::time::Instant::now).elapsed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_counts() {
        let before = cpu_time();
        let sum = (0..1_000_000_u64).fold(0, |sum, n| std::hint::black_box(sum ^ n));
        assert!(cpu_time() > before, "{sum}");
    }
}
