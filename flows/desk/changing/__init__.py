"""What readers change at the desk: watches, sources, names, judgements."""
