"""What comes back: delivery reports and complaints, posted or piped by a mail server."""
