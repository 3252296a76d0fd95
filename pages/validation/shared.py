"""What makes an offer coherent, and what it needs before it may be read by a moderator.

Two lists: coherence holds for drafts as well (two values that contradict each other are told at
once); completeness is asked when a page is submitted or published. Each rule gives a field and a
message for the person who types. Pure functions of the page: no query but its commune.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.html import strip_tags

from pages.pin.validation import pin_refusal

if TYPE_CHECKING:
    from pages.models import OpportunityPage

Errors = dict[str, list[str]]

DEFAULT_LIFETIME_DAYS = 60
MAX_LIFETIME_DAYS = 180
# When a field that may be empty is asked all the same, as forms write it beside its label: what
# completeness and coherence ask of some texts only. The kinds have theirs.
OPPORTUNITY_CONDITIONS = {
    "apply_url": "si l’on répond par une adresse web",
    "contact_phone": "si l’on répond par téléphone",
    "contact_email": "si l’on répond par e-mail",
}


def opportunity_coherence(page: "OpportunityPage") -> Errors:
    """Contradictions in the fields that the three kinds share."""
    refusal = pin_refusal(page.location, page.commune)
    return {"location": [refusal]} if refusal else {}


def opportunity_completeness(page: "OpportunityPage") -> Errors:
    """What is missing in the fields that the three kinds share."""
    errors: defaultdict[str, list[str]] = defaultdict(list)
    if page.description and not strip_tags(page.description).replace("&nbsp;", " ").strip():
        errors["description"].append("Décrivez le travail en quelques phrases.")
    contacts = {
        "web": ("apply_url", None, "Indiquez l’adresse web où répondre."),
        "phone": ("contact_phone", "contact_phone_public", "Indiquez le téléphone à appeler."),
        "email": ("contact_email", "contact_email_public", "Indiquez l’adresse e-mail à utiliser."),
    }
    if page.apply_by in contacts:
        field, public, message = contacts[page.apply_by]
        if not getattr(page, field):
            errors[field].append(message)
        elif public and not getattr(page, public):
            errors[public].append(
                "Cochez cette case\u00a0: c’est par ce moyen que les personnes répondent."
            )
    return errors


def schedule_errors(
    *, now: datetime, go_live_at: datetime | None, expire_at: datetime | None
) -> Errors:
    """Dates of publication that make no sense; `now` and dates are aware."""
    errors: defaultdict[str, list[str]] = defaultdict(list)
    if expire_at is None:
        return errors
    start = max(now, go_live_at) if go_live_at else now
    # A day's grace: the editor's form was opened before it was sent.
    if expire_at > start + timedelta(days=MAX_LIFETIME_DAYS + 1):
        errors["expire_at"].append(
            f"Une annonce reste en ligne {MAX_LIFETIME_DAYS}\u00a0jours au plus\u00a0: "
            "choisissez une date plus proche."
        )
    return errors


def expiry_errors(*, now: datetime, expire_at: datetime | None, field: str) -> Errors:
    """An end that is past, told beside the field that sets it: nobody would read the text."""
    if expire_at is None or expire_at > now:
        return {}
    return {field: ["Cette fin est passée\u00a0: choisissez une date à venir."]}


def merge(*groups: Errors) -> dict[str, Any]:
    """All errors, by field."""
    merged: defaultdict[str, list[str]] = defaultdict(list)
    for group in groups:
        for field, messages in group.items():
            merged[field] += messages
    return dict(merged)
