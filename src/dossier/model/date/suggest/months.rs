//! Names of months in languages that sources are likely to be in, in small letters without accents.

use crate::dossier::model::date::words::MONTHS;

/// By month: German, French, Spanish, Italian, Portuguese, Dutch, Indonesian; and short forms that are
/// not the first three letters of one of them.
const ELSEWHERE: [&[&str]; 12] = [
    &["januar", "janner", "janvier", "enero", "gennaio", "janeiro", "januari"],
    &["februar", "feber", "fevrier", "febrero", "febbraio", "fevereiro", "februari"],
    &["marz", "maerz", "mrz", "mars", "marzo", "marco", "maart", "maret"],
    &["avril", "abril", "aprile"],
    &["mai", "mayo", "maggio", "maio", "mei"],
    &["juni", "juin", "junio", "giugno", "junho"],
    &["juli", "juillet", "julio", "luglio", "julho"],
    &["aout", "agosto", "augustus", "agustus"],
    &["septembre", "septiembre", "setiembre", "settembre", "setembro", "sept"],
    &["oktober", "octobre", "octubre", "ottobre", "outubro"],
    &["novembre", "noviembre", "novembro"],
    &["dezember", "decembre", "diciembre", "dicembre", "dezembro", "desember"],
];

/// The month of a name or of its first three letters, from 1.
pub(super) fn month(name: &str) -> Option<u32> {
    let number = |at: usize| at as u32 + 1;
    let english = MONTHS.iter().position(|month| {
        let month = month.to_lowercase();
        name == month || (name.len() == 3 && month.starts_with(name))
    });
    let elsewhere = || {
        ELSEWHERE.iter().position(|names| names.iter().any(|n| *n == name || (name.len() == 3 && n.starts_with(name))))
    };
    english.or_else(elsewhere).map(number)
}
