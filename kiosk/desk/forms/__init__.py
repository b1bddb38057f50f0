"""What is done at the desk, a form a file: one choice after the other, and what will happen to whom before it does."""
