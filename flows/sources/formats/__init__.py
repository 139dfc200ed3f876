"""Feeds, sitemaps, listing pages and OPML: each format read into entries."""
