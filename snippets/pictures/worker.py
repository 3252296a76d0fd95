"""Reads one picture, in a sandbox (`snippets.sandbox`): it knows nothing of the project.

A parser by what the picture is for: what it returns is a JPEG, a PNG or a WebP, upright, of eight
bits, in sRGB, which says nothing but itself; or a value of `reading.Unusable`.
"""

from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_PIXELS = 64_000_000
# The long side of what is kept: twice the widest place of the site, or a photo to frame.
SIDES = {"library": 3200, "photo": 1600}
# Of photos: below, they are printed blurred; one side for the other beyond, no face is left.
MIN_SIDE = 200
MAX_LENGTH = 5
# The fifth to twelfth bytes of pictures of iPhones, and of AVIF.
HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftypheis", b"ftyphevc")
FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF"]
# Formats whose further pictures are one that moves; those of a JPEG are its depth, or its light.
_MOVING = ("GIF", "WEBP", "PNG", "AVIF")
# Segments of a JPEG that say how it is drawn, and nothing of who took it.
_PLAIN_SEGMENTS = {"APP0", "APP14"}
# The same of a PNG; and its kinds of colours: grey, RGB, a palette, RGB and how transparent.
_PLAIN_CHUNKS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"sRGB", b"pHYs"}
_PLAIN_PNG = {0, 2, 3, 6}
_END_OF_JPEG = b"\xff\xd9"


def parse(data: bytes, purpose: str) -> bytes | str:
    """The picture, or why not, whatever the file does but to take too much."""
    try:
        return read(data, purpose)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - parsers of hostile files raise anything
        return "heic" if data[4:12] in HEIC else "broken"


def read(data: bytes, purpose: str) -> bytes | str:
    """The picture, or why not."""
    formats, side = FORMATS, SIDES[purpose]
    if data[4:12] in HEIC:
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
        formats = ["HEIF"]
    Image.MAX_IMAGE_PIXELS = None  # the line below counts them
    try:
        image = Image.open(BytesIO(data), formats=formats)
    except UnidentifiedImageError:
        return "heic" if data[4:12] in HEIC else "kind"
    if image.width * image.height > MAX_PIXELS:
        return "pixels"
    if image.format in _MOVING and getattr(image, "is_animated", False):
        return "moving"
    if purpose == "photo" and min(image.size) < MIN_SIDE:
        return "small"
    if purpose == "photo" and max(image.size) > MAX_LENGTH * min(image.size):
        return "long"
    kind, is_plain = image.format, _is_plain(image, data, side)
    image.draft(None, (side, side))
    image.load()
    if purpose == "library" and is_plain:
        return data
    profile = image.info.get("icc_profile")
    upright = _of_eight_bits(_upright(image))
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _written(_in_srgb(upright, profile), kind, purpose)


def _is_plain(image: Image.Image, data: bytes, side: int) -> bool:
    """Whether the file is already as one may be kept: written again, it would only be worse."""
    if max(image.size) > side:
        return False
    if image.format == "JPEG":
        segments = {name for name, _ in getattr(image, "applist", ())}
        is_alone = segments <= _PLAIN_SEGMENTS and data.endswith(_END_OF_JPEG)
        return is_alone and image.mode in ("RGB", "L")
    if image.format == "PNG":
        return data[24] == 8 and data[25] in _PLAIN_PNG and set(_chunks(data)) <= _PLAIN_CHUNKS
    if image.format == "WEBP":
        # Its own header says how long the file is: nothing comes after.
        is_alone = int.from_bytes(data[4:8], "little") + 8 == len(data)
        return is_alone and not {"exif", "icc_profile", "xmp"} & image.info.keys()
    return False


def _chunks(data: bytes) -> Iterator[bytes]:
    """The names of the parts of a PNG, and of what stands after its end."""
    place = 8
    while place < len(data):
        yield data[place + 4 : place + 8]
        place += 12 + int.from_bytes(data[place : place + 4], "big")


def _upright(image: Image.Image) -> Image.Image:
    """As it was held; an orientation that cannot be read says nothing."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - broken metadata raise anything
        return image


def _of_eight_bits(image: Image.Image) -> Image.Image:
    """In grey, in RGB, in CMYK, or in RGB with how transparent it is."""
    if image.mode.startswith("I"):  # sixteen bits of grey: all but the darkest would be white
        grey = image.point(lambda value: value * (1 / 256)).convert("L")
        grey.info.pop("transparency", None)
        return grey
    if image.mode == "1":
        grey = image.convert("L")
        if "transparency" in image.info:
            grey.info["transparency"] = 255 if image.info["transparency"] else 0
        image = grey
    if image.mode in ("P", "PA", "LA", "La", "RGBa") or "transparency" in image.info:
        return image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "RGBA", "CMYK") else image.convert("RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that every screen shows; a profile that cannot be read says nothing."""
    alpha = image.getchannel("A") if image.mode == "RGBA" else None
    coloured = image if image.mode in ("RGB", "CMYK") else image.convert("RGB")
    if profile and image.mode != "L":
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(coloured, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        coloured = converted or coloured
    # Another image: what came with the first one stays behind.
    clean = Image.new("RGB", image.size)
    clean.paste(coloured.convert("RGB"))
    if alpha is not None and alpha.getextrema() != (255, 255):
        clean.putalpha(alpha)
    return clean


def _written(image: Image.Image, kind: str | None, purpose: str) -> bytes:
    """A PNG of what is drawn or transparent, a JPEG of the rest; a photo is on white."""
    stream = BytesIO()
    if purpose == "photo" and image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    if purpose == "library" and (image.mode == "RGBA" or kind in ("PNG", "GIF")):
        image.save(stream, "PNG")
    else:
        image.save(stream, "JPEG", quality=92)
    return stream.getvalue()


PARSERS: dict[str, Callable[[bytes], bytes | str]] = {
    purpose: partial(parse, purpose=purpose) for purpose in SIDES
}
