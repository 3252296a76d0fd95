"""What changes people's rights: one function a use case, each in a transaction, each logged."""
