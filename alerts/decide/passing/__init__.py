"""What a text brings in one passage: an item of a list, a spokesperson's answer, a column's own report."""
