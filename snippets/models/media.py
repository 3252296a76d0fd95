"""Images and documents of our own, so that fields can be added later without pain."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    """Image of the library; `description` is its alternative text."""

    admin_form_fields = Image.admin_form_fields

    class Meta(AbstractImage.Meta):
        """French names."""

        verbose_name = "image"
        verbose_name_plural = "images"


class SiteRendition(AbstractRendition):
    """One size and format of an image."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        """One rendition per filter."""

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
        """French names."""

        verbose_name = "document"
        verbose_name_plural = "documents"
