"""Fields, and the keys on the screen that fill them."""
