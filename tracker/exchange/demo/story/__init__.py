"""The story: an invented town's debate, as texts and tables that people can read."""
