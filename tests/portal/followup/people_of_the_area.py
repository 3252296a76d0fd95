"""Units, professionals and beneficiaries, as tests of the closed area need them.

Rows are made in the scope `test`, which every lock lets through; what is tested is read as
somebody: `with acting_as(user): …`, or through a browser.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps
from itertools import count
from typing import Any

from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.followup.access.models import CareTeamMember
from portal.followup.models import (
    Beneficiary,
    Household,
    Orientation,
    Path,
    Profession,
    Professional,
    ReferentAssignment,
    Unit,
)
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import Organisation
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with

_numbers = count(1)


def in_test_scope(make: Callable[..., Any]) -> Callable[..., Any]:
    """Make rows of the area whatever scope the test is in."""

    @wraps(make)
    def made(*args: Any, **kwargs: Any) -> Any:
        with system_scope(Scope.TEST):
            return make(*args, **kwargs)

    return made


def department() -> Organisation:
    """The Département, which employs most professionals."""
    kind = Organisation.Kind.DEPARTMENT
    return Organisation.objects.filter(kind=kind).first() or OrganisationFactory(
        kind=kind, name="Département, service insertion"
    )


@in_test_scope
def make_unit(name: str = "") -> Unit:
    return Unit.unscoped.create(name=name or f"Unité {next(_numbers)}")


@in_test_scope
def make_professional(
    level: str = LevelName.ADVISER,
    *,
    unit: Unit | None = None,
    structure: Organisation | None = None,
    profession: str = Profession.SOCIAL,
    **fields: Any,
) -> Professional:
    """Somebody with a level on cases and a place in a unit; `.user` signs in."""
    user = person_with(level, **fields)
    return place(user, unit=unit, structure=structure, profession=profession)


@in_test_scope
def place(
    user: User,
    *,
    unit: Unit | None = None,
    structure: Organisation | None = None,
    profession: str = Profession.SOCIAL,
) -> Professional:
    """Give a place in the area to somebody who has a level."""
    return Professional.unscoped.create(
        user=user,
        name=str(user),
        profession=profession,
        unit=unit or make_unit(),
        structure=structure or department(),
    )


@in_test_scope
def make_household(**fields: Any) -> Household:
    number = next(_numbers)
    values = {"organism": "CAF", "organism_number": "901", "matricule": f"{number:015}"}
    return Household.unscoped.create(**(values | fields))


@in_test_scope
def make_beneficiary(referent: Professional | None = None, **fields: Any) -> Beneficiary:
    """Somebody who is followed, in the unit of their referent when one is given."""
    number = next(_numbers)
    values = {
        "birth_name": f"Martin{number}",
        "first_name": "Éloïse",
        "birth_date": date(1985, 3, 4),
        "unit": referent.unit if referent else None,
    }
    beneficiary = Beneficiary.unscoped.create(**(values | fields))
    beneficiary.refresh_from_db()
    if referent:
        refer(beneficiary, referent)
    return beneficiary


@in_test_scope
def refer(
    beneficiary: Beneficiary, professional: Professional, **fields: Any
) -> ReferentAssignment:
    """Make somebody the referent, from a minute ago."""
    values = {
        "structure": professional.structure,
        "starts_at": timezone.now() - timedelta(minutes=1),
    }
    return ReferentAssignment.unscoped.create(
        beneficiary=beneficiary, professional=professional, **(values | fields)
    )


@in_test_scope
def orient(beneficiary: Beneficiary, **fields: Any) -> Orientation:
    """An orientation that was decided and notified a week ago."""
    day = timezone.localdate() - timedelta(days=7)
    values = {
        "path": Path.SOCIAL,
        "structure": department(),
        "unit": beneficiary.unit,
        "starts_on": day,
        "notified_on": day,
    }
    return Orientation.unscoped.create(beneficiary=beneficiary, **(values | fields))


@in_test_scope
def join_team(
    beneficiary: Beneficiary, professional: Professional, *, confirmed: bool = True, **fields: Any
) -> CareTeamMember:
    """Somebody in the care team, or who asked to be."""
    now = timezone.now()
    values = {
        "asked_by": professional,
        "reason": "Suivi du logement",
        "lapses_at": now + timedelta(days=30),
        "confirmed_at": now - timedelta(minutes=1) if confirmed else None,
        "confirmed_by": professional if confirmed else None,
    }
    return CareTeamMember.unscoped.create(
        beneficiary=beneficiary, professional=professional, **(values | fields)
    )
