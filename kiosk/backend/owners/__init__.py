"""Owners (車主): registering, signing in, changing, closing."""
