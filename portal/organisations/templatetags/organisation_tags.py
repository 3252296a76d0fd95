"""The way to one's organisation: an entry of the header, and the space's own navigation."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from portal.accounts.capabilities import CANDIDATE_LIST, PROPOSE, has_capability
from portal.accounts.rules import can_manage_organisation, is_member
from snippets.models import Organisation

register = template.Library()


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation."""

    key: str
    label: str
    url: str


@register.simple_tag(takes_context=True)
def has_organisation(context: dict[str, Any]) -> bool:
    """Whether the visitor is a member of an organisation.

    A visitor without a session is not looked up: public pages stay the same for all of them.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated and user.belongs_to_organisation)


@register.simple_tag(takes_context=True)
def organisation_entries(context: dict[str, Any], organisation: Organisation) -> list[Entry]:
    """The screens of an organisation that the visitor may open."""
    user = context["request"].user
    entries = []
    if has_capability(user, PROPOSE):
        entries.append(_entry("annonces", "Annonces", "submissions:home", organisation))
    if has_capability(user, CANDIDATE_LIST) and is_member(user, organisation):
        # Those of all the organisations of a person: each list names its own.
        entries.append(Entry("rencontres", "Rencontres", reverse("recruitment:sessions")))
    if can_manage_organisation(user, organisation):
        entries.append(_entry("membres", "Membres", "organisations:members", organisation))
    if has_capability(user, PROPOSE):
        entries.append(_entry("fiche", "Fiche", "organisations:sheet", organisation))
    if is_member(user, organisation):
        entries.append(_entry("quitter", "Quitter", "organisations:leave", organisation))
    return entries


def _entry(key: str, label: str, name: str, organisation: Organisation) -> Entry:
    return Entry(key, label, reverse(name, kwargs={"slug": organisation.slug}))
