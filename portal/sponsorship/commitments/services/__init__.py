"""What changes commitments, hours and certificates: one function per use case."""
