"""Files as a way in: archives and records of every kind, brought into the corpus in order."""
