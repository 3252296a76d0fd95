"""Forms of contracts, plans, diagnoses and hours."""
