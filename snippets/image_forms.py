"""The form of an image in the library."""

from typing import Any

from django.core.exceptions import ValidationError
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm


class ImageField(WagtailImageField):
    """Wagtail's field decodes the image after it has checked its first bytes only."""

    def to_python(self, data: Any) -> Any:
        """Refuse what begins like an image and cannot be decoded: cut, damaged or immense."""
        try:
            file = super().to_python(data)
            if file is not None:
                with Image.open(file) as image:
                    image.load()
                file.seek(0)
        except ValidationError:
            raise
        except Exception as error:
            raise ValidationError(
                self.error_messages["invalid_image"], code="invalid_image"
            ) from error
        return file


class ImageForm(BaseImageForm):
    """The form of every screen that adds or replaces an image: it is one, and it is described."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.fields.get("file")
        if given:
            self.fields["file"] = ImageField(
                label=given.label, required=given.required, widget=given.widget
            )
        alternative = self.fields.get("description")
        if alternative:
            alternative.required = True
            alternative.label = "Texte alternatif"
            alternative.help_text = (
                "Ce que montre l’image, pour les personnes qui ne la voient pas. Une phrase."
            )
            alternative.error_messages["required"] = (
                "Décrivez l’image : sans ce texte, une partie du public ne sait pas "
                "ce qu’elle montre."
            )
