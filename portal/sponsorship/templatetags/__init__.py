"""Tags of sponsorship."""
