"""One module a screen, or a family of them."""
