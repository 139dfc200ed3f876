"""The telling: watches, the decision to tell, and the channels."""
