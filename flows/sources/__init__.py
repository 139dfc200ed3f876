"""What sources announce: feeds, sitemaps and listing pages, read into entries."""
