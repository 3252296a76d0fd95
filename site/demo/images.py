"""Images of the demo: illustrations and logos.

They were drawn for this project, by a program of its own, and have its licence: no photograph, no
logo that exists, nothing from elsewhere.
"""

from hashlib import sha1

from django.core.files.images import ImageFile

from demo.data_files import DATA, Record, read
from snippets.models import Organisation, SiteImage


def load_images() -> int:
    """Load the illustrations that are missing; return how many were made."""
    return sum(_load(record) for record in read("images.json"))


def load_logos() -> int:
    """Give their logo to the organisations that have none; return how many images were made."""
    made = 0
    for record in read("logos.json"):
        made += _load(record)
        Organisation.objects.filter(slug=record["organisation"], logo=None).update(
            logo=image_of(record)
        )
    return made


def images_by_key() -> dict[str, SiteImage]:
    """The illustrations by their key in `images.json`."""
    return {record["key"]: image_of(record) for record in read("images.json")}


def image_of(record: Record) -> SiteImage:
    """The image of a record, known by its content: staff may rename it."""
    return SiteImage.objects.filter(file_hash=_digest(record)).earliest("pk")


def _load(record: Record) -> bool:
    if SiteImage.objects.filter(file_hash=_digest(record)).exists():
        return False
    path = DATA / record["file"]
    x, y, width, height = record["focal_point"]
    with path.open("rb") as content:
        SiteImage.objects.create(
            title=record["title"],
            description=record["alternative_text"],
            file=ImageFile(content, name=path.name),
            file_size=path.stat().st_size,
            file_hash=_digest(record),
            focal_point_x=x,
            focal_point_y=y,
            focal_point_width=width,
            focal_point_height=height,
        )
    return True


def _digest(record: Record) -> str:
    """What Wagtail keeps of a file's content."""
    return sha1((DATA / record["file"]).read_bytes(), usedforsecurity=False).hexdigest()
