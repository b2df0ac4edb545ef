"""What readers say is wrong in a published statement, and what reviewers answer."""
