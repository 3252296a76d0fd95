"""A case and a candidate's account: linked by a code given in person or by letter."""
