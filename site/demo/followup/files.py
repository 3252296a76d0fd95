"""Three monthly files about the people of the demo, to import one after the other."""

from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from demo.followup.population import Invented, Stage, population
from demo.followup_files import DemoHousehold, DemoPerson
from demo.followup_story import Story

# How much happens from one file to the next.
CHANGES = (18, 24, 21)
_SEED = 2_025


def folder() -> Path:
    """Where they are laid."""
    return Path(settings.VAR_DIR) / "demo"


def month_ends(today: date) -> list[date]:
    """The last days of the three months that are over, the oldest first."""
    found, first = [], today.replace(day=1)
    for _ in CHANGES:
        last = first - timedelta(days=1)
        found.append(last)
        first = last.replace(day=1)
    return found[::-1]


def write_files(today: date) -> list[Path]:
    """Write the files that are missing; return where all of them are."""
    ends = month_ends(today)
    before = ends[0].replace(day=1) - timedelta(days=1)
    story = Story(_SEED, first_month=before)
    people = population(today)
    folder().mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for end, changes in zip(ends, CHANGES, strict=True):
        story.know(_households(people, since=before if paths else date.min, until=end))
        before = end
        file = story.go_on(changes)
        path = folder() / file.name
        path.write_bytes(file.content())
        paths.append(path)
    return paths


def claim_of(members: list[Invented]) -> tuple[date, date]:
    """When the right of a household was opened, and claimed."""
    opened_on = min(member.opened_on for member in members)
    return opened_on, opened_on - timedelta(days=20)


def rsa_number(matricule: str) -> str:
    """The number of a claim, as the files of the demo write it."""
    return matricule[-11:]


def _households(people: list[Invented], *, since: date, until: date) -> list[DemoHousehold]:
    """Those that the CAF pays, whose right was opened in a month or before."""
    members: dict[str, list[Invented]] = defaultdict(list)
    for person in people:
        if person.organism == "CAF" and person.stage != Stage.EXITED:
            members[person.matricule].append(person)
    return [
        _household(matricule, found)
        for matricule, found in members.items()
        if since < claim_of(found)[0] <= until
    ]


def _household(matricule: str, members: list[Invented]) -> DemoHousehold:
    one = members[0]
    opened_on, claimed_on = claim_of(members)
    return DemoHousehold(
        matricule=matricule,
        people=tuple(_person(member) for member in members),
        claimed_on=claimed_on,
        opened_on=opened_on,
        number=str(one.number),
        street=one.street,
        town=(one.commune.insee_code, one.commune.postal_code, one.commune.name),
    )


def _person(member: Invented) -> DemoPerson:
    return DemoPerson(
        birth_name=member.last_name,
        first_name=member.first_name,
        birth_date=member.born,
        is_woman=member.title == "mme",
        role="CJT" if member.is_partner else "DEM",
    )
