"""The newsroom's own ratings of claims: the scale, what is proposed, what stands and stood."""
