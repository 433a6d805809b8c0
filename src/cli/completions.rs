//! `chancery completions`: what a shell needs to complete the command line.

use clap::{Arg, ArgMatches, value_parser};
use clap_complete::Shell;

use super::{Command, Console, Exit, Failure};

pub(super) struct CompletionsCommand;

impl Command for CompletionsCommand {
    fn describe(&self) -> clap::Command {
        clap::Command::new("completions")
            .about("Print a completion script for a shell")
            .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(value_parser!(Shell)))
            .after_help(
                "Examples:\n  chancery completions bash > ~/.local/share/bash-completion/completions/chancery\n  \
                 chancery completions fish > ~/.config/fish/completions/chancery.fish",
            )
    }

    fn run(&self, matches: &ArgMatches, console: &mut Console<'_>) -> Result<Exit, Failure> {
        // The argument is required, so that clap has refused a call without it.
        let Some(shell) = matches.get_one::<Shell>("shell") else {
            return Err(Failure::usage("name a shell, such as bash"));
        };
        let mut bytes = Vec::new();
        clap_complete::generate(*shell, &mut super::program(), "chancery", &mut bytes);
        console.print_bytes(&bytes);
        Ok(Exit::Done)
    }
}
