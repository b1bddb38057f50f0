"""The phone that the demo shows beside the page."""
