"""A self-service terminal for Taipei's parking one-stop service."""

__version__ = "0.1.0"
