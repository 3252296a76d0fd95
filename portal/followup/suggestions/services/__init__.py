"""What is done with a suggestion: sent to the person, seen by them, answered in their name."""
