"""Every statement about owners and how they sign in, a file for each kind of row."""
