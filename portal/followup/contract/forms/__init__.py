"""Forms of contracts, plans and diagnoses."""
