"""From a text and its values to the two parts of a message."""
