"""Sources with their snapshots, the outlets that publish them, and occasions."""
