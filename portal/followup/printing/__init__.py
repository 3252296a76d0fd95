"""Paper of the area: what is printed, given by hand, signed."""
