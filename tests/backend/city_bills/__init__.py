"""Bills of other cities, paid here."""
