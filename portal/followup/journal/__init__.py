"""Notes of a case, and what somebody is writing."""
