"""Looking up, paying and collecting."""
