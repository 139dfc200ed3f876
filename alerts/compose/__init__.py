"""Composing what is sent: pure functions from what is known to the bytes of a message."""
