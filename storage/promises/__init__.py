"""Promises: alerts, their deliveries and digests, and who has claimed what."""
