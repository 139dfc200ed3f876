"""What a story turns by, read from headlines and leads in both languages."""
