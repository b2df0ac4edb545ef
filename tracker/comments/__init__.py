"""What colleagues say to each other about a statement or a claim."""
