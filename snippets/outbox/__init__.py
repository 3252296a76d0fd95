"""The outbox: how stored messages leave, what is known of each, and what comes back."""
