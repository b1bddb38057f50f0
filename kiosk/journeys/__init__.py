"""The order of the pages: one asynchronous function for each user flow. Pages know nothing of one another."""
