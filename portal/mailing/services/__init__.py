"""What changes several rows or sends something: one function per use case."""
