"""Data in and out of the file, for people who work elsewhere."""
