"""The screens of orientation."""
