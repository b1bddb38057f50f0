"""The terminal: driver, input, signals, pictures, and what is left when something crashes."""
