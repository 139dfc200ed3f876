"""Feeds: alerts, stories and search results as other programs subscribe to them."""
