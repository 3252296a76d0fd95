"""The form of an image in the library."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import FileField
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from snippets.pictures import PictureError, one_of_few, read_picture
from snippets.pictures.reading import suffix_of


class ImageField(WagtailImageField):
    """Takes an image as the library keeps them: what cannot become so is refused beside the field.

    Wagtail looks at the first bytes only: an image that no size can be made of would come in, and
    its place and camera with it. It also counts frames, which takes as long as a file likes: here,
    it sees what is written already.
    """

    def to_python(self, data: Any) -> Any:
        """The file, rewritten where it is: Wagtail takes some from the request itself."""
        file = FileField.to_python(self, data)
        if file is None:
            return None
        self.check_image_file_size(file)
        extension = Path(file.name or "").suffix.lower().removeprefix(".")
        if extension not in self.allowed_image_extensions:
            message = self.error_messages["invalid_image_extension"]
            raise ValidationError(message, code="invalid_image_extension")
        file.seek(0)
        try:
            with one_of_few():
                normal = read_picture(file.read())
        except PictureError as error:
            raise ValidationError(str(error), code="invalid_image") from error
        _rewrite(file, normal)
        return super().to_python(file)


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
                "Décrivez l’image\u00a0: sans ce texte, une partie du public ne sait pas "
                "ce qu’elle montre."
            )


def _rewrite(file: Any, picture: bytes) -> None:
    file.seek(0)
    file.truncate()
    file.write(picture)
    file.flush()
    file.seek(0)
    file.size = len(picture)
    file.name = f"{Path(file.name or 'image').stem}{suffix_of(picture)}"
