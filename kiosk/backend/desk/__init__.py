"""What staff see at the desk: everything that a person may have in their hand, and what happened to it."""
