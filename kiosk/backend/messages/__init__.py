"""Messages to people: text messages, and the owner's history and inbox."""
