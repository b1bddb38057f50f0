"""What every page is made of: words, targets, the focus, header and footer."""
