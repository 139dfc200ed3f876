"""The steps of one monitoring cycle: poll, keep the poll, read pages, look at alerted articles again."""
