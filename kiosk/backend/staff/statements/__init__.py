"""What is said to the database about the staff, by subject."""
