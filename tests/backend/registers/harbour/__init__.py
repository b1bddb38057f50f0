"""A register that there is not, as a newcomer adds one: this folder with its data, and a line in the map."""
