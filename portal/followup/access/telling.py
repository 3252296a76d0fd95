"""The mails about accesses. They name no beneficiary: the case's number, and a way to the site.

Inside a system scope: those who are told may be out of reach of who acts.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.capabilities import FOLLOW_CASES, LEAD_UNIT, ORIENT, has_capability
from portal.accounts.holders import people_who_may
from portal.accounts.models import User
from portal.followup.access.models import Absence, BreakGlass, CareTeamMember
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.models import Beneficiary, Professional, Unit
from snippets import french
from snippets.mail.queue import queue_mail
from snippets.site import absolute_url

ACCEPTED = "Votre demande est acceptée\u00a0: vous lisez et complétez le dossier."
REFUSED = "Votre demande est refusée. Le motif est sur le site."
LAPSED = "Votre demande est restée sans réponse dans le délai\u00a0: vous pouvez la refaire."


def who_answers(beneficiary: Beneficiary, *, but: User | None = None) -> list[User]:
    """The referent, the deputy of an absent one, and the managers of the unit."""
    now = timezone.now()
    assignments = ReferentAssignment.objects.in_system_scope().filter(
        beneficiary=beneficiary, ends_at__isnull=True
    )
    referents = assignments.values("professional")
    absences = Absence.objects.in_system_scope().filter(
        professional__in=referents, starts_at__lte=now, ends_at__gt=now
    )
    at_work = Professional.objects.in_system_scope().filter(left_on__isnull=True)
    followers = at_work.filter(Q(pk__in=referents) | Q(pk__in=absences.values("deputy")))
    people = people_who_may(FOLLOW_CASES).filter(pk__in=followers.values("user"))
    managers = managers_of(beneficiary.unit)
    rows = User.objects.filter(
        Q(pk__in=people.values("pk")) | Q(pk__in=managers.values("pk"))
    ).order_by("pk")
    return [*(rows.exclude(pk=but.pk) if but else rows)]


def managers_of(unit: Unit | None) -> QuerySet[User]:
    """Who manages a unit; nobody where there is no unit."""
    at_work = Professional.objects.in_system_scope().filter(left_on__isnull=True)
    return people_who_may(LEAD_UNIT).filter(
        pk__in=at_work.filter(unit__isnull=False, unit=unit).values("user")
    )


def who_watches(beneficiary: Beneficiary, *, but: User) -> list[User]:
    """Who is told of an emergency: the unit's managers; where there are none, who orients.

    `but` opened it: told alone, nobody would watch.
    """
    managers = [*managers_of(beneficiary.unit).exclude(pk=but.pk)]
    return managers or [*people_who_may(ORIENT).exclude(pk=but.pk)]


def tell_asked(member: CareTeamMember, people: Iterable[User]) -> None:
    """That somebody asks, to who answers."""
    for person in people:
        _mail(
            "followup_team_asked",
            person,
            asked_by=str(member.asked_by),
            case_number=member.beneficiary.shown_number,
            lapses_on=timezone.localdate(member.lapses_at),
            requests_url=_address("team_requests"),
        )


def tell_answer(member: CareTeamMember, answer: str) -> None:
    """What became of a request, to who asked and to whom it is for."""
    people = {person.user for person in (member.professional, member.asked_by) if person.user}
    for person in sorted(people, key=lambda one: one.pk):
        _mail(
            "followup_team_answered",
            person,
            answer=answer,
            asked_on=timezone.localdate(member.asked_at),
            requests_url=_address("team_requests"),
        )


def tell_invited(member: CareTeamMember) -> None:
    """That a case is open to them."""
    if member.professional.user:
        _mail(
            "followup_team_invited",
            member.professional.user,
            invited_by=str(member.asked_by),
            case_number=member.beneficiary.shown_number,
            case_url=_address("team", member.beneficiary_id),
        )


def tell_emergency(opened: BreakGlass, people: Iterable[User]) -> None:
    """That a case was opened in an emergency, at once."""
    for person in people:
        # Who orients reads the identity alone.
        screen = "team" if has_capability(person, LEAD_UNIT) else "identity"
        _mail(
            "followup_emergency",
            person,
            opened_by=opened.name,
            case_number=opened.beneficiary.shown_number,
            opened_at=_moment(opened.opened_at),
            expires_at=_moment(opened.expires_at),
            case_url=_address(screen, opened.beneficiary_id),
        )


def tell_deputy(absence: Absence) -> None:
    """That they replace somebody."""
    if absence.deputy.user:
        _mail(
            "followup_deputy",
            absence.deputy.user,
            absent=str(absence.professional),
            starts_on=timezone.localdate(absence.starts_at),
            ends_at=_moment(absence.ends_at),
            requests_url=_address("team_requests"),
        )


def _mail(key: str, person: User, **context: Any) -> None:
    queue_mail(key, to=person.email, context=context)


def _address(name: str, *args: Any) -> str:
    return absolute_url(f"followup:{name}", *args)


def _moment(moment: datetime) -> str:
    return f"{french.full_date(moment)} à {french.hour(moment)}"
