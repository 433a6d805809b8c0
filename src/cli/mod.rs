//! The command line: one file a subcommand behind `COMMANDS`. Must not know the window.
