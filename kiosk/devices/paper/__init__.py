"""The paper: letters, bars and modules as dots."""
