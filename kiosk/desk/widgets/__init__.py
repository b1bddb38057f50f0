"""What the desk's pages are made of: painted lines, the line on top, the line of the keys."""
