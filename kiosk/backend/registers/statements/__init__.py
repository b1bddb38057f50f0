"""Every statement about tickets and notices, a file for each use of them."""
