"""Recruitment sessions to which the person came.

By their account, while it is linked to the case; by the registration that the team sent from the
case; or as a guest whom somebody who follows the case registered elsewhere under the same name.

What is kept of it is a key and a copy of the title.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from pages.models.session import SessionType
from portal.followup.access.models import CareTeamMember
from portal.followup.hours.models import Source
from portal.followup.hours.sources.found import Found
from portal.followup.hours.values import length_of
from portal.followup.link.models import AccountLink
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.models import Beneficiary
from portal.followup.suggestions.models import Suggestion
from portal.recruitment.models import Registration
from portal.recruitment.states import CAME
from snippets.folding import fold_name
from snippets.french import phone_digits

_WORKSHOPS = frozenset({SessionType.WORKSHOP, SessionType.INFORMATION})


def found(case: Beneficiary, since: date, today: date) -> Iterator[Found]:
    """Attended since a day."""
    sent = _sent_from(case)
    found_rows = (
        Registration.objects.filter(
            _by_account(case) | Q(pk__in=sent) | _by_name(case),
            status__in=CAME,
            roster__starts_at__date__gte=since,
            roster__starts_at__date__lte=today,
        )
        .select_related("roster", "slot", "participant")
        .order_by("roster__starts_at", "pk")
    )
    rows = [*found_rows]
    guessed = [row.pk for row in rows if row.participant.user_id is None and row.pk not in sent]
    others = _of_other_cases(case, guessed)
    for row in rows:
        if row.pk in sent:
            yield _found(row, note="Inscription faite par l’équipe.")
        elif row.participant.user_id is not None:
            yield _found(row)
        elif row.pk not in others and _may_be(case, row.participant):
            yield _found(row, note="Inscription faite par l’équipe, au même nom.")


def _found(row: Registration, *, note: str = "") -> Found:
    held = row.slot or row.roster
    starts, ends = timezone.localtime(held.starts_at), timezone.localtime(held.ends_at)
    # Of one that lasts several days, nobody knows how long they stayed.
    is_of_a_day = starts.date() == ends.date()
    times: dict[str, Any] = {}
    if is_of_a_day:
        start, end = (one.time().replace(second=0, microsecond=0) for one in (starts, ends))
        times = {"starts_at": start, "ends_at": end, "hours": length_of(start, end)}
    return Found(
        source=Source.SESSION,
        key=f"registration:{row.pk}",
        title=row.roster.title,
        kind="workshop" if row.roster.session_type in _WORKSHOPS else "job_search",
        on=starts.date(),
        is_exact=is_of_a_day,
        note=note,
        **times,
    )


def _by_account(case: Beneficiary) -> Q:
    links = AccountLink.unscoped.filter(beneficiary=case, cut_at__isnull=True, user__isnull=False)
    return Q(participant__user__in=[*links.values_list("user", flat=True)])


def _sent_from(case: Beneficiary) -> set[int]:
    rows = Suggestion.unscoped.filter(beneficiary=case, registration_id__isnull=False)
    return set(rows.values_list("registration_id", flat=True))


def _of_other_cases(case: Beneficiary, guessed: list[int]) -> set[int]:
    """Those that were sent from another case, among the cases that the reader sees."""
    if not guessed:
        return set()
    rows = Suggestion.unscoped.filter(registration_id__in=guessed).exclude(beneficiary=case)
    return set(rows.values_list("registration_id", flat=True))


def _by_name(case: Beneficiary) -> Q:
    """Guests of this name whom somebody registered who follows the case, or followed it."""
    members = {
        *ReferentAssignment.unscoped.filter(beneficiary=case).values_list(
            "professional__user", flat=True
        ),
        *CareTeamMember.unscoped.filter(beneficiary=case, confirmed_at__isnull=False).values_list(
            "professional__user", flat=True
        ),
    }
    names = {
        fold_name(f"{name} {case.first_name}") for name in (case.birth_name, case.used_name) if name
    }
    return Q(
        participant__user__isnull=True,
        participant__folded_name__in=names,
        helped_by__in=members - {None},
    )


def _may_be(case: Beneficiary, guest: Any) -> bool:
    """Whether nothing says that this guest is a namesake: another phone, and another address."""
    if guest.email and case.email:
        return bool(guest.email.lower() == case.email.lower())
    if guest.phone and case.phone:
        return phone_digits(guest.phone) == phone_digits(case.phone)
    return True
