"""The terminals that may ask, and when they were here last."""
