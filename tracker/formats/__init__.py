"""Writers and readers of files: plain Python, one module per format."""
