"""Template tags of CVs."""
