"""TOML as people write it: lines, spellings, hints and tables."""
