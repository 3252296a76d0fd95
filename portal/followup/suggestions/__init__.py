"""Offers, sessions and volunteering that fit a case: found, sent, and what became of them."""
