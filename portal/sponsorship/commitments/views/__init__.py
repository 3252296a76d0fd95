"""The screens of both sides; those of a person twice, in their space and by a link."""
