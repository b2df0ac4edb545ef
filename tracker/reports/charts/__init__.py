"""Charts of reports as plain data: the same specification for the page and for an image."""
