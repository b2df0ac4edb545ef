"""The front page: what is in dispute, what is new, what waits for whom."""
