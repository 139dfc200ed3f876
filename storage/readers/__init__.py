"""Readers: what they judged, changed and are let in by."""
