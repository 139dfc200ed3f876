"""The corpus: articles under their names, versions and looks, sources and what they announced."""
