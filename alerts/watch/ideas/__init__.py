"""Ideas: what a watch is about where no words say it, weighed by signs that were learned."""
