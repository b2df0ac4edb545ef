"""The command `tracker`: thin, over the same commands and queries as the pages."""
