"""The service behind the terminals. It ships in the same package, and never imports the app."""

PORT = 8080
"""Where a backend listens unless it is given another port."""
