"""What an address refuses to receive, and the links of a message that lead there."""
