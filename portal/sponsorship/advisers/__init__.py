"""What a person lets their adviser know of their sponsorship, and nobody else reads."""
