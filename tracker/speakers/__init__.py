"""Speakers: anyone who can hold a position, with names and dated roles."""
