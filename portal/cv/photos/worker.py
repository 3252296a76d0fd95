"""Reads one picture, alone in a process of its own with little memory and time.

A program: the file on standard input; on standard output a JPEG, or a value of
`reading.Unusable`. It knows nothing of the project: whatever a hostile file does, it does to it
alone.
"""

import sys
from io import BytesIO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

MAX_PIXELS = 64_000_000
MIN_SIDE = 200
SIDE = 1600
# The long side for one of the other: beyond, little of a face is left once it is made small.
MAX_LENGTH = 5
MEMORY = 1_000_000_000
SECONDS = 12
# Pictures of iPhones: the fifth to twelfth bytes.
_HEIC = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypheim", b"ftypheis", b"ftyphevc")


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there, the parent's clock alone stops it
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def read(data: bytes) -> bytes:
    """The picture, or why not."""
    formats = ["JPEG", "PNG", "WEBP"]
    if data[4:12] in _HEIC:
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
        formats = ["HEIF"]
    Image.MAX_IMAGE_PIXELS = None  # the line below counts them
    try:
        image = Image.open(BytesIO(data), formats=formats)
    except UnidentifiedImageError:
        return b"heic" if data[4:12] in _HEIC else b"kind"
    if image.width * image.height > MAX_PIXELS:
        return b"pixels"
    if min(image.size) < MIN_SIDE:
        return b"small"
    if max(image.size) > MAX_LENGTH * min(image.size):
        return b"long"
    image.draft(None, (SIDE, SIDE))
    image.load()
    profile = image.info.get("icc_profile")
    upright = _upright(image)
    if upright.mode.startswith("I"):  # sixteen bits of grey: all but the darkest would be white
        upright = upright.point(lambda grey: grey * (1 / 256)).convert("L")
    if upright.mode in ("P", "PA", "LA", "La", "RGBa", "1") or "transparency" in upright.info:
        upright = upright.convert("RGBA")
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    # Another image: what came with the first one stays behind.
    clean = Image.new("RGB", upright.size, "white")
    coloured = _in_srgb(upright, profile)
    clean.paste(coloured, mask=upright.getchannel("A") if upright.mode == "RGBA" else None)
    stream = BytesIO()
    clean.save(stream, "JPEG", quality=92)
    return stream.getvalue()


def _upright(image: Image.Image) -> Image.Image:
    """As it was held; an orientation that cannot be read says nothing."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001 - broken metadata raise anything
        return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The colours that every screen shows; a profile that cannot be read says nothing."""
    if profile and image.mode in ("RGB", "RGBA", "CMYK"):
        flat = image.convert("RGB") if image.mode == "RGBA" else image
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            converted = ImageCms.profileToProfile(flat, source, target, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
        else:
            if converted is not None:
                return converted
    return image.convert("RGB")


def main() -> None:
    """Read standard input; write the answer, whatever happens."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        answer = read(data)
    except MemoryError:
        answer = b"heavy"
    except Exception:  # noqa: BLE001 - parsers of hostile files raise anything
        answer = b"heic" if data[4:12] in _HEIC else b"broken"
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
