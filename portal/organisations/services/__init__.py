"""What happens to an organisation: one function a use case, in a transaction, logged."""
