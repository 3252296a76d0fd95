"""Where the answers to a message to several people go, and who reads them: the writer chooses."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from portal.accounts.models import User
from portal.participation.recruiting import is_agent
from snippets.addresses import names_one_mailbox
from snippets.models import Organisation
from snippets.site import site_settings

SERVICE = "le service emploi"
NOT_PROPOSED = "Choisissez dans la liste où arrivent les réponses."


class ReplyTo(models.TextChoices):
    """Où arrivent les réponses."""

    SERVICE = "service", "Au service emploi"
    ORGANISATION = "organisation", "À l’organisation"
    OWN = "own", "À moi"


@dataclass(frozen=True, slots=True)
class Replies:
    """An address, and who reads it: the message says so."""

    address: str
    read_by: str


def proposed_replies(user: User, organisation: Organisation | None) -> dict[str, Replies]:
    """The addresses that the writer may choose among, the service's first.

    `organisation`: the one in whose name they write, None when it may not be named.
    """
    found = {ReplyTo.SERVICE.value: Replies(site_settings().contact_email, SERVICE)}
    if organisation is not None and names_one_mailbox(organisation.email):
        found[ReplyTo.ORGANISATION.value] = Replies(organisation.email, organisation.name)
    if names_one_mailbox(user.email):
        if is_agent(user):
            found[ReplyTo.OWN.value] = Replies(user.email, f"{user}, service emploi")
        elif organisation is not None:
            found[ReplyTo.OWN.value] = Replies(user.email, f"{user}, {organisation.name}")
    return found


def labels_of(replies: Mapping[str, Replies]) -> list[tuple[str, str]]:
    """The choices of a form: where, and at which address."""
    return [
        (key, f"{ReplyTo(key).label}\u00a0: {found.address}, lue par {found.read_by}")
        for key, found in replies.items()
    ]
