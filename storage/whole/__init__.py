"""The database as a whole: its files, backups, moves elsewhere and upkeep."""
