"""The demonstration: a newsstand, two sinks and a script, all on loopback."""
