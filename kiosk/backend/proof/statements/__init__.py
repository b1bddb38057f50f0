"""Every statement about what proves a person, a file for each kind of proof."""
