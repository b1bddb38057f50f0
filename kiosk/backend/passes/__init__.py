"""Monthly passes (月票): selling them, and what was sold."""
