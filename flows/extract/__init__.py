"""Reading: bytes of pages, files and archives become extracts, within bounds."""
