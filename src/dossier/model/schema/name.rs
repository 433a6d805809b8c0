//! Names: one thing may have many, in several languages and scripts, each with its part to play.

use crate::dossier::model::NameRole;

record! {
    /// A further name of an entity, besides its main `name`.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct Name ("name") {
        /// The name, as it is written in its language.
        pub text: String = Needed { identity: true },
        /// BCP 47 language tag, such as `ja` or `zh-Hans`.
        pub lang: Option<String> = Text { identity: true, likeness: true },
        /// What the name is for.
        pub role: NameRole = Word(NameRole, |name| NameRole::without_word(name.lang.as_deref())) {
            likeness: true,
        },
    }
    beside {}
}
