"""Failures that a visitor reads a code of aloud: kept for a month, so that the desk can look it up."""
