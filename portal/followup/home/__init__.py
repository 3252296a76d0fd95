"""The adviser's day: what presses, the caseload, the search."""
