"""Where an article's text stands in a page or file,."""
