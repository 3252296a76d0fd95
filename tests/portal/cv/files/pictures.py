"""Pictures as phones send them."""

from io import BytesIO

from PIL import Image, ImageCms

PLACE = b"\x00\x01GPSPLACE"
GPS, ORIENTATION, COMMENT = 0x8825, 0x0112, b"taken by Nadia"


def half_and_half(width: int = 800, height: int = 600) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), (220, 20, 20))
    image.paste((20, 20, 220), (width // 2, 0, width, height))
    return image


def jpeg(width: int = 800, height: int = 600, *, orientation: int = 1) -> bytes:
    """With a place, a maker, a comment and a colour profile; `orientation` as in EXIF."""
    image = half_and_half(width, height)
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "MAKER-OF-PHONE"
    exif.get_ifd(GPS)[2] = (47.0, 38.0, 12.0)
    exif.get_ifd(GPS)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    stream = BytesIO()
    image.save(stream, "JPEG", exif=exif, icc_profile=profile, comment=COMMENT)
    return stream.getvalue()


def other(kind: str, **options: object) -> bytes:
    """In another format."""
    stream = BytesIO()
    half_and_half().save(stream, kind, **options)
    return stream.getvalue()


def colour(image: Image.Image, x: float, y: float) -> str:
    """ "red" or "blue", where one looks: from 0 to 1."""
    red, _, blue = image.getpixel((int(x * (image.width - 1)), int(y * (image.height - 1))))
    return "red" if red > blue else "blue"
