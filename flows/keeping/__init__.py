"""One life for an article: built, kept, matched and told, whichever way it enters."""
