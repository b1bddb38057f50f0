"""The synthetic city that the demo shows: its vehicles and tickets, its owners, and its days."""
