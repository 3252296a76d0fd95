"""Forms of hours, of what reduces them."""
