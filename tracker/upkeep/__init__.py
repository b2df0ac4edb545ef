"""Keeping the record for years: backup, restore, moving to another engine, what is true now."""
