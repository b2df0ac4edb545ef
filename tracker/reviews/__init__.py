"""Reviewing: publish, withdraw, reinstate, correct."""
