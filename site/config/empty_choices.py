"""Words in place of the dashes of an empty choice, in every form of the site and of the CMS."""

from typing import Any

from django.forms import Select

_DASHES = "---------"
_stock = Select.create_option


def say_what_is_empty() -> None:
    """Write “Choisissez” where an answer is asked, “Non précisé” where it is not.

    Django's dashes come from models, forms and packages, in a list that no catalogue translates. A
    filter that is empty says so by `FILTERS_EMPTY_CHOICE_LABEL`.
    """
    Select.create_option = _create_option  # type: ignore[method-assign, assignment]


def _create_option(self: Select, name: str, value: Any, label: Any, *args: Any, **kw: Any) -> Any:
    if label == _DASHES:
        label = "Choisissez" if self.is_required else "Non précisé"
    return _stock(self, name, value, label, *args, **kw)
