"""Screens of a candidate that take a file."""

from portal.cv.views.base import OwnerView
from snippets.uploads import BoundedUpload


class UploadView(BoundedUpload, OwnerView):
    """A screen of a candidate that takes a file."""
