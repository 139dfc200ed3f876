"""Judging: copies, stories and what is new, decided on plain values."""
