"""Groupe de suivi: asked for, or offered by the referent; confirmed, refused, ended.

A request opens nothing. After its delay it can no longer be confirmed.
"""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access import reach, rules, telling
from portal.followup.access.errors import AccessError
from portal.followup.access.log import Act, log
from portal.followup.access.models import CareTeamMember
from portal.followup.configuration import delays
from portal.followup.configuration.delays import Delay
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.moments import this_moment
from portal.followup.rows.scope import Scope, system_scope

LAPSED = "Sans réponse dans le délai"
_GONE = "Cette demande n’attend plus de réponse."


@transaction.atomic
def ask_to_join(
    *, beneficiary: Beneficiary, professional: Professional, reason: str, actor: Actor
) -> CareTeamMember:
    """Ask to enter a care team, for oneself or for somebody of one's unit.

    The referent and the managers of the unit are told. Raises AccessError.
    """
    if not rules.may_ask_for(actor.user, professional):
        message = "Vous demandez pour vous, ou pour quelqu’un de votre unité."
        raise AccessError(message, field="professional")
    member = _new(beneficiary, professional, reason, actor)
    with system_scope(Scope.ACCESS, actor=actor):
        told = telling.who_answers(beneficiary, but=professional.user)
        if not told:
            message = (
                "Personne ne peut encore répondre\u00a0: ce dossier n’a ni référent·e, ni "
                "responsable d’unité. Adressez-vous au service orientation."
            )
            raise AccessError(message)
        _save(member)
        telling.tell_asked(member, told)
    log(actor=actor, act=Act.ASK_TEAM, beneficiary=beneficiary, reason=member.reason)
    return member


@transaction.atomic
def invite(
    *, beneficiary: Beneficiary, professional: Professional, reason: str, actor: Actor
) -> CareTeamMember:
    """Let a colleague in: who answers for the case confirms by inviting. Raises AccessError."""
    if not rules.answers_for(actor.user, beneficiary):
        message = "La personne référente ou responsable de l’unité invite dans le groupe de suivi."
        raise AccessError(message)
    if rules.is_oneself(actor.user, professional):
        message = "Personne ne s’invite soi-même\u00a0: quelqu’un d’autre vous fait entrer."
        raise AccessError(message, field="professional")
    member = _new(beneficiary, professional, reason, actor)
    member.confirmed_at, member.confirmed_by = this_moment(), member.asked_by
    with system_scope(Scope.ACCESS, actor=actor):
        # Their own request, if they had made one, is answered by it.
        _waiting(beneficiary, professional).update(
            ends_at=member.confirmed_at, end_reason="Invitation"
        )
        _save(member)
        telling.tell_invited(member)
    log(actor=actor, act=Act.GRANT, beneficiary=beneficiary, reason=f"{professional}")
    return member


@transaction.atomic
def confirm(*, member: CareTeamMember, actor: Actor) -> CareTeamMember:
    """Let in who asked. Raises AccessError, past the delay too."""
    row = _to_answer(member, actor)
    if not rules.may_follow(row.professional):
        message = "Cette personne ne travaille plus dans le suivi, ou n’en a plus le niveau."
        raise AccessError(message)
    with system_scope(Scope.ACCESS, actor=actor):
        row.confirmed_at = this_moment()
        row.confirmed_by = reach.professional_of(actor.user)
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        telling.tell_answer(row, telling.ACCEPTED)
    log(actor=actor, act=Act.GRANT, beneficiary=row.beneficiary, reason=f"{row.professional}")
    return row


@transaction.atomic
def refuse(*, member: CareTeamMember, reason: str, actor: Actor) -> CareTeamMember:
    """Say no, and why. Raises AccessError."""
    row = _to_answer(member, actor)
    with system_scope(Scope.ACCESS, actor=actor):
        row.refused_at, row.refusal_reason = timezone.now(), _said(reason)
        row.save(update_fields=["refused_at", "refusal_reason"])
        telling.tell_answer(row, telling.REFUSED)
    log(actor=actor, act=Act.END, beneficiary=row.beneficiary, reason=f"{row.professional}")
    return row


@transaction.atomic
def end(*, member: CareTeamMember, reason: str, actor: Actor) -> CareTeamMember:
    """End somebody's access now, or withdraw one's own request. Raises AccessError."""
    with system_scope(Scope.ACCESS, actor=actor):
        row = _locked(member)
    if not rules.may_end(actor.user, row):
        message = "La personne référente ou responsable de l’unité met fin à un accès."
        raise AccessError(message)
    if row.refused_at or (row.ends_at and row.ends_at <= timezone.now()):
        message = "Cet accès est déjà terminé."
        raise AccessError(message)
    with system_scope(Scope.ACCESS, actor=actor):
        row.ends_at, row.end_reason = this_moment(), _said(reason)
        row.save(update_fields=["ends_at", "end_reason"])
    log(actor=actor, act=Act.END, beneficiary=row.beneficiary, reason=f"{row.professional}")
    return row


def lapses_at(asked_at: datetime) -> datetime:
    """Until when a request of then may be answered."""
    days = delays.value(Delay.TEAM_REQUEST_DAYS, timezone.localdate(asked_at))
    return asked_at + timedelta(days=days)


def _new(
    beneficiary: Beneficiary, professional: Professional, reason: str, actor: Actor
) -> CareTeamMember:
    """Not saved yet. Raises AccessError."""
    asked_by = reach.professional_of(actor.user)
    if asked_by is None:
        message = "Vous n’avez pas de place dans le suivi."
        raise AccessError(message)
    if not rules.may_follow(professional):
        message = (
            "Cette personne n’a pas le niveau qui permet de suivre quelqu’un\u00a0: "
            "l’administration des droits le donne."
        )
        raise AccessError(message, field="professional")
    if rules.is_in_team(professional.user, beneficiary):
        message = "Cette personne lit déjà ce dossier."
        raise AccessError(message, field="professional")
    return CareTeamMember(
        beneficiary=beneficiary,
        professional=professional,
        reason=_said(reason),
        asked_by=asked_by,
        lapses_at=lapses_at(timezone.now()),
    )


def _save(member: CareTeamMember) -> None:
    """Inside a system scope. What lapsed and was not closed yet gives its place."""
    now = timezone.now()
    lapsed = _waiting(member.beneficiary, member.professional).filter(lapses_at__lte=now)
    lapsed.update(ends_at=now, end_reason=LAPSED)
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as error:
        message = "Une demande attend déjà une réponse pour ce dossier."
        raise AccessError(message) from error


def _waiting(beneficiary: Beneficiary, professional: Professional) -> QuerySet[CareTeamMember]:
    rows: QuerySet[CareTeamMember] = CareTeamMember.objects.in_system_scope()
    return rows.filter(
        beneficiary=beneficiary,
        professional=professional,
        confirmed_at__isnull=True,
        refused_at__isnull=True,
        ends_at__isnull=True,
    )


def _to_answer(member: CareTeamMember, actor: Actor) -> CareTeamMember:
    """The request, locked. The right is asked as the person, once the row cannot move."""
    with system_scope(Scope.ACCESS, actor=actor):
        row = _locked(member)
    if not rules.may_answer(actor.user, row):
        message = "La personne référente ou responsable de l’unité répond à cette demande."
        raise AccessError(message)
    if row.confirmed_at or row.refused_at or row.ends_at:
        raise AccessError(_GONE)
    if not row.is_waiting:
        message = "Cette demande est restée trop longtemps sans réponse\u00a0: elle est à refaire."
        raise AccessError(message)
    return row


def _locked(member: CareTeamMember) -> CareTeamMember:
    rows = CareTeamMember.objects.in_system_scope().select_for_update(of=("self",))
    found: CareTeamMember = rows.select_related(
        "beneficiary__unit", "professional__user", "asked_by__user"
    ).get(pk=member.pk)
    return found


def _said(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        message = "Dites pourquoi."
        raise AccessError(message, field="reason")
    return reason
