"""Files by kind, read in pieces: records, tables, web archives, text with a head."""
