"""What a run in a process of its own needs: one cycle, its limit, digests due, signs of life."""
