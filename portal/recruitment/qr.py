"""The QR code of a registration, as an image of its page and of printed papers."""

import io

import segno

from portal.recruitment.codes import printed_code
from portal.recruitment.models import Registration


def qr_data_uri(registration: Registration) -> str:
    """The SVG as the `src` of an image; black on white, whatever is behind it."""
    return _code(registration).svg_data_uri(scale=6, border=4, dark="#000", light="#fff")


def qr_png(registration: Registration) -> bytes:
    """The PNG drawing, for a PDF or a file that is joined."""
    drawing = io.BytesIO()
    _code(registration).save(drawing, "png", scale=8, border=4, dark="#000", light="#fff")
    return drawing.getvalue()


def _code(registration: Registration) -> segno.QRCode:
    return segno.make_qr(printed_code(registration), error="m")
