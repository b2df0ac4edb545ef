"""The demo: an article with nine votes of the General Assembly, or an invented story."""

from tracker.exchange.demo.loading import load
from tracker.exchange.demo.story.loading import load_story

__all__ = ["load", "load_story"]
