"""One function per use case of pairing."""
