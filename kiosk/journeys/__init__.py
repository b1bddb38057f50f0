"""The order of the pages: one asynchronous function for each errand. Pages know nothing of one another."""
