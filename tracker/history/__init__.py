"""Who changed what, what differs, restoring what was."""
