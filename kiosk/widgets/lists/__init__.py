"""Cards and lists to choose from."""
