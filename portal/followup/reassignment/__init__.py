"""A whole caseload goes to colleagues: who leaves, who has nobody."""
