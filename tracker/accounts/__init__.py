"""People who sign in: accounts, passwords, sessions."""
