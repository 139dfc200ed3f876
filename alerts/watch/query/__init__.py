"""Queries: parsed, checked, evaluated against an article, and explained."""
