"""Which generation of the rules reads titles and texts."""

GENERATION = 2
"""Raise it whenever titles or texts come out otherwise than before.

What an article said is compared with what its page says now. Where the two were read by other rules, what
differs may be our reading and no correction, so the new text silently takes the place of the old one.
"""
