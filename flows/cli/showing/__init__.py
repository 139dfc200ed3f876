"""Commands that list and show what is known and was done."""
