"""Versions: alerted articles are looked at again, and what changed is named, kept and told."""
