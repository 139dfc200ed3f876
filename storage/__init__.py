"""The nouns: frozen records, their tables, and the doors to the database."""
