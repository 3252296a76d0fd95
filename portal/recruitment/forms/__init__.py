"""What is asked to register, and to manage a list."""
