"""One function per use case of a pair."""
