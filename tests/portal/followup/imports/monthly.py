"""Monthly files that are received, read and applied as the worker does, without a worker."""

from collections.abc import Iterator
from typing import Any

from django.core.files.storage import storages

from demo.followup_story import DemoFile
from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.entitlements.models import Entitlement, OrganismMove
from portal.followup.imports import jobs, services
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.imports.reading import FOLDER
from portal.followup.models import Beneficiary, Household, SearchKey
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import make_professional

# What tells two databases apart; keys, numbers of cases and moments are those of each.
_PERSON = (
    "birth_name",
    "first_name",
    "birth_date",
    "used_name",
    "title",
    "role",
    "state",
    "france_travail_number",
    "address_line",
    "address_more",
    "postal_code",
    "town",
    "commune_id",
    "has_no_fixed_address",
    "identity_key",
    "sort_name",
    "household__organism",
    "household__organism_number",
    "household__matricule",
)
_RIGHT = ("on", "status", "reason", "since", "opened_on", "has_duties", "received_on")
_MOVE = ("direction", "organism", "organism_number", "on", "received_on")
_HOME = ("organism", "organism_number", "matricule", "rsa_number", "claimed_on", "family")


def officer() -> Actor:
    """Somebody who orients, and decides every line."""
    return Actor(make_professional(LevelName.ORIENTATION_OFFICER).user)


def send(content: bytes, actor: Actor, **fields: Any) -> ImportFile:
    """Bring a file in, for the worker to read."""
    values = {"name": "mensuel.xml", "flow": ImportFile.Flow.MONTHLY}
    with acting_as(actor.user):
        return services.receive(upload_bytes=content, actor=actor, **(values | fields))


def read(file: ImportFile) -> ImportFile:
    """Read a file that waits, as the worker does."""
    jobs.read_import(file_id=file.pk)
    return now(file)


def receive(content: bytes, actor: Actor, **fields: Any) -> ImportFile:
    """Bring a file in, and read it."""
    return read(send(content, actor, **fields))


def receive_month(month: DemoFile, actor: Actor) -> ImportFile:
    return receive(month.content(), actor, name=month.name, received_on=month.received_on)


def apply(file: ImportFile, actor: Actor, **fields: Any) -> ImportFile:
    """Apply what is in no doubt, as the worker does."""
    with acting_as(actor.user):
        services.apply_sure(file=file, actor=actor, **fields)
    jobs.apply_import(file_id=file.pk, user_id=actor.user.pk, kinds=fields.get("kinds"))
    return now(file)


def settle(file: ImportFile, actor: Actor) -> None:
    """Decide one by one what is left: nobody is somebody else."""
    for action in actions(file, state=ImportAction.State.WAITING):
        with acting_as(actor.user):
            services.decide(action=action, actor=actor)


def import_month(month: DemoFile, actor: Actor) -> ImportFile:
    """Receive, read, apply, decide."""
    file = apply(receive_month(month, actor), actor)
    settle(file, actor)
    return file


def now(row: Any) -> Any:
    """A row of the area as it is now."""
    with system_scope(Scope.TEST):
        return type(row).unscoped.get(pk=row.pk)


def actions(file: ImportFile, **fields: Any) -> list[ImportAction]:
    with system_scope(Scope.TEST):
        rows = ImportAction.unscoped.filter(file=file, **fields)
        return list(rows.select_related("line", "beneficiary__household", "file").order_by("pk"))


def lines(file: ImportFile, **fields: Any) -> list[ImportLine]:
    with system_scope(Scope.TEST):
        return list(ImportLine.unscoped.filter(file=file, **fields).order_by("position", "rank"))


def asked(file: ImportFile) -> list[tuple[str, str, str]]:
    """(kind, number of the household, identity) of each action of a file."""
    found = []
    for action in actions(file):
        person, line = action.beneficiary, action.line
        key = person.identity_key if person else line.identity_key
        number = line.household_key.split(" ")[-1] if line else person.household.matricule
        found.append((action.kind, number, key))
    return sorted(found)


def state() -> dict[str, list[tuple[Any, ...]]]:
    """All that files write about people, in an order of its own."""
    with system_scope(Scope.TEST):
        return {
            "people": sorted(Beneficiary.unscoped.values_list(*_PERSON), key=str),
            "rights": sorted(
                Entitlement.unscoped.values_list("beneficiary__identity_key", *_RIGHT), key=str
            ),
            "moves": sorted(
                OrganismMove.unscoped.values_list("beneficiary__identity_key", *_MOVE), key=str
            ),
            "homes": sorted(Household.unscoped.values_list(*_HOME, "children"), key=str),
            "words": sorted(
                SearchKey.unscoped.exclude(kind=SearchKey.Kind.NUMBER).values_list(
                    "beneficiary__identity_key", "kind", "key"
                ),
                key=str,
            ),
        }


def raw_files() -> set[str]:
    """The raw files that private storage holds: other tests leave some."""
    try:
        return set(storages["private"].listdir(FOLDER)[1])
    except FileNotFoundError:
        return set()


def texts_of(*models: type) -> Iterator[str]:
    """Every value of every row of these tables and of their histories, as text."""
    with system_scope(Scope.TEST):
        for model in models:
            for row in model._base_manager.values_list():
                yield from map(str, row)
