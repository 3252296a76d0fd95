"""What is done to hours, a module by who does it and when."""
