//! The consent without which nothing is sent: a person sees the hosts and what goes there, says yes, and only then there
//! is a [`Consent`], which [`Http`](super::transport::Http) asks for. Nothing here opens a connection.

use std::collections::BTreeSet;

use super::address::{Address, Host};

/// What a person is asked before the first request of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Question {
    hosts: BTreeSet<Host>,
    user_agent: String,
}

/// A person's yes to requests to some hosts. It cannot be copied, stored or made otherwise than by an answer.
#[derive(Debug)]
pub(crate) struct Consent {
    hosts: BTreeSet<Host>,
}

impl Question {
    /// About the hosts of these addresses, of a program that names itself so.
    pub(super) fn new<'a>(addresses: impl Iterator<Item = &'a Address>, user_agent: String) -> Self {
        Question { hosts: addresses.map(Address::host).collect(), user_agent }
    }

    /// The hosts that requests go to.
    #[cfg_attr(not(feature = "window"), allow(dead_code, reason = "on the command line the address is the consent"))]
    pub(crate) fn hosts(&self) -> impl Iterator<Item = &Host> {
        self.hosts.iter()
    }

    /// What is to be agreed to, in three sentences.
    #[cfg_attr(not(feature = "window"), allow(dead_code, reason = "on the command line the address is the consent"))]
    pub(crate) fn in_words(&self) -> String {
        let hosts: Vec<String> = self.hosts.iter().map(Host::to_string).collect();
        let hosts = match &hosts[..] {
            [host] => host.clone(),
            [all @ .., last] => format!("{} and {last}", all.join(", ")),
            [] => String::new(),
        };
        format!(
            "Chancery will send what you look up to {hosts}. Nothing else from this dossier is sent. The server sees your IP \
             address and “{}”.",
            self.user_agent
        )
    }

    /// The person agreed. To be called only from what a person does: a button, or a command that names the address.
    pub(crate) fn agreed(self) -> Consent {
        Consent { hosts: self.hosts }
    }
}

impl Consent {
    /// Whether it covers a host.
    pub(super) fn covers(&self, host: &Host) -> bool {
        self.hosts.contains(host)
    }
}
