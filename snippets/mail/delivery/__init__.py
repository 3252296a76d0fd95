"""How stored messages leave: one worker claims one, hands it over, and says what became of it."""
