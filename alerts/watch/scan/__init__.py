"""One pass over a text: its folded layout, the patterns looked for, and which hits hold."""
