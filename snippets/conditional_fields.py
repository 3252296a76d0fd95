"""Fields that a form draws once they matter, with scripts; without, they are there, and say when.

`site/static/js/conditional-fields.js` reads these attributes. A field that has a value of its own
or an error is drawn in any case.
"""

from collections.abc import Iterable

from django import forms


def drawn_when(field: forms.Field, other: str, values: Iterable[str] = ()) -> None:
    """Draw `field` once the field named `other` has one of these values, or any value at all."""
    field.widget.attrs |= {"data-when-field": other, "data-when-values": " ".join(values)}
