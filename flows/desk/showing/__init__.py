"""What the desk shows: pages, lists, exports and feeds."""
