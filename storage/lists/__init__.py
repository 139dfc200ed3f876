"""Lists: found by index and read in pages, without texts."""
