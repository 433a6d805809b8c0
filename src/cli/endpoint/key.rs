//! `chancery endpoint key`: keeps the key of a service in the system keyring, or removes it. The key is read from
//! standard input: an argument would stand in the shell's history and in the list of processes.

use std::io::{IsTerminal as _, Read as _};

use clap::{Arg, ArgAction, ArgMatches};

use super::super::{Console, Exit, Failure};
use crate::dossier::endpoint::{self, Endpoint, KEY_VARIABLE, KeptIn, Key, Keys, NoStore};
use crate::problem::printable;

/// Most bytes that are read of standard input.
const MOST: u64 = 64 << 10;

/// What it is called and takes.
pub(super) fn describe() -> clap::Command {
    clap::Command::new("key")
        .about("Save the key of a service, read from standard input, in the system keyring")
        .arg(
            Arg::new("url")
                .value_name("URL")
                .required(true)
                .help("Address of the endpoint, or the name of a known one"),
        )
        .arg(Arg::new("remove").long("remove").action(ArgAction::SetTrue).help("Remove the key instead"))
        .after_help(format!(
            "The keyring is the Secret Service of Linux desktops: GNOME Keyring, KWallet or KeePassXC.\n\
             The key is sent unchanged as `Authorization`; many services want a word first, as in `ApiKey …`.\n\
             If {KEY_VARIABLE} is set, its key is used instead of a saved one.\n\
             Exit status: 1 if no keyring can be reached; then nothing is saved."
        ))
}

/// Keeps a key, or removes it.
pub(super) fn run(matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let usual = endpoint::named("rdf").ok_or_else(|| Failure::usage("there is no profile"))?;
    let url = matches.get_one::<String>("url").map(String::as_str).unwrap_or_default();
    let endpoint = Endpoint::parse(url, usual).map_err(|problem| Failure::usage(problem.to_text()))?;
    let name = printable(&endpoint.name);
    let keys = Keys::of_this_system();
    if matches.get_flag("remove") {
        let removed = keys
            .remove(&endpoint.url)
            .map_err(|NoStore(why)| Failure::input(printable(&format!("no key was removed: {why}"))))?;
        console.note(&if removed {
            format!("removed the key for {name}")
        } else {
            format!("there is no key for {name}")
        });
        return Ok(Exit::Done);
    }
    let Some(key) = Key::of(&read(&name)?) else {
        return Err(Failure::input(
            "standard input has no key: it must be one line of ASCII without control characters",
        ));
    };
    match keys.keep(&endpoint.url, key) {
        KeptIn::Store => {
            console.note(&format!("saved the key for {name} in the system keyring"));
            if keys.is_given() {
                console.note(&format!("while {KEY_VARIABLE} is set, that one is used instead"));
            }
            Ok(Exit::Done)
        }
        KeptIn::Session(NoStore(why)) => {
            Err(Failure::input(printable(&format!("the key was not saved: {why}; set {KEY_VARIABLE} instead"))))
        }
    }
}

/// What a person types without seeing it, or what another program gives.
fn read(name: &str) -> Result<String, Failure> {
    let stdin = std::io::stdin();
    let unread = |error: std::io::Error| Failure::input(format!("standard input cannot be read: {error}"));
    let mut text = String::new();
    if stdin.is_terminal() {
        eprint!("Key for {name}: ");
        let hidden = Hidden::begin();
        let read = stdin.read_line(&mut text);
        drop(hidden);
        eprintln!();
        read.map_err(unread)?;
    } else {
        stdin.lock().take(MOST).read_to_string(&mut text).map_err(unread)?;
    }
    Ok(text)
}

/// While it lives, the terminal does not show what is typed.
#[cfg(unix)]
struct Hidden(Option<rustix::termios::Termios>);

#[cfg(unix)]
impl Hidden {
    fn begin() -> Self {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};
        let Ok(before) = tcgetattr(std::io::stdin()) else { return Hidden(None) };
        let mut now = before.clone();
        now.local_modes.remove(LocalModes::ECHO);
        let done = tcsetattr(std::io::stdin(), OptionalActions::Flush, &now);
        Hidden(done.is_ok().then_some(before))
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            // Nothing can be done about a terminal that is gone.
            let _ = rustix::termios::tcsetattr(std::io::stdin(), rustix::termios::OptionalActions::Flush, before);
        }
    }
}

/// What is typed is shown there.
#[cfg(not(unix))]
struct Hidden;

#[cfg(not(unix))]
impl Hidden {
    fn begin() -> Self {
        Hidden
    }
}
