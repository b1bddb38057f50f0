"""Rules that only the server knows. Standard library only."""
