"""The screens of the two of a pair."""
