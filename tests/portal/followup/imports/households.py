"""A couple and their child in a monthly file, and what becomes of them once it is imported."""

from datetime import date
from io import BytesIO
from typing import Any

from demo.followup_files import DemoHousehold, DemoPerson, write
from portal.accounts.actors import Actor
from portal.followup.imports import services
from portal.followup.imports.models import ImportAction, ImportFile
from portal.followup.models import Beneficiary, Entitlement
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.imports.monthly import actions, apply, receive, settle

FEBRUARY, MARCH = date(2026, 2, 28), date(2026, 3, 31)
CLAIMANT = DemoPerson(
    birth_name="Lefèvre", first_name="Zoé", birth_date=date(1985, 3, 4), is_woman=True
)
PARTNER = DemoPerson(
    birth_name="D’Almeida",
    used_name="Lefèvre",
    first_name="Jean-Noël",
    birth_date=date(1980, 7, 1),
    is_woman=False,
    role="CJT",
    has_duties=False,
    france_travail_number="1234567A",
)
CHILD = DemoPerson(
    birth_name="Lefèvre", first_name="Léo", birth_date=date(2020, 1, 2), is_woman=False, role="ENF"
)


def home(matricule: str = "000000000000001", **values: Any) -> DemoHousehold:
    said = {
        "people": (CLAIMANT, PARTNER, CHILD),
        "claimed_on": date(2025, 12, 1),
        "opened_on": date(2025, 12, 15),
        "number": "12",
        "street": "des Lilas",
        "town": ("90010", "90000", "BELFORT"),
        "children": 1,
    }
    return DemoHousehold(matricule=matricule, **(said | values))


def monthly(*homes: DemoHousehold, on: date = FEBRUARY, **options: Any) -> bytes:
    stream = BytesIO()
    write(stream, homes, reference_date=on, **options)
    return stream.getvalue()


def alone(matricule: str = "000000000000001", **values: Any) -> DemoHousehold:
    return home(matricule, **({"people": (CLAIMANT,), "children": 0} | values))


def people(**fields: Any) -> list[Beneficiary]:
    with system_scope(Scope.TEST):
        rows = Beneficiary.unscoped.filter(**fields)
        return list(rows.select_related("household").order_by("pk"))


def rights(**fields: Any) -> list[Entitlement]:
    with system_scope(Scope.TEST):
        return list(Entitlement.unscoped.filter(**fields).order_by("on", "pk"))


def imported(actor: Actor, *homes: DemoHousehold, on: date = FEBRUARY, **fields: Any) -> ImportFile:
    """A file, read, applied and settled."""
    file = apply(receive(monthly(*homes, on=on), actor, **fields), actor)
    settle(file, actor)
    return file


def only(file: ImportFile) -> ImportAction:
    [action] = actions(file)
    return action


def decide(action: ImportAction, actor: Actor, **fields: Any) -> ImportAction:
    with acting_as(actor.user):
        return services.decide(action=action, actor=actor, **fields)


def undo(action: ImportAction, actor: Actor) -> ImportAction:
    with acting_as(actor.user):
        return services.undo(action=action, actor=actor)
