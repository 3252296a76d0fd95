"""Images and documents of our own, so that fields can be added later without pain."""

import logging
from typing import Any

from django.core.cache import cache
from django.db import DatabaseError, models, transaction
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    Image,
    SourceImageIOError,
)

from snippets.locks import take

# Seconds before a size that could not be made is tried again.
_PATIENCE = 60

logger = logging.getLogger("declic.images")


class SiteImage(AbstractImage):
    """Image of the library; `description` is its alternative text."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        verbose_name = "image"
        verbose_name_plural = "images"

    def create_rendition(self, filter: Filter) -> Any:  # noqa: A002 - Wagtail's name
        """Make a size that is not there, once for all processes: the others wait for it.

        Raises SourceImageIOError, which Wagtail's screens and our tags know how to live with,
        whatever went wrong: a lost original, one that no library can write, a full disk.
        """
        wanted = {"filter_spec": filter.spec, "focal_point_key": filter.get_cache_key(self)}
        name = " ".join(("rendition", str(self.pk), *wanted.values()))
        failed = f"{name} {self.file.name}".replace(" ", "_")
        if cache.get(failed):
            raise SourceImageIOError
        try:
            with transaction.atomic():
                take(name)
                made = self.renditions.filter(**wanted).first()
                return made or super().create_rendition(filter)
        except DatabaseError:
            raise
        except Exception as error:
            logger.warning("image %s: no %s: %r", self.pk, filter.spec, error)
            cache.set(failed, "failed", _PATIENCE)
            raise SourceImageIOError from error

    def create_renditions(self, *filters: Filter) -> dict[Filter, Any]:
        """One by one: what is made before another fails stays, file and row."""
        return {filter_: self.create_rendition(filter_) for filter_ in filters}


class SiteRendition(AbstractRendition):
    """One size and format of an image."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"),
                name="snippets_rendition_unique",
            )
        ]


class SiteDocument(AbstractDocument):
    """Downloadable file of the library."""

    admin_form_fields = Document.admin_form_fields

    class Meta(AbstractDocument.Meta):
        verbose_name = "document"
        verbose_name_plural = "documents"
