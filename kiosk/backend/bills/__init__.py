"""Bills of our own register, tickets and notices, as one of the kinds of things that can be paid."""
