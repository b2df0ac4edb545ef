"""The codebook: claims, and the tree of topics they belong to."""
