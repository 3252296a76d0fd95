"""The screens of who pairs."""
