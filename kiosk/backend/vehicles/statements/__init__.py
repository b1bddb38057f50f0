"""Every statement about the vehicles of owners, a file for each kind of row."""
