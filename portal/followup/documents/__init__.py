"""Files of a case."""
