"""What the screens of accesses read. Each is scoped to the person who reads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from portal.followup.access import reach
from portal.followup.access.models import Absence, AccessEntry, BreakGlass, CareTeamMember
from portal.followup.people.models import Beneficiary, Professional


@dataclass(frozen=True, slots=True)
class Standing:
    """Why a case is open to somebody, in words, and until when; `is_emergency`: read only."""

    words: str
    until: datetime | None = None
    is_emergency: bool = False


def standing_of(user: Any, case: Beneficiary, *, referent: Any, may_write: bool) -> Standing | None:
    """What the case says of who reads it; None for the referent, the manager, who orients.

    `referent` is the present one, as the header of the case has it; `may_write` whether the reader
    writes in the case: who does not may have opened it in an emergency, who does may be a deputy.
    """
    now = timezone.now()
    if not may_write:
        opened = BreakGlass.objects.visible_to(user).filter(
            user=user.pk, beneficiary=case, expires_at__gt=now
        )
        emergency = opened.order_by("-expires_at").first()
        if emergency is None:
            return None
        return Standing(
            "Accès d’urgence, en lecture seule", emergency.expires_at, is_emergency=True
        )
    if referent is None or referent.user_id == user.pk:
        return None
    absence = replacements(user).filter(professional=referent.professional_id).first()
    return Standing(f"Vous remplacez {absence.professional}", absence.ends_at) if absence else None


def replacements(user: Any) -> QuerySet[Absence]:
    """The absences of colleagues whom somebody replaces now."""
    now = timezone.now()
    rows: QuerySet[Absence] = Absence.objects.visible_to(user)
    return rows.filter(
        deputy__user=user.pk, deputy__left_on__isnull=True, starts_at__lte=now, ends_at__gt=now
    ).select_related("professional")


def team_of(user: Any, case: Beneficiary) -> QuerySet[CareTeamMember]:
    """Everybody who is, was or asks to be in the care team of a case, newest first."""
    rows: QuerySet[CareTeamMember] = CareTeamMember.objects.visible_to(user)
    return (
        rows.filter(beneficiary=case)
        .select_related("professional__unit", "professional__structure", "asked_by", "confirmed_by")
        .order_by("-asked_at", "-pk")
    )


def to_answer(user: Any) -> QuerySet[CareTeamMember]:
    """The requests that wait for this person: of cases they answer for, but their own."""
    rows: QuerySet[CareTeamMember] = CareTeamMember.objects.visible_to(user)
    return (
        _waiting(rows)
        .filter(Q(beneficiary__in=reach.referent_ids(user)) | reach.manages(user, "beneficiary"))
        .exclude(professional__user=user.pk)
        .select_related("beneficiary", "professional__unit", "professional__structure", "asked_by")
        .order_by("lapses_at", "pk")
    )


def own_requests(user: Any) -> QuerySet[CareTeamMember]:
    """What this person asked for: the last ones, whatever became of them.

    The case is not read with them: before the answer, it is out of reach (see `with_names`).
    """
    rows: QuerySet[CareTeamMember] = CareTeamMember.objects.visible_to(user)
    return (
        rows.filter(professional__user=user.pk)
        .select_related("asked_by", "confirmed_by")
        .order_by("-asked_at", "-pk")
    )


def with_names(user: Any, members: list[Any]) -> list[Any]:
    """Each with its case as `named`, when this person reaches it now; else None."""
    keys = {member.beneficiary_id for member in members if member.is_open}
    named = Beneficiary.objects.visible_to(user).in_bulk(keys)
    for member in members:
        member.named = named.get(member.beneficiary_id)
    return members


def emergencies_of(user: Any, case: Beneficiary) -> QuerySet[BreakGlass]:
    """The emergencies in which a case was opened, as far as this person reads them."""
    rows: QuerySet[BreakGlass] = BreakGlass.objects.visible_to(user)
    return rows.filter(beneficiary=case).order_by("-opened_at")


def unit_load(user: Any, me: Professional) -> QuerySet[Professional]:
    """Who works in the unit, with how many cases each has: as referent, in care teams."""
    now = timezone.now()
    active = Q(assignments__ends_at__isnull=True) & Q(
        assignments__beneficiary__state=Beneficiary.State.ACTIVE
    )
    member = (
        Q(teams__confirmed_at__lte=now)
        & (Q(teams__ends_at__isnull=True) | Q(teams__ends_at__gt=now))
        & Q(teams__beneficiary__state=Beneficiary.State.ACTIVE)
    )
    rows: QuerySet[Professional] = Professional.objects.visible_to(user)
    return (
        rows.filter(unit=me.unit_id, left_on__isnull=True)
        .select_related("structure", "user")
        .annotate(
            referent_of=Count("assignments__beneficiary", filter=active, distinct=True),
            member_of=Count("teams__beneficiary", filter=member, distinct=True),
        )
        .order_by("name", "pk")
    )


def absences_of(user: Any, me: Professional) -> QuerySet[Absence]:
    """The absences of the unit that are not over."""
    rows: QuerySet[Absence] = Absence.objects.visible_to(user)
    return (
        rows.filter(professional__unit=me.unit_id, ends_at__gt=timezone.now())
        .select_related("professional", "deputy")
        .order_by("starts_at", "pk")
    )


def log_lines(user: Any, filters: dict[str, Any]) -> QuerySet[AccessEntry]:
    """The lines of the log that a unit manager reads, narrowed by the form of the screen."""
    rows: QuerySet[AccessEntry] = AccessEntry.objects.visible_to(user)
    if who := filters.get("who"):
        rows = rows.filter(user_name__icontains=who)
    if case := filters.get("case"):
        rows = rows.filter(beneficiary__number=case)
    if act := filters.get("act"):
        rows = rows.filter(act=act)
    if since := filters.get("since"):
        rows = rows.filter(at__date__gte=since)
    if until := filters.get("until"):
        rows = rows.filter(at__date__lte=until)
    return rows.select_related("beneficiary").order_by("-at", "-pk")


def _waiting(rows: QuerySet[CareTeamMember]) -> QuerySet[CareTeamMember]:
    return rows.filter(
        confirmed_at__isnull=True,
        refused_at__isnull=True,
        ends_at__isnull=True,
        lapses_at__gt=timezone.now(),
    )
