"""The trade's rules as values. Standard library only: both the screen and the backend stand on it."""
