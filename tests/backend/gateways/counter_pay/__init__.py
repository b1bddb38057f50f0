"""A gateway that there is not, as a newcomer adds one: this folder, and a line in the map."""
