"""Digests: what stands in the next one, and what it takes back of an earlier one."""
