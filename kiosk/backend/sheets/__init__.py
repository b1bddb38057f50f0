"""What a phone takes along, to be kept and printed."""
