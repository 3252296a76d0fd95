"""What a form says, before anything is sent, of the answers that it needs.

A form whose answers depend on each other has `conditions`: when the field of that name is asked.
"""

import re
from collections.abc import Mapping

from django import forms, template

register = template.Library()

_OPTIONAL = "facultatif"
# Forms whose labels say it themselves: what professionals may leave out depends on the case.
_THEIR_OWN_WORDS = "portal.followup."
_FOR_EVERYBODY = ".public_forms"
# How labels and help texts that were written out say it.
_SAID = ("facultati", "si vous voulez")
_IN_BRACKETS = re.compile(r"\s*\((facultatif|si vous voulez)\)$")
_ALL = "Tous les champs sont obligatoires."
_ONE = "Ce champ est obligatoire."
_SOME = "Les champs sont obligatoires, sauf s’il est écrit autre chose entre parenthèses."


@register.filter
def when_asked(field: forms.BoundField) -> str:
    """Return what a label adds in brackets: when the answer is asked; nothing if it always is.

    A form that asks for nothing adds nothing, neither does a list of which one line is ticked.
    """
    form = field.form
    conditions = _conditions(form)
    if field.name in conditions:
        return conditions[field.name]
    if written := _IN_BRACKETS.search(str(field.label)):
        return written[1]
    if field.field.required or _says_it(field) or not _asks(form):
        return ""
    is_answered = isinstance(field.field.widget, forms.RadioSelect) and field.value() is not None
    return "" if is_answered else _OPTIONAL


@register.filter
def plain_label(field: forms.BoundField) -> str:
    """Return a label without the brackets that `when_asked` gives, which look alike everywhere."""
    return _IN_BRACKETS.sub("", str(field.label))


@register.filter
def form_rule(form: forms.BaseForm) -> str:
    """Return the sentence above a form; nothing above one that asks for nothing."""
    if not isinstance(form, forms.BaseForm) or not _asks(form):
        return ""
    fields = [field for field in form.visible_fields() if not _is_decoy(field)]
    if any(when_asked(field) or _says_it(field) for field in fields):
        return _SOME
    return _ALL if len(fields) > 1 else _ONE


def _conditions(form: forms.BaseForm) -> Mapping[str, str]:
    return getattr(form, "conditions", {})


def _asks(form: forms.BaseForm) -> bool:
    module = type(form).__module__
    if module.startswith(_THEIR_OWN_WORDS) and not module.endswith(_FOR_EVERYBODY):
        return False
    fields = form.visible_fields()
    return any(field.field.required or field.name in _conditions(form) for field in fields)


def _says_it(field: forms.BoundField) -> bool:
    said = f"{field.label} {field.help_text}".lower()
    return any(words in said for words in _SAID)


def _is_decoy(field: forms.BoundField) -> bool:
    """Whether people do not see it: it is there for robots."""
    return field.field.widget.attrs.get("tabindex") == "-1"
