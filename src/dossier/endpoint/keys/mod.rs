//! Keys of services that need one: from the environment, from the system keyring, or held for a session where
//! there is no store. They are sent to the service and go nowhere else: not into a dossier, the settings, the log, an error
//! or a kept answer.

#[cfg(all(unix, not(target_os = "macos")))]
mod secret_service;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::address::Address;

/// The variable that is used before any store.
pub(crate) const KEY_VARIABLE: &str = "CHANCERY_ENDPOINT_KEY";
/// Longest key that is taken, in bytes.
pub(crate) const LONGEST_KEY: usize = 8_192;
/// Shorter ones are not looked for in what a server says: they would be found by chance.
const SHORTEST_HIDDEN: usize = 6;

/// A key, sent as `Authorization`. It does not show itself.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Key(String);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    /// What a person typed, without space around it; `None` where it is no key: nothing, or what cannot stand in a header.
    pub(crate) fn of(text: &str) -> Option<Key> {
        let text = text.trim();
        let is_good = !text.is_empty() && text.len() <= LONGEST_KEY && text.bytes().all(|b| (b' '..=b'~').contains(&b));
        is_good.then(|| Key(text.to_owned()))
    }

    /// The value of the header.
    pub(super) fn value(&self) -> &str {
        &self.0
    }

    /// A text without the key, in case a server repeats it. The word before it, such as `ApiKey`, is no secret.
    pub(super) fn hidden_in(&self, text: String) -> String {
        let secret = self.0.split_once(' ').map_or(self.0.as_str(), |(_, rest)| rest.trim_start());
        let is_there = secret.len() >= SHORTEST_HIDDEN && text.contains(secret);
        if is_there { text.replace(secret, "(key)") } else { text }
    }
}

/// Why there is no store: a few words after “because”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoStore(pub(crate) String);

/// A store of the system that keeps secrets for a person. Each call may wait for the person to unlock it.
pub(crate) trait SecretStore: Send + Sync {
    /// The key of an address; `None` where it has none.
    ///
    /// # Errors
    /// That it cannot be reached or stays locked.
    fn get(&self, address: &str) -> Result<Option<Key>, NoStore>;
    /// Keeps a key in place of another.
    ///
    /// # Errors
    /// That it cannot be reached or stays locked.
    fn set(&self, address: &str, key: &Key) -> Result<(), NoStore>;
    /// Forgets the key of an address. Says whether there was one.
    ///
    /// # Errors
    /// That it cannot be reached or stays locked.
    fn remove(&self, address: &str) -> Result<bool, NoStore>;
}

/// Where a key is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeptIn {
    /// In the system's store.
    Store,
    /// Only until the program ends, because there is no store.
    Session(NoStore),
}

/// The keys that are known.
pub(crate) struct Keys {
    store: Box<dyn SecretStore>,
    /// Of the environment; it wins.
    given: Option<Key>,
    /// What was found or given in this session, by address; `None` where the store has none.
    known: Mutex<HashMap<String, Option<Key>>>,
}

impl Keys {
    /// Those of this computer and its environment.
    pub(crate) fn of_this_system() -> Self {
        let given = std::env::var(KEY_VARIABLE).ok().and_then(|text| Key::of(&text));
        Keys::with(store_of_this_system(), given)
    }

    /// Those of a store.
    pub(crate) fn with(store: Box<dyn SecretStore>, given: Option<Key>) -> Self {
        Keys { store, given, known: Mutex::default() }
    }

    /// Whether the environment gives one, which wins over all others.
    pub(crate) fn is_given(&self) -> bool {
        self.given.is_some()
    }

    /// The key of a service. May wait for the store.
    pub(crate) fn key(&self, address: &Address) -> Option<Key> {
        if self.given.is_some() {
            return self.given.clone();
        }
        if let Some(known) = self.known().get(address.as_str()) {
            return known.clone();
        }
        let found = self.store.get(address.as_str()).unwrap_or_else(|NoStore(why)| {
            log::debug!("no key is read from the system keyring: {why}");
            None
        });
        // One that was given meanwhile is the newer one.
        self.known().entry(address.as_str().to_owned()).or_insert(found).clone()
    }

    /// Uses a key from now on, until the program ends. Asks no store.
    pub(crate) fn hold(&self, address: &Address, key: Key) {
        self.known().insert(address.as_str().to_owned(), Some(key));
    }

    /// Uses a key from now on and keeps it in the store, if there is one. May wait for the store.
    pub(crate) fn keep(&self, address: &Address, key: Key) -> KeptIn {
        self.hold(address, key.clone());
        match self.store.set(address.as_str(), &key) {
            Ok(()) => KeptIn::Store,
            Err(none) => KeptIn::Session(none),
        }
    }

    /// Forgets a key. Says whether there was one.
    ///
    /// # Errors
    /// That the store cannot be reached: one that it may have stays there. What was held is forgotten all the same.
    pub(crate) fn remove(&self, address: &Address) -> Result<bool, NoStore> {
        let held = self.known().insert(address.as_str().to_owned(), None).flatten().is_some();
        match self.store.remove(address.as_str()) {
            Ok(removed) => Ok(removed || held),
            // Where there never was a store, what was held is all that there was.
            Err(_) if held => Ok(true),
            Err(none) => Err(none),
        }
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Option<Key>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(all(unix, not(target_os = "macos")))]
fn store_of_this_system() -> Box<dyn SecretStore> {
    Box::new(secret_service::SecretService)
}

/// Keys are held for the session there.
#[cfg(not(all(unix, not(target_os = "macos"))))]
fn store_of_this_system() -> Box<dyn SecretStore> {
    Box::new(Nowhere)
}

/// No store.
#[cfg(any(test, not(all(unix, not(target_os = "macos")))))]
pub(crate) struct Nowhere;

#[cfg(any(test, not(all(unix, not(target_os = "macos")))))]
impl SecretStore for Nowhere {
    fn get(&self, _: &str) -> Result<Option<Key>, NoStore> {
        Err(none())
    }

    fn set(&self, _: &str, _: &Key) -> Result<(), NoStore> {
        Err(none())
    }

    fn remove(&self, _: &str) -> Result<bool, NoStore> {
        Err(none())
    }
}

#[cfg(any(test, not(all(unix, not(target_os = "macos")))))]
fn none() -> NoStore {
    NoStore("Chancery cannot save keys on this system".to_owned())
}
