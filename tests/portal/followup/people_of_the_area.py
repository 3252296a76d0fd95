"""Units, professionals and beneficiaries, as tests of the closed area need them.

Rows are made in the scope `test`, which every lock lets through; what is tested is read as
somebody: `with acting_as(user): …`, or through a browser.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import wraps
from itertools import count
from typing import Any

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.followup.access.log import Act, log
from portal.followup.access.models import Absence, BreakGlass, CareTeamMember
from portal.followup.models import (
    AccountLink,
    ActivityLog,
    Beneficiary,
    CaseExport,
    Draft,
    Household,
    LinkCode,
    Orientation,
    Path,
    Profession,
    Professional,
    ReferentAssignment,
    SavedFilter,
    Term,
    Unit,
)
from portal.followup.rows.scope import Scope, current_scope, system_scope
from snippets.holidays import why_closed
from snippets.models import Organisation
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import person_with

_numbers = count(1)


def worked_day(days: int = 1, hour: int = 14) -> datetime:
    """At an hour of a day to come that is no Sunday and no holiday, so many days away or more."""
    moment = timezone.localtime() + timedelta(days=days)
    while why_closed(moment.date(), ""):
        moment += timedelta(days=1)
    return moment.replace(hour=hour, minute=0, second=0, microsecond=0)


def in_test_scope(make: Callable[..., Any]) -> Callable[..., Any]:
    """Make rows of the area whatever scope the test is in."""

    @wraps(make)
    def made(*args: Any, **kwargs: Any) -> Any:
        # One calls the other: a scope is four queries.
        if current_scope() is Scope.TEST:
            return make(*args, **kwargs)
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


@in_test_scope
def link_account(beneficiary: Beneficiary, user: User) -> AccountLink:
    """The case and the account of the same person, linked by a code that was used."""
    now = timezone.now()
    code = LinkCode.unscoped.create(
        beneficiary=beneficiary,
        code_hash=f"{next(_numbers):064}",
        expires_at=now + timedelta(days=1),
        used_at=now,
    )
    return AccountLink.unscoped.create(beneficiary=beneficiary, user=user, code=code)


@in_test_scope
def everything_in_the_area(user: User) -> None:
    """A row of each table that says something of an account: linked, and a professional's."""
    professional = place(user)
    case, now = make_beneficiary(professional), timezone.now()
    link_account(case, user)
    CaseExport.unscoped.create(user=user, extension="csv", reason="Réunion")
    SavedFilter.unscoped.create(user=user, name="À signer", query="contrat=a-signer")
    Draft.unscoped.create(user=user, beneficiary=case, form="note", fields={"text": "Vu ce jour"})
    BreakGlass.unscoped.create(
        beneficiary=case,
        user=user,
        name=str(user),
        reason="Urgence",
        opened_at=now,
        expires_at=now + timedelta(hours=1),
    )
    log(actor=Actor(user), act=Act.READ, beneficiary=case)
    _hours_of(user, case)


def _hours_of(user: User, case: Beneficiary) -> None:
    """A line that they declared as a person, and one that they confirmed as a professional."""
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday())
    about = {"beneficiary": case, "week": monday, "kind": Term.unscoped.first(), "hours": 2}
    signed = {"created_by": user, "author_name": str(user)}
    ActivityLog.unscoped.create(**about, **signed, by_person=True, comment="À la mairie")
    ActivityLog.unscoped.create(
        **about,
        state="confirmed",
        decided_at=timezone.now(),
        decided_by=user,
        decider_name=str(user),
    )


@in_test_scope
def write_search_keys(*beneficiaries: Beneficiary) -> None:
    """Let these people be found by their names and numbers."""
    from portal.followup.people.searching import write_keys

    write_keys(beneficiaries)


@in_test_scope
def replace(professional: Professional, deputy: Professional, **fields: Any) -> Absence:
    """Somebody away since yesterday, for two days, and who replaces them."""
    now = timezone.now()
    values = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=1)}
    return Absence.unscoped.create(professional=professional, deputy=deputy, **(values | fields))


@in_test_scope
def open_in_emergency(
    beneficiary: Beneficiary, professional: Professional, **fields: Any
) -> BreakGlass:
    """A case that somebody opened an hour ago, for a day."""
    opened = timezone.now() - timedelta(hours=1)
    values = {"opened_at": opened, "expires_at": opened + timedelta(hours=24)}
    return BreakGlass.unscoped.create(
        beneficiary=beneficiary,
        user=professional.user,
        name=professional.name,
        reason="Urgence",
        **(values | fields),
    )
