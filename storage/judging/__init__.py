"""What judging keeps: the index of copies, stories, their topics, merges and originals."""
