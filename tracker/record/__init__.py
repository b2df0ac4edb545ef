"""The record: the ledger of published stances and the table of positions."""

from tracker.record.health import counts_agree
from tracker.record.sync import Touched, sync

__all__ = ["Touched", "counts_agree", "sync"]
