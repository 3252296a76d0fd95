"""One function per use case of a sponsor."""
