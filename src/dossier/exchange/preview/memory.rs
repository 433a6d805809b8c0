//! Choices that are kept for files of the same shape: the same heads in the same order, whatever the files are called.

use sha2::{Digest as _, Sha256};

use super::account::Table;
use super::choices::Choices;

/// Longest choices that are kept, in bytes; beyond that a file has words rather than kinds.
const LONGEST: usize = 32 << 10;

impl Choices {
    /// What files of the same shape have in common. To be made of tables that are guessed, before anything is chosen.
    pub(crate) fn shape_of(tables: &[Table]) -> String {
        let mut hash = Sha256::new();
        for table in tables {
            for name in &table.plan.names {
                hash.update(name.as_bytes());
                hash.update([0]);
            }
            hash.update([1]);
        }
        format!("{:x}", hash.finalize()).chars().take(32).collect()
    }

    /// The choices as text to be kept, with tables by number; `None` if that would be too long.
    pub(crate) fn to_keep(&self, tables: &[Table]) -> Option<String> {
        let number = |key: &str| tables.iter().position(|table| table.key == key || table.file_key == key);
        let mut kept = Choices { title: None, ..self.clone() };
        kept.tables = self.tables.iter().filter_map(|(k, v)| Some((number(k)?.to_string(), v.clone()))).collect();
        kept.texts = self.texts.iter().filter_map(|(k, v)| Some((number(k)?.to_string(), v.clone()))).collect();
        Some(kept.write()).filter(|text| text.len() <= LONGEST && kept != Choices::default())
    }

    /// Choices that were kept, for these tables; `None` if they cannot be read.
    pub(crate) fn kept(text: &str, tables: &[Table]) -> Option<Self> {
        let kept = Choices::read("", text).ok()?;
        let table = |number: &str| tables.get(number.parse::<usize>().ok()?);
        let by_table = |(n, choice): (&String, &_)| Some((table(n)?.key.clone(), Clone::clone(choice)));
        let tables_now = kept.tables.iter().filter_map(by_table).collect();
        let texts = kept.texts.iter().filter_map(|(n, choice)| Some((table(n)?.file_key.clone(), choice.clone())));
        Some(Choices { texts: texts.collect(), tables: tables_now, ..kept })
    }
}
