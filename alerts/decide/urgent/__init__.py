"""What cannot wait: found by weights that were learned, over signs of what happened, to whom and how."""
