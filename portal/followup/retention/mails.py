"""The message about what will leave: to the manager of a unit, how many and where to look."""

from collections.abc import Iterable

from django.urls import reverse

from portal.followup.access.telling import managers_of
from portal.followup.people.models import Unit
from portal.followup.unsaid import UNSAID
from snippets.mail.kinds import MailKind, Variable
from snippets.mail.queue import queue_mail
from snippets.site import absolute

KINDS = (
    MailKind(
        "followup_retention_notice",
        "Dossiers au terme de leur conservation",
        "Aux responsables d’une unité, quand un archivage ou une destruction est annoncé.",
        {
            "recipient_name": Variable("le prénom", "Camille"),
            "retention_url": Variable(
                "l’adresse de la liste", "https://declic.example/suivi/conservation/"
            ),
        },
        needs=("retention_url",),
        unsaid=UNSAID,
    ),
)


def tell_units(units: Iterable[int | None]) -> None:
    """Tell the managers of these units that the list has changed. In the scope `retention`."""
    for unit in Unit.objects.in_system_scope().filter(pk__in=[*units]):
        for person in managers_of(unit):
            queue_mail(
                "followup_retention_notice",
                to=person.email,
                context={
                    "recipient_name": person.first_name,
                    "retention_url": absolute(reverse("followup:retention")),
                },
            )
