"""Career goals of the people whom the demo shows first, and ads that were proposed to them."""

from datetime import timedelta

from django.utils import timezone

from demo.followup.written import by
from portal.accounts.actors import Actor
from portal.applications.openings import opportunity, why_closed
from portal.applications.services.by_person import Said
from portal.followup.models import Beneficiary, CareerGoal, Professional, Suggestion
from portal.followup.suggestions.services import acting
from portal.participation.models import Agreement
from portal.recruitment.availability import State, availability_of_page
from portal.recruitment.services.asking import Wish
from search.models import Kind, Opportunity

_GOALS, _RADIUS = 20, (10, 15, 20, 30)


def load_proposals(adviser: Professional) -> None:
    """Goals whose trades are offered; four ads, each with another outcome. In the demo's scope."""
    cases = [
        *Beneficiary.unscoped.filter(
            referentassignment__professional=adviser,
            referentassignment__ends_at__isnull=True,
            state=Beneficiary.State.ACTIVE,
        ).order_by("pk")[:_GOALS]
    ]
    jobs = [*Opportunity.objects.filter(kind=Kind.JOB).exclude(occupation_code="").order_by("pk")]
    if not cases or not jobs:
        return
    CareerGoal.unscoped.bulk_create(
        CareerGoal(
            beneficiary=case,
            occupation_id=jobs[position % len(jobs)].occupation_code,
            radius_km=_RADIUS[position % len(_RADIUS)],
            weekly_hours=24 if position % 3 == 0 else None,
            **by(adviser),
        )
        for position, case in enumerate(cases)
    )
    first = cases[0]
    for row, way, is_seen in zip(
        jobs[:2], (Suggestion.Way.SHEET, Suggestion.Way.SPOKEN), (True, False), strict=False
    ):
        _propose(first, row, way, adviser, is_seen=is_seen)
    _apply(first, jobs[2:], adviser)
    _register(first, adviser)


def _propose(
    case: Beneficiary, row: Opportunity, way: str, adviser: Professional, *, is_seen: bool
) -> None:
    Suggestion.unscoped.create(
        beneficiary=case,
        opportunity_id=row.pk,
        kind=row.kind,
        title=row.title,
        organisation=row.organisation_name,
        place=row.commune_name,
        way=way,
        seen_at=timezone.now() - timedelta(days=2) if is_seen else None,
        **by(adviser),
    )


def _apply(case: Beneficiary, jobs: list[Opportunity], adviser: Professional) -> None:
    """To the first offer that takes applications here."""
    pages = (opportunity(row.pk) for row in jobs)
    page = next((one for one in pages if one is not None and not why_closed(one)), None)
    if page is not None:
        acting.apply_for(
            beneficiary=case,
            page=page,
            said=Said(message="Disponible tout de suite.", agreed=True),
            how=Agreement.How.IN_PERSON,
            actor=Actor(adviser.user),
        )


def _register(case: Beneficiary, adviser: Professional) -> None:
    """To the first session that is open, without hours to choose."""
    sessions = Opportunity.objects.filter(kind=Kind.SESSION, starts_at__gt=timezone.now())
    for pk in sessions.order_by("starts_at").values_list("pk", flat=True):
        found = availability_of_page(pk)
        if found and found.state == State.OPEN and found.can_seat and not found.roster.has_slots:
            acting.register_for(
                beneficiary=case,
                roster=found.roster,
                wish=Wish(agreed=True),
                how=Agreement.How.PHONE,
                actor=Actor(adviser.user),
            )
            return
