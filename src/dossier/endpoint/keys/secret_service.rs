//! The Secret Service of freedesktop.org (draft 0.2), which GNOME Keyring, KWallet and KeePassXC offer over D-Bus. Secrets
//! travel over the session bus, which only programs of the same person can use, as they are (the algorithm `plain`).
//! Opens no connection to another computer.

use std::collections::HashMap;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

use zbus::export::futures_core::Stream;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, OwnedValue, Value};
use zbus::{Connection, Proxy};

use super::{Key, NoStore, SecretStore};

const BUS_NAME: &str = "org.freedesktop.secrets";
const SERVICE: &str = "/org/freedesktop/secrets";
/// Where new secrets go if the service names no default.
const DEFAULT: &str = "/org/freedesktop/secrets/aliases/default";
/// The path that stands for none.
const NONE: &str = "/";
/// A service may have to be started first.
const PATIENCE: Duration = Duration::from_secs(5);
/// How a person finds it among their secrets.
const LABEL: &str = "Chancery: key for ";

/// The service of this session.
pub(super) struct SecretService;

/// A secret as it travels: the session, parameters of the algorithm, the value, its media type.
type Secret = (OwnedObjectPath, Vec<u8>, Vec<u8>, String);

impl SecretStore for SecretService {
    fn get(&self, address: &str) -> Result<Option<Key>, NoStore> {
        run(async {
            let service = Service::open().await?;
            let Some(item) = service.items(address).await?.into_iter().next() else { return Ok(None) };
            let item = service.proxy(&item, "org.freedesktop.Secret.Item").await?;
            let (secret,): (Secret,) = item.call("GetSecret", &(&service.session,)).await?;
            let text = String::from_utf8(secret.2).unwrap_or_default();
            Ok(Key::of(&text))
        })
    }

    fn set(&self, address: &str, key: &Key) -> Result<(), NoStore> {
        run(async {
            let service = Service::open().await?;
            let collection = service.collection().await?;
            service.unlock(std::slice::from_ref(&collection)).await?;
            let proxy = service.proxy(&collection, "org.freedesktop.Secret.Collection").await?;
            let label = format!("{LABEL}{address}");
            let properties: HashMap<&str, Value<'_>> = [
                ("org.freedesktop.Secret.Item.Label", Value::from(label.as_str())),
                ("org.freedesktop.Secret.Item.Attributes", Value::from(attributes(address))),
            ]
            .into();
            let secret = (&service.session, Vec::<u8>::new(), key.value().as_bytes(), "text/plain; charset=utf8");
            let (_, prompt): (OwnedObjectPath, OwnedObjectPath) =
                proxy.call("CreateItem", &(properties, secret, true)).await?;
            service.ask(&prompt).await
        })
    }

    fn remove(&self, address: &str) -> Result<bool, NoStore> {
        run(async {
            let service = Service::open().await?;
            let items = service.items(address).await?;
            for item in &items {
                let item = service.proxy(item, "org.freedesktop.Secret.Item").await?;
                let (prompt,): (OwnedObjectPath,) = item.call("Delete", &()).await?;
                service.ask(&prompt).await?;
            }
            Ok(!items.is_empty())
        })
    }
}

/// Why something was not done.
enum Trouble {
    Bus(zbus::Error),
    /// The person closed the question for the password.
    Dismissed,
}

impl From<zbus::Error> for Trouble {
    fn from(error: zbus::Error) -> Self {
        Trouble::Bus(error)
    }
}

fn run<T>(work: impl Future<Output = Result<T, Trouble>>) -> Result<T, NoStore> {
    pollster::block_on(work).map_err(|trouble| {
        NoStore(match trouble {
            Trouble::Dismissed => "the keyring stayed locked".to_owned(),
            Trouble::Bus(zbus::Error::MethodError(name, _, _)) => format!("the Secret Service answered {name}"),
            // What the bus says in full is for the log: it names paths of this computer.
            Trouble::Bus(error) => {
                log::debug!("the session bus: {error}");
                "no keyring (Secret Service) can be reached".to_owned()
            }
        })
    })
}

/// By what a secret is found again.
fn attributes(address: &str) -> HashMap<&str, &str> {
    [("application", "chancery"), ("endpoint", address)].into()
}

/// A conversation with it.
struct Service {
    bus: Connection,
    session: OwnedObjectPath,
}

impl Service {
    async fn open() -> Result<Self, Trouble> {
        let bus = zbus::connection::Builder::session()?.method_timeout(PATIENCE).build().await?;
        let service = Proxy::new(&bus, BUS_NAME, SERVICE, "org.freedesktop.Secret.Service").await?;
        let (_, session): (OwnedValue, OwnedObjectPath) =
            service.call("OpenSession", &("plain", Value::from(""))).await?;
        Ok(Service { bus, session })
    }

    async fn proxy(&self, path: &OwnedObjectPath, interface: &'static str) -> Result<Proxy<'static>, Trouble> {
        let path: ObjectPath<'static> = path.clone().into_inner();
        Ok(Proxy::new(&self.bus, BUS_NAME, path, interface).await?)
    }

    async fn service(&self) -> Result<Proxy<'static>, Trouble> {
        Ok(Proxy::new(&self.bus, BUS_NAME, SERVICE, "org.freedesktop.Secret.Service").await?)
    }

    /// The secrets of an address, unlocked.
    async fn items(&self, address: &str) -> Result<Vec<OwnedObjectPath>, Trouble> {
        let service = self.service().await?;
        let (mut open, locked): (Vec<OwnedObjectPath>, Vec<OwnedObjectPath>) =
            service.call("SearchItems", &(attributes(address),)).await?;
        if !locked.is_empty() {
            self.unlock(&locked).await?;
            open.extend(locked);
        }
        Ok(open)
    }

    /// Where a new secret goes.
    async fn collection(&self) -> Result<OwnedObjectPath, Trouble> {
        let (path,): (OwnedObjectPath,) = self.service().await?.call("ReadAlias", &("default",)).await?;
        if path.as_str() != NONE {
            return Ok(path);
        }
        Ok(ObjectPath::from_static_str_unchecked(DEFAULT).into())
    }

    /// Unlocks what is locked; the person may be asked for a password.
    async fn unlock(&self, paths: &[OwnedObjectPath]) -> Result<(), Trouble> {
        let (_, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
            self.service().await?.call("Unlock", &(paths,)).await?;
        self.ask(&prompt).await
    }

    /// Lets the service ask the person, and waits for the answer.
    async fn ask(&self, prompt: &OwnedObjectPath) -> Result<(), Trouble> {
        if prompt.as_str() == NONE {
            return Ok(());
        }
        let prompt = self.proxy(prompt, "org.freedesktop.Secret.Prompt").await?;
        // Before it is shown: the answer may come at once.
        let mut completed = prompt.receive_signal("Completed").await?;
        let () = prompt.call("Prompt", &("",)).await?;
        let answer = poll_fn(|context| Pin::new(&mut completed).poll_next(context)).await;
        let Some(answer) = answer else { return Err(Trouble::Dismissed) };
        let (dismissed, _): (bool, OwnedValue) = answer.body().deserialize()?;
        if dismissed { Err(Trouble::Dismissed) } else { Ok(()) }
    }
}
