"""What days, vehicles and names are called in every language: for pages, for paper and for phones alike."""
