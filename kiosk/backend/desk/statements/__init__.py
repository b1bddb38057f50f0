"""What the desk asks the database: readings only, each by an index."""
