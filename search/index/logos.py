"""The small logo of an organisation, copied into its rows: no card reads an image."""

from snippets.models import Organisation
from snippets.pictures.showing import rendition_or_none

# Pixels: twice the box of a card, for dense screens.
SPEC = "max-112x112|format-webp"


def logo_file(organisation: Organisation | None) -> str:
    """The name of the logo's small file in the storage, made if it is not there yet.

    Empty without a logo, and when that size cannot be made: cards then show initials.
    """
    if organisation is None or organisation.logo is None:
        return ""
    rendition = rendition_or_none(organisation.logo, SPEC)
    return rendition.file.name if rendition else ""
