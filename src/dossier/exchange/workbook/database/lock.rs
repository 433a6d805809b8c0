//! A database that can be read and nothing else: what SQLite recommends for files of strangers (sqlite.org/security.html),
//! and limits on time.

use std::io::Read as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit as Most;
use rusqlite::{Connection, MAIN_DB, OpenFlags, Result};

use crate::progress::Progress;

/// How long a view may work. A table takes as long as its rows are many.
const VIEW: Duration = Duration::from_secs(5);
/// Steps of SQLite between two looks at the clock.
const STEPS: i32 = 10_000;
/// Bytes of the header that tell whether changes are kept in a second file; 2 says so.
const LOG_BYTES: std::ops::Range<usize> = 18..20;
/// Functions that open files or make much of little.
const FUNCTIONS: [&str; 7] =
    ["load_extension", "readfile", "writefile", "edit", "zeroblob", "randomblob", "fts3_tokenizer"];

/// Limits on time.
pub(super) struct Limits {
    began: Instant,
    /// When what is read now must be done, in milliseconds from then.
    until: Arc<AtomicU64>,
}

impl Limits {
    /// Another table or view begins.
    pub(super) fn begin(&self, is_view: bool) {
        let until = if is_view { (self.began.elapsed() + VIEW).as_millis() as u64 } else { u64::MAX };
        self.until.store(until, Ordering::Relaxed);
    }
}

/// Whether the database keeps changes in a second file.
pub(super) fn has_log(bytes: &[u8]) -> bool {
    bytes.get(LOG_BYTES).is_some_and(|versions| versions.contains(&2))
}

/// Opens the bytes of a database.
pub(super) fn opened(bytes: &[u8], progress: &Progress) -> Result<(Connection, Limits)> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut connection = Connection::open_in_memory_with_flags(flags)?;
    // Read without the second file, what is in the first one is whole.
    let (before, after) = (bytes.get(..LOG_BYTES.start), bytes.get(LOG_BYTES.end..));
    let whole = before.unwrap_or_default().chain(&[1u8, 1][..]).chain(after.unwrap_or_default());
    connection.deserialize_read_exact(MAIN_DB, whole, bytes.len(), true)?;
    // SQLite attaches the bytes in its own way: what it may do is settled behind that.
    for (option, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_WRITABLE_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_CREATE, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_ATTACH_WRITE, false),
    ] {
        connection.set_db_config(option, on)?;
    }
    let longest = i32::try_from(bytes.len()).unwrap_or(i32::MAX).max(1 << 20);
    for (limit, most) in [
        (Most::SQLITE_LIMIT_LENGTH, longest),
        (Most::SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
        (Most::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Most::SQLITE_LIMIT_COMPOUND_SELECT, 50),
        (Most::SQLITE_LIMIT_VDBE_OP, 100_000),
        (Most::SQLITE_LIMIT_FUNCTION_ARG, 32),
        (Most::SQLITE_LIMIT_ATTACHED, 0),
        (Most::SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100),
        (Most::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Most::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    // Sorting must not write files.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "query_only", true)?;
    connection.authorizer(Some(judged))?;
    let limits = Limits { began: Instant::now(), until: Arc::new(AtomicU64::new(u64::MAX)) };
    let (began, until, progress) = (limits.began, Arc::clone(&limits.until), progress.clone());
    let is_over = move || progress.is_cancelled() || began.elapsed().as_millis() as u64 > until.load(Ordering::Relaxed);
    connection.progress_handler(STEPS, Some(is_over))?;
    Ok((connection, limits))
}

/// Whether SQLite may do what a statement asks for: read, and look at what there is.
fn judged(what: AuthContext<'_>) -> Authorization {
    match what.action {
        AuthAction::Select | AuthAction::Read { .. } => Authorization::Allow,
        AuthAction::Function { function_name } => {
            let is_denied = FUNCTIONS.iter().any(|denied| denied.eq_ignore_ascii_case(function_name));
            if is_denied { Authorization::Deny } else { Authorization::Allow }
        }
        AuthAction::Pragma { pragma_name, .. } => {
            let looks = ["table_list", "table_info", "foreign_key_list"];
            if looks.contains(&pragma_name) { Authorization::Allow } else { Authorization::Deny }
        }
        _ => Authorization::Deny,
    }
}
