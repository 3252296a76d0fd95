"""What was sent to an address (journal des messages), for those who help people by phone."""
