"""Pairs of a sponsor and a person: from the proposal to what became of it."""
