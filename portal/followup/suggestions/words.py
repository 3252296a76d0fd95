"""How an ad is told outside the area: on a mail, on paper, on the page of its link."""

from collections.abc import Mapping

from django.urls import reverse

from portal.followup.booking.telling import phone_of
from portal.followup.booking.words import discreet
from portal.followup.suggestions.models import Suggestion
from search.models import Kind
from snippets import french
from snippets.mail.kinds import MailValue
from snippets.site import absolute

WHAT: Mapping[str, str] = {
    Kind.JOB: "une offre d’emploi",
    Kind.SESSION: "une rencontre avec des employeurs",
    Kind.VOLUNTEERING: "une mission de bénévolat",
}


def title_of(row: Suggestion) -> str:
    """Its title, unless it says what the person receives: organisations write titles."""
    what = WHAT[row.kind]
    return discreet(row.told_title, f"{what[:1].upper()}{what[1:]}")


def organisation_of(row: Suggestion) -> str:
    """Who recruits; nobody, for a session whose title is not said."""
    return "" if row.is_neutral else discreet(row.organisation)


def moment_of(row: Suggestion) -> str:
    """When it takes place, for a session."""
    if row.kind != Kind.SESSION or row.starts_at is None:
        return ""
    return f"{french.full_date(row.starts_at)} à {french.hour(row.starts_at)}"


def page_url(row: Suggestion) -> str:
    """The address that mails and sheets hold."""
    return absolute(reverse("suggestion:link", args=[row.token]))


def mail_of(row: Suggestion) -> dict[str, MailValue]:
    """The variables of the message."""
    return {
        "page_url": page_url(row),
        "what": "un rendez-vous" if row.is_neutral else WHAT[row.kind],
        "title": title_of(row),
        "organisation": organisation_of(row),
        "place": row.place,
        "starts": moment_of(row),
        "sender": row.author_name,
        "phone": phone_of(row.beneficiary),
    }
