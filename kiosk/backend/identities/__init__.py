"""Accounts at identity providers: linking them, and signing in with them."""
