"""Pictures that people send, and their sizes: read by a program apart, shown or left out."""

from snippets.pictures.reading import PictureError, Unusable, one_of_few, read_picture

__all__ = ["PictureError", "Unusable", "one_of_few", "read_picture"]
