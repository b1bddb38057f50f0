"""The order of the pages: one asynchronous function for each user flow (errand). Pages know nothing of one another."""
