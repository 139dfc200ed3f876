"""Learning from readers: what they judge is kept, and ideas learn from it."""
