"""The queue: what was submitted, beside what it changes, and what a reviewer decides about it."""
