"""The mailbox of development, at `/dev/courriels/`: what the site wrote, to be read."""
