"""The QR code of a registration: its list and its code, and nothing that says whose it is."""

from io import BytesIO

import segno
from django.utils.safestring import SafeString, mark_safe

from portal.recruitment.codes import printed_code
from portal.recruitment.models import Registration


def qr_svg(registration: Registration) -> SafeString:
    """The code as an SVG, for a page: read at the door, so black on white whatever the theme."""
    drawn = _code(registration).svg_inline(
        scale=6, border=4, dark="#000", light="#fff", omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308 - made from letters and digits of ours


def qr_png(registration: Registration) -> bytes:
    """The same as a picture, for a message."""
    out = BytesIO()
    _code(registration).save(out, kind="png", scale=8, border=4, dark="#000", light="#fff")
    return out.getvalue()


def _code(registration: Registration) -> segno.QRCode:
    return segno.make_qr(printed_code(registration), error="m")
