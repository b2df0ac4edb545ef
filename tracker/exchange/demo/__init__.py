"""The demo: an article's statements and nine votes of the General Assembly."""

from tracker.exchange.demo.loading import load

__all__ = ["load"]
