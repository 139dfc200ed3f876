"""Decide whether, when and as what an article is told: plain data in, a decision with its reasons out."""
