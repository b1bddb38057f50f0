"""The pages of the owner's area."""
