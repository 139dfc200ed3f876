"""When to tell: one decision on plain data, always with its reasons in words."""
