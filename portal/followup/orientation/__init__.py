"""Which path, which structure, which referent; and what moves or ends it."""
