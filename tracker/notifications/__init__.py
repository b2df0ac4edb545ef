"""What concerns somebody: told to them, read by them, and mailed once a day."""
