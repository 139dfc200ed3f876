"""Reading addresses: the one place that opens connections to what sources name."""
