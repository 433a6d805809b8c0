//! Logging: where events of the `log` macros go. The last ones are always kept in memory for the
//! diagnostics that a person can copy; on request they are also written to a file or to the standard
//! error stream. Nothing here knows the disk, and no event of ours says anything of a dossier but
//! counts, sizes, times and codes: names, texts and paths belong to the person.

use std::collections::VecDeque;
use std::io::Write;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Instant;

use log::{LevelFilter, Log, Metadata, Record};

use crate::guarded::is_guarded;
use crate::problem::printable;

/// The variable that says what is logged, such as `debug` or `chancery::dossier=trace,warn`.
pub const LEVEL_VARIABLE: &str = "RUST_LOG";

/// What is logged to a file where the variable does not say.
const USUAL: &str = "warn,chancery=debug";

/// Lines kept in memory.
const KEPT_LINES: usize = 200;

/// Crates whose warnings are kept in memory besides our own events: those of graphics, which know
/// nothing of a dossier.
const GRAPHICS: &[&str] = &["wgpu", "wgpu_core", "wgpu_hal", "naga"];

static LOGGER: OnceLock<Logger> = OnceLock::new();

/// Begins to log: `levels` is the value of [`LEVEL_VARIABLE`]. Lines go to `out`, or without it to
/// the standard error stream if there is a value. Only the first call has an effect.
pub fn start(levels: Option<&str>, out: Option<Box<dyn Write + Send>>) {
    let mut started = false;
    let logger = LOGGER.get_or_init(|| {
        started = true;
        let filter = match (levels, &out) {
            (Some(levels), _) => Filter::parse(levels),
            (None, Some(_)) => Filter::parse(USUAL),
            (None, None) => Filter::parse("off"),
        };
        Logger::new(filter, out)
    });
    if started && log::set_logger(logger).is_ok() {
        log::set_max_level(logger.filter.most().max(LevelFilter::Info));
        log_panics();
        log::info!("chancery {} on {} {}", crate::VERSION, std::env::consts::OS, std::env::consts::ARCH);
    }
}

/// The last events, oldest first.
pub fn recent() -> Vec<String> {
    LOGGER.get().map(|logger| logger.kept().iter().cloned().collect()).unwrap_or_default()
}

/// Logs where a panic happened. Its message is left out: it may quote a dossier.
fn log_panics() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if is_guarded() {
            return;
        }
        let place = panic.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        let thread = std::thread::current();
        log::error!("panic at {place} in thread {}", thread.name().unwrap_or("without a name"));
        before(panic);
    }));
}

struct Logger {
    filter: Filter,
    began: Instant,
    /// `None` is the standard error stream.
    out: Option<Mutex<Box<dyn Write + Send>>>,
    kept: Mutex<VecDeque<String>>,
}

impl Logger {
    fn new(filter: Filter, out: Option<Box<dyn Write + Send>>) -> Self {
        Logger { filter, began: Instant::now(), out: out.map(Mutex::new), kept: Mutex::default() }
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<String>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a record goes into memory.
    fn keeps(metadata: &Metadata<'_>) -> bool {
        let krate = crate_of(metadata.target());
        (krate == "chancery" && metadata.level() <= LevelFilter::Info)
            || (GRAPHICS.contains(&krate) && metadata.level() <= LevelFilter::Warn)
    }

    fn writes(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= self.filter.level(metadata.target())
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        Self::keeps(metadata) || self.writes(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        let (keeps, writes) = (Self::keeps(record.metadata()), self.writes(record.metadata()));
        if !keeps && !writes {
            return;
        }
        let text = record.args().to_string();
        let line = format!(
            "{:9.3} {:5} {}: {}",
            self.began.elapsed().as_secs_f64(),
            record.level(),
            record.target(),
            printable(&text)
        );
        if writes {
            // A log that cannot be written is no reason to stop.
            let _ = match &self.out {
                Some(out) => writeln!(out.lock().unwrap_or_else(PoisonError::into_inner), "{line}"),
                None => writeln!(std::io::stderr(), "{line}"),
            };
        }
        if keeps {
            let mut kept = self.kept();
            if kept.len() == KEPT_LINES {
                kept.pop_front();
            }
            kept.push_back(line);
        }
    }

    fn flush(&self) {
        if let Some(out) = &self.out {
            let _ = out.lock().unwrap_or_else(PoisonError::into_inner).flush();
        }
    }
}

fn crate_of(target: &str) -> &str {
    target.split("::").next().unwrap_or(target)
}

/// Which events are written: a level for each module that is named, and one for all others.
#[derive(Debug, PartialEq)]
struct Filter {
    others: LevelFilter,
    /// Path of a module with its level.
    modules: Vec<(String, LevelFilter)>,
}

impl Filter {
    /// Reads directives parted by commas: `LEVEL`, `MODULE=LEVEL`, or `MODULE` for all of its events.
    /// What makes no sense is passed over.
    fn parse(text: &str) -> Filter {
        let mut filter = Filter { others: LevelFilter::Off, modules: Vec::new() };
        for directive in text.split(',').map(str::trim).filter(|d| !d.is_empty()) {
            match directive.split_once('=') {
                Some((module, level)) => {
                    if let Ok(level) = level.trim().parse() {
                        filter.modules.push((module.trim().to_owned(), level));
                    }
                }
                None => match directive.parse() {
                    Ok(level) => filter.others = level,
                    Err(_) => filter.modules.push((directive.to_owned(), LevelFilter::Trace)),
                },
            }
        }
        filter
    }

    /// The level of the innermost module that is named.
    fn level(&self, target: &str) -> LevelFilter {
        let within =
            |module: &str| target.strip_prefix(module).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"));
        let named = self.modules.iter().filter(|(module, _)| within(module));
        named.max_by_key(|(module, _)| module.len()).map_or(self.others, |(_, level)| *level)
    }

    fn most(&self) -> LevelFilter {
        self.modules.iter().map(|(_, level)| *level).fold(self.others, |most, level| most.max(level))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use log::Level;

    use super::*;

    /// A file that can be read while it is written.
    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn say(logger: &Logger, target: &str, level: Level, text: &str) {
        logger.log(&Record::builder().target(target).level(level).args(format_args!("{text}")).build());
    }

    #[test]
    fn the_innermost_module_says_the_level() {
        let filter = Filter::parse("warn, chancery=info,chancery::dossier::storage=trace,naga,nonsense=loud");
        assert_eq!(filter.level("chancery"), LevelFilter::Info);
        assert_eq!(filter.level("chancery::dossier::storage::save"), LevelFilter::Trace);
        assert_eq!(filter.level("chancery::dossier::storages"), LevelFilter::Info);
        assert_eq!(filter.level("chancery_other"), LevelFilter::Warn);
        assert_eq!(filter.level("naga::front"), LevelFilter::Trace);
        assert_eq!(filter.level("nonsense"), LevelFilter::Warn);
        assert_eq!(filter.most(), LevelFilter::Trace);
        assert_eq!(Filter::parse("").most(), LevelFilter::Off);
    }

    #[test]
    fn a_file_has_what_the_filter_lets_through() {
        let page = Page::default();
        let logger = Logger::new(Filter::parse("chancery=debug"), Some(Box::new(page.clone())));
        say(&logger, "chancery::picture", Level::Debug, "one\u{1b}[31m");
        say(&logger, "chancery::picture", Level::Trace, "two");
        say(&logger, "notify", Level::Error, "three");
        let text = String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
        assert!(text.contains("DEBUG chancery::picture: one") && !text.contains('\u{1b}'), "{text}");
        assert_eq!(text.lines().count(), 1, "{text}");
    }

    #[test]
    fn the_last_events_of_our_own_and_of_graphics_are_kept() {
        let logger = Logger::new(Filter::parse("off"), None);
        say(&logger, "notify", Level::Error, "a path");
        say(&logger, "wgpu_core::device", Level::Info, "chatter");
        say(&logger, "wgpu_core::device", Level::Warn, "slow");
        for number in 0..KEPT_LINES {
            say(&logger, "chancery::window", Level::Info, &format!("event {number}"));
        }
        let kept = logger.kept();
        assert_eq!(kept.len(), KEPT_LINES);
        assert!(kept[0].ends_with("chancery::window: event 0"), "{}", kept[0]);
        drop(kept);
        say(&logger, "wgpu_core::device", Level::Warn, "slow");
        assert!(logger.kept().back().is_some_and(|line| line.ends_with("slow")));
    }
}
