"""Names and phrases that newly rise beside tracked entities, as candidates for the watchlist."""
