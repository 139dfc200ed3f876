"""Several stories in one message: digests and what waited, with their words and charts."""
