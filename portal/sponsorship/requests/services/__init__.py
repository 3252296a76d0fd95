"""One function per use case of a request for a sponsor."""
