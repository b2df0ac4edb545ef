"""On the Record: who said what, when, and where they stand on each claim."""

__version__ = "0.4.0"
