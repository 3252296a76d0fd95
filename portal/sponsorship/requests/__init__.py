"""People who ask for a sponsor, and the list on which they wait."""
