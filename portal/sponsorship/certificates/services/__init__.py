"""What is done with certificates of engagement."""
