"""Photos of CVs: a picture from a phone becomes a small JPEG that says nothing but itself."""

from portal.cv.photos.framing import Frame, framed
from portal.cv.photos.reading import MAX_BYTES, PhotoError, read_photo

__all__ = ["MAX_BYTES", "Frame", "PhotoError", "framed", "read_photo"]
