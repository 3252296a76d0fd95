"""What a service refuses is read on the screen that asked it."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLResolver, get_resolver

from snippets.form_views import ServiceFormView

TEMPLATES = Path(settings.BASE_DIR) / "templates"
INCLUDED = re.compile(r"""{% (?:include|extends) "([^"]+)\"""")


def form_views(resolver=None):
    """Each view of a form that has an address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from form_views(pattern)
            continue
        view = getattr(pattern.callback, "view_class", None)
        if view and issubclass(view, ServiceFormView):
            yield view


VIEWS = sorted(set(form_views()), key=lambda view: (view.__module__, view.__name__))


def whole(name: str) -> str:
    """A template with those that it includes."""
    text = (TEMPLATES / name).read_text(encoding="utf-8")
    return text + "".join(
        whole(other) for other in INCLUDED.findall(text) if (TEMPLATES / other).exists()
    )


# `refused` of theirs shows it elsewhere than above the form.
OWN_WORDS = {"InvitationView", "WithdrawView"}
# A box is ticked or not: nothing is refused.
NEVER = {"OwnPreferencesView"}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: f"{view.__module__}.{view.__name__}")
def test_a_refusal_that_names_no_field_is_shown(view):
    if view.refused.__qualname__.split(".")[0] not in OWN_WORDS and view.__name__ not in NEVER:
        assert "form.non_field_errors" in whole(view.template_name)


def test_there_are_such_screens():
    assert len(VIEWS) > 25
