"""The one way an application changes state: allowed, written, and kept in its history."""

from datetime import datetime

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.applications.errors import ApplicationError
from portal.applications.models import Application, ApplicationChange
from portal.applications.signals import application_changed
from portal.applications.states import Role, Status, may_go
from portal.participation.models import Participant

NOT_NOW = "C’est impossible\u00a0: cette candidature est «\u00a0{state}\u00a0». Rechargez la page."


def lock_application(application: Application) -> Application:
    """The application as it is now, and its person before it, held until the transaction ends.

    Joining an account and erasing somebody take them in this order as well.
    """
    (person,) = Application.objects.filter(pk=application.pk).values_list("participant", flat=True)
    Participant.objects.select_for_update(no_key=True).only("pk").get(pk=person)
    # Without its relations: one whose proof or person changed while we waited joins none of those
    # that this query had read, and would be no row.
    Application.objects.select_for_update(no_key=True).only("pk").get(pk=application.pk)
    rows = Application.objects.select_related("participant__user", "organisation", "agreement")
    return rows.get(pk=application.pk)


def change(
    application: Application,
    to: Status,
    *,
    role: Role,
    actor: Actor,
    now: datetime | None = None,
    refusal: str = "",
    is_late: bool = False,
) -> Application:
    """Take an application to another state and write who did it; who calls holds its lock.

    What else changes with the state was set on it already. Raises ApplicationError when the state
    refuses it.
    """
    now = now or timezone.now()
    if not may_go(application.status, to, role):
        label = Status(application.status).label.lower()
        raise ApplicationError(NOT_NOW.format(state=label))
    before, application.status = application.status, to
    application.changed_at, application.refusal = now, refusal
    if to == Status.SENT:
        application.sent_at = now
    application.version += 1
    application.save()
    write_change(application, before, actor=actor, at=now, is_late=is_late)
    application_changed.send(Application, application=application, before=before)
    return application


def write_change(
    application: Application, before: str, *, actor: Actor, at: datetime, is_late: bool = False
) -> ApplicationChange:
    """One line of history: the state before, and what the application is now."""
    return ApplicationChange.objects.create(
        application=application,
        at=at,
        from_status=before,
        to_status=application.status,
        actor=actor.user,
        actor_name=actor.name,
        refusal=application.refusal,
        is_late=is_late,
    )
