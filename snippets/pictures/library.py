"""Images that the library has already, made as those that come in now."""

import logging
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction

from snippets.models import SiteImage
from snippets.pictures.reading import PictureError, read_picture, suffix_of

LOST = "le fichier d’origine est perdu. Remplacez-le."

logger = logging.getLogger("declic.images")


@dataclass
class Outcome:
    """What became of one image; `problem` says in French why nothing did."""

    is_rewritten: bool = False
    dropped: int = 0
    problem: str = ""


def normalise_image(image: SiteImage) -> Outcome:
    """Rewrite an original that is not as it would come in now; drop sizes that are of no use."""
    outcome = Outcome()
    try:
        with image.file.open("rb") as file:
            data = file.read()
        picture = read_picture(data)
    except OSError:
        outcome.problem = LOST
    except PictureError as error:
        outcome.problem = str(error)
    else:
        outcome.is_rewritten = picture != data and _replace(image, picture)
    outcome.dropped = _drop_lost_sizes(image)
    return outcome


@transaction.atomic
def _replace(image: SiteImage, picture: bytes) -> bool:
    """Put another file in the place of the original; False when somebody has just done so."""
    locked = SiteImage.objects.select_for_update().get(pk=image.pk)
    if locked.file.name != image.file.name:
        return False
    storage, old, before = locked.file.storage, locked.file.name, (locked.width, locked.height)
    locked.file = ContentFile(picture, f"{Path(old).stem}{suffix_of(picture)}")
    _move_focal_point(locked, before)
    locked._set_image_file_metadata()  # noqa: SLF001 - Wagtail's own forms do
    locked.save()
    # Sizes of the old file tell what it told.
    locked.renditions.all().delete()
    transaction.on_commit(lambda: storage.delete(old))
    return True


def _move_focal_point(image: SiteImage, before: tuple[int, int]) -> None:
    """A picture that was made smaller keeps it; of one that was turned, it says nothing."""
    focus = image.get_focal_point()
    if focus is None:
        return
    ratio = image.width / before[0]
    if abs(image.height - before[1] * ratio) > 1:
        image.set_focal_point(None)
        return
    image.focal_point_x = round(image.focal_point_x * ratio)
    image.focal_point_y = round(image.focal_point_y * ratio)
    image.focal_point_width = round(image.focal_point_width * ratio)
    image.focal_point_height = round(image.focal_point_height * ratio)


def _drop_lost_sizes(image: SiteImage) -> int:
    """Forget the sizes without a file, or with an empty one: they are made again when asked for."""
    dropped = 0
    for rendition in image.renditions.all():
        try:
            is_there = rendition.file.size > 0
        except OSError:
            is_there = False
        if not is_there:
            rendition.delete()
            dropped += 1
    return dropped
