"""Names in texts: how an entity is written, and whom a name means on the day of the article."""
