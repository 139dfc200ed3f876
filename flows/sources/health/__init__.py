"""How sources do: when each is polled next, and gaps, silence and flaws found and reported."""
