"""Where tickets come from, what is owed, and how it is dunned."""
