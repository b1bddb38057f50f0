"""Bills of other counties and cities as one of the kinds of things that can be paid, and telling their city of it."""
