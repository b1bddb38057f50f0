"""Every statement about payments and money, a file for each kind of row."""
