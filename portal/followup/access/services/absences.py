"""An adviser is away: somebody of the unit reads and writes their cases, until they are back."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access import rules, telling
from portal.followup.access.errors import AccessError
from portal.followup.access.log import Act, log
from portal.followup.access.models import Absence
from portal.followup.people.models import Professional
from portal.followup.rows.moments import this_moment
from portal.followup.rows.scope import Scope, system_scope

LONGEST = timedelta(days=366)


@transaction.atomic
def plan_absence(
    *,
    professional: Professional,
    deputy: Professional,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
) -> Absence:
    """Let a colleague replace somebody from one moment to another. Raises AccessError."""
    for person, field in ((professional, "professional"), (deputy, "deputy")):
        if not rules.leads(actor.user, person):
            message = "Cette personne n’est pas de votre unité."
            raise AccessError(message, field=field)
    _check(professional, deputy, starts_at, ends_at, actor)
    with system_scope(Scope.ABSENCES, actor=actor):
        # Two absences of one person wait for each other.
        Professional.objects.in_system_scope().select_for_update().get(pk=professional.pk)
        others = Absence.objects.in_system_scope().filter(
            professional=professional, starts_at__lt=ends_at, ends_at__gt=starts_at
        )
        if others.exists():
            message = "Une autre absence de cette personne couvre déjà ces dates."
            raise AccessError(message, field="starts_on")
        absence = Absence.objects.create(
            professional=professional, deputy=deputy, starts_at=starts_at, ends_at=ends_at
        )
        telling.tell_deputy(absence)
    log(actor=actor, act=Act.GRANT, reason=_said(absence))
    return absence


@transaction.atomic
def end_absence(*, absence: Absence, actor: Actor) -> None:
    """Somebody is back, or does not leave after all: the deputy reads nothing more."""
    if not rules.leads(actor.user, absence.professional):
        message = "Cette personne n’est pas de votre unité."
        raise AccessError(message)
    now = this_moment()
    with system_scope(Scope.ABSENCES, actor=actor):
        rows = Absence.objects.in_system_scope().select_for_update(of=("self",))
        row = rows.filter(pk=absence.pk, ends_at__gt=now).first()
        if row is None:
            message = "Cette absence est déjà terminée."
            raise AccessError(message)
        if row.starts_at >= now:
            row.delete()
        else:
            row.ends_at = now
            row.save(update_fields=["ends_at"])
    log(actor=actor, act=Act.END, reason=_said(absence))


def _check(
    professional: Professional,
    deputy: Professional,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
) -> None:
    if professional == deputy:
        message = "La personne qui remplace est quelqu’un d’autre."
        raise AccessError(message, field="deputy")
    if rules.is_oneself(actor.user, deputy):
        message = (
            "Vous lisez déjà ces dossiers comme responsable, sauf les notes confidentielles\u00a0: "
            "choisissez quelqu’un d’autre."
        )
        raise AccessError(message, field="deputy")
    if not rules.may_follow(deputy):
        message = "Cette personne n’a pas le niveau qui permet de suivre quelqu’un."
        raise AccessError(message, field="deputy")
    if ends_at <= starts_at:
        message = "L’absence finit après avoir commencé."
        raise AccessError(message, field="ends_on")
    if ends_at <= timezone.now():
        message = "Cette absence est déjà finie."
        raise AccessError(message, field="ends_on")
    if ends_at - starts_at > LONGEST:
        message = "Une absence dure un an au plus\u00a0: au-delà, confiez les dossiers."
        raise AccessError(message, field="ends_on")


def _said(absence: Absence) -> str:
    return f"{absence.deputy} remplace {absence.professional}"
