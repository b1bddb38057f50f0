"""What pages have in common: the frame, forms, lists, and the pages that any task may show."""
