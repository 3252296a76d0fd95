"""A file that somebody sends as their photo."""

from collections.abc import Mapping
from typing import ClassVar

from snippets.pictures import PictureError, Unusable, read_picture

# A photo of twelve megapixels weighs 3 to 12 MB.
MAX_BYTES = 16_000_000
_SMALLER = (
    "Faites une capture d’écran de la photo, ou envoyez-la d’abord dans un message\u00a0: "
    "elle sera plus légère."
)


class PhotoError(PictureError):
    """A file that is no photo."""

    messages: ClassVar[Mapping[Unusable, str]] = {
        Unusable.SIZE: f"Cette photo est trop lourde\u00a0: 16\u00a0Mo au plus. {_SMALLER}",
        Unusable.EMPTY: "Ce fichier est vide. Choisissez votre photo de nouveau.",
        Unusable.KIND: "Ce fichier n’est pas une photo que nous savons lire. "
        "Choisissez une image JPEG, PNG, WebP ou HEIC.",
        Unusable.BROKEN: "Cette photo est abîmée\u00a0: il en manque une partie. "
        "Choisissez-en une autre.",
        Unusable.HEIC: "Cette photo au format HEIC n’a pas pu être lue. Envoyez-la en JPEG\u00a0: "
        "une capture d’écran de la photo suffit.",
        Unusable.PIXELS: "Cette photo est trop grande\u00a0: 64 millions de points au plus. "
        f"{_SMALLER}",
        Unusable.MOVING: "Cette image est animée. Choisissez une photo fixe.",
        Unusable.SMALL: "Cette photo est trop petite\u00a0: elle serait floue une fois imprimée. "
        "Il faut au moins 200 points de côté.",
        Unusable.LONG: "Cette image est trop allongée pour une photo de CV. "
        "Recadrez-la autour de votre visage, puis recommencez.",
        Unusable.HEAVY: f"Cette photo demande trop de travail pour être lue. {_SMALLER}",
        Unusable.MINE: "Votre photo précédente est encore en train d’être lue. Attendez un peu, "
        "puis recommencez.",
        Unusable.CROWDED: "Beaucoup de photos arrivent en même temps. Attendez un peu, puis "
        "recommencez.",
    }


def read_photo(data: bytes) -> bytes:
    """The whole picture as a JPEG: upright, sRGB, at most 1,600 pixels, no metadata.

    Raises PhotoError.
    """
    if len(data) > MAX_BYTES:
        raise PhotoError(Unusable.SIZE)
    return read_picture(data, "photo", error=PhotoError)
