//! The macros that write a record from its table: the struct, its rows, and the changes that set
//! one field. What a row may say is in `field.rs`.

/// Writes a record from its fields. A row is
///
/// ```text
/// /// What it is.
/// pub NAME: TYPE as VARIANT = FIELD TYPE(ARGUMENTS) { COLUMN: VALUE },
/// ```
///
/// where `as VARIANT` gives it a change of its own, and arguments and columns may be missing. What
/// belongs to the record and is in no file follows under `beside`.
macro_rules! record {
    (
        $(#[$meta:meta])*
        $vis:vis struct $record:ident ($called:literal) { $($rows:tt)* }
        beside { $($beside:tt)* }
    ) => {
        record_struct! { [$(#[$meta])*] [$vis] $record { $($rows)* } { $($beside)* } }
        record_schema! { $record $called [std::convert::Infallible] { $($rows)* } { $($beside)* } }
    };
    (
        $(#[$meta:meta])*
        $vis:vis struct $record:ident ($called:literal) { $($rows:tt)* }
        beside { $($beside:tt)* }
        $(#[$change_meta:meta])*
        changes $change:ident { $($extra:tt)* }
    ) => {
        record_struct! { [$(#[$meta])*] [$vis] $record { $($rows)* } { $($beside)* } }
        record_schema! { $record $called [$change] { $($rows)* } { $($beside)* } }
        record_changes! { [$(#[$change_meta])*] $record $change { $($rows)* } { $($extra)* } }
    };
}

/// Writes a struct whose fields are a group in the table of a record, and the rows of that group.
macro_rules! group {
    (
        $(#[$meta:meta])*
        $vis:vis struct $group:ident in $record:ident.$place:ident as $table:ident {
            $(
                $(#[$row_meta:meta])*
                $row_vis:vis $field:ident: $type:ty = $kind:ident $(($($argument:tt)*))? $({ $($column:ident: $value:expr),* $(,)? })?,
            )*
        }
    ) => {
        $(#[$meta])*
        $vis struct $group {
            $( $(#[$row_meta])* $row_vis $field: $type, )*
        }

        const $table: Rows<$record> = Rows {
            fields: &[
                $( row!($record [$place.$field] $field [None] $kind [$($($argument)*)?] [$($($column: $value,)*)?]), )*
            ],
            names: &[$( stringify!($field), )*],
        };
    };
}

macro_rules! record_struct {
    (
        [$(#[$meta:meta])*] [$vis:vis] $record:ident
        {
            $(
                $(#[$row_meta:meta])*
                $row_vis:vis $field:ident: $type:ty $(as $variant:ident)? =
                    $kind:ident $(($($argument:tt)*))? $({ $($column:ident: $value:expr),* $(,)? })?,
            )*
        }
        { $( $(#[$beside_meta:meta])* $beside_vis:vis $beside:ident: $beside_type:ty, )* }
    ) => {
        $(#[$meta])*
        $vis struct $record {
            $( $(#[$row_meta])* $row_vis $field: $type, )*
            $( $(#[$beside_meta])* $beside_vis $beside: $beside_type, )*
        }
    };
}

macro_rules! record_schema {
    (
        $record:ident $called:literal [$change:ty]
        {
            $(
                $(#[$row_meta:meta])*
                $row_vis:vis $field:ident: $type:ty $(as $variant:ident)? =
                    $kind:ident $(($($argument:tt)*))? $({ $($column:ident: $value:expr),* $(,)? })?,
            )*
        }
        { $( $(#[$beside_meta:meta])* $beside_vis:vis $beside:ident: $beside_type:ty, )* }
    ) => {
        impl $crate::dossier::model::schema::Schema for $record {
            type Change = $change;
            const CALLED: &'static str = $called;
            const WORD: &'static str = stringify!($record);
            const ROWS: $crate::dossier::model::schema::Rows<Self> = $crate::dossier::model::schema::Rows {
                fields: &[
                    $( row!(
                        $record [$field] $field [change_of!($record $field [$change] $($variant)?)]
                        $kind [$($($argument)*)?] [$($($column: $value,)*)?]
                    ), )*
                ],
                names: &[$( stringify!($field), )*],
            };

            fn blank() -> Self {
                $record { $( $field: Default::default(), )* $( $beside: Default::default(), )* }
            }

            fn names() -> &'static [&'static str] {
                static NAMES: std::sync::OnceLock<Vec<&'static str>> = std::sync::OnceLock::new();
                NAMES.get_or_init(|| $crate::dossier::model::schema::names_in_file(Self::FIELDS))
            }

            fn former_names() -> &'static [(&'static str, &'static str)] {
                static NAMES: std::sync::OnceLock<Vec<(&'static str, &'static str)>> = std::sync::OnceLock::new();
                NAMES.get_or_init(|| $crate::dossier::model::schema::former_names(Self::FIELDS))
            }
        }

        impl serde::Serialize for $record {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::dossier::model::schema::form::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $record {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::dossier::model::schema::form::deserialize(deserializer)
            }
        }
    };
}

macro_rules! record_changes {
    (
        [$(#[$meta:meta])*] $record:ident $change:ident
        {
            $(
                $(#[$row_meta:meta])*
                $row_vis:vis $field:ident: $type:ty $(as $variant:ident)? =
                    $kind:ident $(($($argument:tt)*))? $({ $($column:ident: $value:expr),* $(,)? })?,
            )*
        }
        {
            $(
                $(#[$extra_meta:meta])*
                $extra:ident($($part:ident: $part_type:ty),*), $word:expr => |$target:ident| $set:expr,
            )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs, reason = "each variant is the field of its name, told in the table")]
        pub enum $change {
            $( $( $variant($type), )? )*
            $( $(#[$extra_meta])* $extra($($part_type),*), )*
        }

        impl $crate::dossier::model::schema::FieldChange<$record> for $change {
            fn set(self, record: &mut $record) {
                match self {
                    $( $( $change::$variant(value) => record.$field = value, )? )*
                    $( $change::$extra($($part),*) => {
                        let $target = record;
                        $set;
                    } )*
                }
            }

            #[allow(unused_variables, reason = "some words are the field's own, others are in its value")]
            fn word(&self) -> &str {
                match self {
                    $( $( $change::$variant(_) => {
                        $crate::dossier::model::schema::word::<$record>(stringify!($field))
                    } )? )*
                    $( $change::$extra($($part),*) => $word, )*
                }
            }
        }
    };
}

/// One row of a table.
macro_rules! row {
    ($record:ident [$($path:tt)+] $field:ident [$change:expr] $kind:ident [$($argument:tt)*] [$($column:tt)*]) => {
        $crate::dossier::model::schema::Field {
            $($column)*
            ..$crate::dossier::model::schema::Field::new(
                stringify!($field),
                field_type!($record [$($path)+] $kind $($argument)*),
                $change,
            )
        }
    };
}

/// The change that a row makes.
macro_rules! change_of {
    ($record:ident $field:ident [$change:ty] $variant:ident) => {
        Some(|record: &$record| <$change>::$variant(record.$field.clone()))
    };
    ($record:ident $field:ident [$change:ty]) => {
        None
    };
}

/// The type of a row with the way to its value.
macro_rules! field_type {
    ($record:ident [$($path:tt)+] Id) => {
        $crate::dossier::model::schema::FieldType::Id(id_lens!($record [$($path)+]))
    };
    ($record:ident [$($path:tt)+] Reference) => {
        $crate::dossier::model::schema::FieldType::Reference(id_lens!($record [$($path)+]))
    };
    ($record:ident [$($path:tt)+] MaybeReference) => {
        $crate::dossier::model::schema::FieldType::MaybeReference($crate::dossier::model::schema::MaybeIdLens {
            get: |record: &$record| record.$($path)+.as_ref().map(|id| id.as_str()),
            set: |record: &mut $record, id| record.$($path)+ = id.map($crate::dossier::model::id::IdText::of),
        })
    };
    ($record:ident [$($path:tt)+] OwnId $get:expr, $set:expr) => {
        $crate::dossier::model::schema::FieldType::OwnId($crate::dossier::model::schema::MaybeIdLens {
            get: $get,
            set: $set,
        })
    };
    ($record:ident [$($path:tt)+] Word $words:ident) => {
        field_type!($record [$($path)+] Word $words, |_| $words::default())
    };
    ($record:ident [$($path:tt)+] Word $words:ident, |$about:pat_param| $usual:expr) => {
        $crate::dossier::model::schema::FieldType::Word($crate::dossier::model::schema::WordLens {
            words: <$words as $crate::dossier::model::words::Words>::WORDS,
            get: |record: &$record| Some(record.$($path)+.word()),
            set: |record: &mut $record, word| {
                record.$($path)+ = word.and_then($crate::dossier::model::words::named).unwrap_or_default();
            },
            usual: |$about: &$record| Some($usual.word()),
        })
    };
    ($record:ident [$($path:tt)+] Choice $words:expr) => {
        $crate::dossier::model::schema::FieldType::Choice($crate::dossier::model::schema::WordLens {
            words: $words,
            get: |record: &$record| record.$($path)+,
            set: |record: &mut $record, word| record.$($path)+ = word,
            usual: |_: &$record| None,
        })
    };
    ($record:ident [$($path:tt)+] Group $rows:expr, $brackets:ident) => {
        $crate::dossier::model::schema::FieldType::Group($rows, $crate::dossier::model::schema::Brackets::$brackets)
    };
    ($record:ident [$($path:tt)+] $kind:ident) => {
        $crate::dossier::model::schema::FieldType::$kind(lens!($record [$($path)+]))
    };
    ($record:ident [$($path:tt)+] $kind:ident $argument:expr) => {
        $crate::dossier::model::schema::FieldType::$kind(lens!($record [$($path)+]), $argument)
    };
}

macro_rules! lens {
    ($record:ident [$($path:tt)+]) => {
        $crate::dossier::model::schema::Lens {
            get: |record: &$record| &record.$($path)+,
            put: |record: &mut $record| &mut record.$($path)+,
        }
    };
}

macro_rules! id_lens {
    ($record:ident [$($path:tt)+]) => {
        $crate::dossier::model::schema::IdLens {
            get: |record: &$record| record.$($path)+.as_str(),
            set: |record: &mut $record, id| record.$($path)+ = $crate::dossier::model::id::IdText::of(id),
        }
    };
}
