"""A mail server for the letters."""

from tests.admin.smtp import sink

__all__ = ["sink"]
