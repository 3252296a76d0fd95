"""The person's side: what a linked person reads and says, what is shared, their own file."""
