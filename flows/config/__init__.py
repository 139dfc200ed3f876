"""The configuration: its shape, read once into frozen values, and the database it names."""
