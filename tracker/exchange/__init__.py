"""Imports, exports and the demo data: one module per format."""
