"""What the office publishes and sells, from its files."""
