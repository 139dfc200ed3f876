"""Questions about what is known and was done: read only, answered in records for every face."""
