"""Everybody who may stand before a case, and the case: made once for a module (`lasting`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.followup.access.models import Absence, BreakGlass
from portal.followup.models import (
    Appointment,
    Beneficiary,
    CaseDocument,
    Draft,
    JournalEntry,
    Profession,
    Professional,
)
from portal.followup.rows.scope import acting_as
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    join_team,
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    orient,
)


@dataclass
class Cast:
    """`case` is followed by `referent` (social), with `nurse` in the care team."""

    case: Beneficiary
    referent: Professional
    nurse: Professional
    deputy: Professional
    manager: Professional
    breaker: Professional
    stranger: Professional
    other_manager: Professional
    officer: Professional
    other_case: Beneficiary
    administrator: User
    candidate: User

    @property
    def outside(self) -> dict[str, tuple[User, int]]:
        """Who gets nothing of the case, and what they are answered."""
        return {
            "adviser of another structure": (self.stranger.user, 404),
            "manager of another unit": (self.other_manager.user, 404),
            "orientation officer": (self.officer.user, 404),
            "administrator of rights": (self.administrator, 403),
            "candidate": (self.candidate, 403),
        }


@in_test_scope
def make_cast() -> Cast:
    """All of them."""
    unit, other_unit = make_unit(), make_unit()
    now = timezone.now()
    elsewhere = OrganisationFactory()
    referent = make_professional(unit=unit)
    deputy, breaker = make_professional(unit=unit), make_professional(unit=unit)
    nurse = make_professional(unit=unit, profession=Profession.HEALTH)
    stranger = make_professional(unit=other_unit, structure=elsewhere)
    case = make_beneficiary(referent, household=make_household(), phone="06 12 34 56 78")
    orient(case)
    join_team(case, nurse)
    Absence.unscoped.create(
        professional=referent,
        deputy=deputy,
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=1),
    )
    BreakGlass.unscoped.create(
        beneficiary=case,
        user=breaker.user,
        name=breaker.name,
        reason="Urgence",
        opened_at=now,
        expires_at=now + timedelta(hours=20),
    )
    return Cast(
        case=case,
        referent=referent,
        nurse=nurse,
        deputy=deputy,
        manager=make_professional(LevelName.UNIT_MANAGER, unit=unit),
        breaker=breaker,
        stranger=stranger,
        other_manager=make_professional(LevelName.UNIT_MANAGER, unit=other_unit),
        officer=make_professional(LevelName.ORIENTATION_OFFICER, unit=other_unit),
        other_case=make_beneficiary(stranger),
        administrator=person_with(LevelName.RIGHTS_ADMINISTRATOR),
        candidate=UserFactory(),
    )


@in_test_scope
def lay_case(world: Any) -> None:
    """What the rows of the matrix name, of `case` and of `other_case`."""
    for prefix, case, author in (
        ("case", world.case, world.adviser),
        ("other", world.other_case, world.other_adviser),
    ):
        row = CaseDocument(
            beneficiary=case,
            title="Bail",
            media_type="application/pdf",
            size=4,
            created_by=author.user,
        )
        row.file.save("", ContentFile(b"%PDF"), save=False)
        row.save()
        laid = {
            "document": row,
            "appointment": make_appointment(case, author, timezone.now() + timedelta(days=2)),
            "note": make_note(case, author),
            "draft": Draft.unscoped.create(user=author.user, beneficiary=case, form="note"),
        }
        for name, made in laid.items():
            setattr(world, f"{prefix}_{name}", made)
    secret = JournalEntry.Visibility.PROFESSION
    world.secret_note = make_note(world.case, world.adviser, visibility=secret)


def browser(professional: Professional) -> Client:
    """A browser of theirs."""
    return signed_in(professional.user)


@in_test_scope
def make_appointment(
    case: Beneficiary, professional: Professional, starts_at: datetime | None = None, **fields: Any
) -> Appointment:
    """Planned an hour ago, to be noted, unless said otherwise."""
    return Appointment.unscoped.create(
        beneficiary=case,
        professional=professional,
        starts_at=starts_at or timezone.now() - timedelta(hours=1),
        **fields,
    )


@in_test_scope
def make_note(
    case: Beneficiary, author: Professional, text: str = "Venue avec son fils.", **fields: Any
) -> JournalEntry:
    """A note for the team, unless said otherwise."""
    values = {"profession": author.profession, "author_name": author.name}
    return JournalEntry.unscoped.create(
        beneficiary=case, text=text, created_by=author.user, **(values | fields)
    )


def seen_by(professional: Professional, rows: Any) -> list[Any]:
    """What a query of the area gives to somebody."""
    with acting_as(professional.user):
        return list(rows())
