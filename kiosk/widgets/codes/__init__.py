"""QR codes and bar codes, in cells and in pixels."""
