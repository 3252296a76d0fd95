"""The screens of the CV."""
