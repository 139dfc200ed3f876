"""The fact line: what a report in another language says, in parts that a machine can be sure of."""
