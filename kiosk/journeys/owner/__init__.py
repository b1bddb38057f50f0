"""The owner's area, from the session to its end."""
