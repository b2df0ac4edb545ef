"""Logging statements: editions, stances, citations, drafts."""
