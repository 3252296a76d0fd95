"""The CMS's rich text field."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import BadRequest
from django.utils.html import strip_tags
from wagtail.admin.rich_text.editors.draftail import (
    DraftailRichTextArea,
    DraftailRichTextAreaAdapter,
)
from wagtail.admin.telepath import register

_SHOWN = re.compile(r"<(?:embed|hr|img)\b")


class RichTextArea(DraftailRichTextArea):
    """Wagtail's editor: refuses a text that it did not write, empties one that shows nothing."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> str | None:
        """Read the editor's JSON. Raises BadRequest: an empty text would erase the saved one."""
        try:
            text: str | None = super().value_from_datadict(data, files, name)
        # The exporter takes the shape of the JSON for granted.
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            message = f"The rich text “{name}” does not come from the editor."
            raise BadRequest(message) from error
        return _without_emptiness(text) if text else text


register(DraftailRichTextAreaAdapter(), RichTextArea)


def _without_emptiness(text: str) -> str:
    """The rich text, or nothing when it shows nothing: the editor saves an empty paragraph."""
    is_empty = not strip_tags(_SHOWN.sub("x", text)).replace("&nbsp;", " ").strip()
    return "" if is_empty else text
