"""What the person says (`saying`), what the team shares (`sharing`), the file (`answering`)."""
