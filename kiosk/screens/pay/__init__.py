"""The pages from a plate to a receipt."""
