"""The desk: what the service shows over HTTP."""
