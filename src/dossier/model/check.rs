//! Rules that a dossier should keep beyond being readable: ends that a kind foresees, claims for
//! every record, text without invisible characters. Yields findings by record and field; where in
//! the text that is, is found by whoever read the text.
