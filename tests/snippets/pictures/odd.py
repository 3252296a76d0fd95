"""Pictures as programs and phones write them, which a site must take or refuse."""

import struct
from io import BytesIO

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from tests.portal.cv.files.pictures import half_and_half, jpeg
from tests.snippets.test_media import png

# The colorants of Display P3, adapted to D50.
_P3 = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
# A colour of P3 whose red is beyond what the same numbers are in sRGB.
PINK = (200, 100, 100)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    stream = BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def srgb() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def display_p3() -> bytes:
    """The profile of sRGB with the colours of the screens of phones."""
    profile = bytearray(srgb())
    (count,) = struct.unpack_from(">I", profile, 128)
    for number in range(count):
        name, place, _ = struct.unpack_from(">4sII", profile, 132 + 12 * number)
        if name in _P3:
            numbers = [round(value * 65536) for value in _P3[name]]
            struct.pack_into(">3i", profile, place + 8, *numbers)
    return bytes(profile)


def _one_bit() -> Image.Image:
    image = Image.new("1", (400, 300), 1)
    image.paste(0, (200, 0, 400, 300))
    return image


def _words() -> PngInfo:
    words = PngInfo()
    words.add_text("Author", "Nadia Lefort")
    return words


def _palette() -> Image.Image:
    return half_and_half().quantize(8)


def _moving(kind: str) -> bytes:
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=200)


TAKEN = {
    "one bit, transparent.png": lambda: saved(_one_bit(), "PNG", transparency=0),
    "sixteen bits of grey.png": lambda: saved(Image.new("I;16", (400, 300), 30_000), "PNG"),
    "CMYK and a profile of sRGB.jpg": lambda: saved(
        half_and_half().convert("CMYK"), "JPEG", icc_profile=srgb()
    ),
    "CMYK.jpg": lambda: saved(half_and_half().convert("CMYK"), "JPEG"),
    "palette, transparent.png": lambda: saved(_palette(), "PNG", transparency=0),
    "few colours.png": lambda: saved(_palette(), "PNG", bits=8),
    "grey, transparent.png": lambda: saved(Image.new("LA", (400, 300), (90, 120)), "PNG"),
    "still.gif": lambda: saved(_palette(), "GIF"),
    "drawing.webp": lambda: saved(half_and_half().convert("RGBA"), "WEBP"),
    "of a program.webp": lambda: saved(
        half_and_half(), "WEBP", exif=b"Exif\0\0GPSPLACE", icc_profile=srgb()
    ),
    "with words.png": lambda: saved(half_and_half(), "PNG", pnginfo=_words()) + b"GPSPLACE",
    "small.avif": lambda: saved(half_and_half(), "AVIF"),
    "of a phone.jpg": lambda: jpeg(orientation=6),
    "wide colours.jpg": lambda: saved(
        Image.new("RGB", (400, 300), PINK), "JPEG", icc_profile=display_p3()
    ),
    "large.jpg": lambda: saved(Image.new("L", (5000, 1000), 90), "JPEG"),
}
REFUSED = {
    "moving.gif": lambda: _moving("GIF"),
    "moving.webp": lambda: _moving("WEBP"),
    "cut.jpg": lambda: jpeg()[:3000],
    "cut.png": lambda: saved(half_and_half(), "PNG")[:300],
    "immense.png": lambda: png(30_000, 30_000, b"\0" * 1000),
    "drawing.svg": lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "of an iPhone.heic": lambda: b"\x00\x00\x00\x18ftypheic" + b"\x00" * 400,
    "words.png": lambda: b"Bonjour" * 99,
}
