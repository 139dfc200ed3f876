"""What a text about many things brings in one passage: an item of a list, an answer of a spokesperson."""
