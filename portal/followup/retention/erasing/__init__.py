"""What becomes of each field of an anonymised person, and the engine that does it."""
