"""Forms of sessions."""
