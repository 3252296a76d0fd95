"""Links to a CV for whoever has no account: their secrets, their counts, and what they show."""
