"""Loads the closed area of the demo, once."""

import random
from collections import defaultdict

from django.utils import timezone

from demo.followup.diaries import write_diaries
from demo.followup.files import claim_of, rsa_number, write_files
from demo.followup.histories import NOT_ORIENTED, Histories
from demo.followup.judged import load_judged
from demo.followup.leaving import load_leaving
from demo.followup.own_side import load_own_side
from demo.followup.places import WORKERS, load_places
from demo.followup.population import Invented, Stage, population
from demo.followup.proposals import load_proposals
from portal.accounts.level_names import LevelName
from portal.followup.models import Beneficiary, Household, Professional, Unit
from portal.followup.people.models import identity_key
from portal.followup.people.searching import write_keys
from portal.followup.rows.scope import Scope, system_scope
from snippets.folding import fold_name

# Degrees north: where the units share the territory.
_NORTH, _SOUTH = 47.69, 47.57
_ORGANISM = "901"
# Whose day the demo shows first.
_SHOWN = "lucie.marchand@declic.example"


def load_followup() -> int:
    """Make units, professionals, people and their past; return how many people were made."""
    with system_scope(Scope.DEMO):
        professionals = load_places()
        if Beneficiary.objects.in_system_scope().exists():
            return 0
        return _load_people(professionals)


def _load_people(professionals: dict[str, Professional]) -> int:
    today = timezone.localdate()
    people = population(today)
    followers = _followers(professionals)
    households = _households(people)
    units = sorted({one.unit for one in professionals.values()}, key=lambda unit: unit.pk)
    cases = []
    for person in people:
        unit = units[_unit_of(person)]
        cases.append(_case(person, households[person.household], unit))
    made = Beneficiary.unscoped.bulk_create(cases, batch_size=500)
    write_keys(made)
    histories = Histories(today)
    for person, case in zip(people, made, strict=True):
        luck = random.Random(person.luck + 1)  # noqa: S311 - who follows whom in an invented town
        team = followers[units[_unit_of(person)].pk]
        referent, colleague = luck.sample(team, 2)
        histories.write(person, case, referent, colleague)
    histories.save()
    advisers = [one for team in followers.values() for one in team]
    write_diaries(today, advisers, professionals[_SHOWN])
    load_judged(units[0], today)
    load_leaving(units[0], today)
    load_proposals(professionals[_SHOWN])
    load_own_side(professionals[_SHOWN], today)
    write_files(today)
    return len(made)


def _households(people: list[Invented]) -> dict[int, Household]:
    """As the files say them: what is known already is no change."""
    members: dict[int, list[Invented]] = defaultdict(list)
    for person in people:
        members[person.household].append(person)
    rows = []
    for found in members.values():
        followed = [one for one in found if one.stage != Stage.EXITED] or found
        rows.append(
            Household(
                organism=found[0].organism,
                organism_number=_ORGANISM,
                matricule=found[0].matricule,
                rsa_number=rsa_number(found[0].matricule),
                claimed_on=claim_of(followed)[1],
                family="CEL",
                children=0,
            )
        )
    made = Household.unscoped.bulk_create(rows, batch_size=500)
    return dict(zip(members, made, strict=True))


def _case(person: Invented, household: Household, unit: Unit) -> Beneficiary:
    is_oriented = person.stage not in NOT_ORIENTED
    return Beneficiary(
        household=household,
        role=Beneficiary.Role.PARTNER if person.is_partner else Beneficiary.Role.CLAIMANT,
        title=person.title,
        birth_name=person.last_name,
        first_name=person.first_name,
        birth_date=person.born,
        identity_key=identity_key(person.last_name, person.first_name, person.born),
        sort_name=fold_name(f"{person.last_name} {person.first_name}"),
        phone=person.phone,
        address_line=person.address,
        postal_code=person.commune.postal_code,
        town=person.commune.name,
        commune=person.commune,
        unit=unit if is_oriented else None,
        state="exited" if person.stage == "exited" else "active",
        was_followed_before_reform=person.stage == "before_reform",
        author_name="Déclic",
    )


def _followers(professionals: dict[str, Professional]) -> dict[int, list[Professional]]:
    """Advisers by unit."""
    found: dict[int, list[Professional]] = defaultdict(list)
    for worker in WORKERS:
        if worker.level == LevelName.ADVISER:
            one = professionals[worker.email]
            found[one.unit_id].append(one)
    return found


def _unit_of(person: Invented) -> int:
    """Which of the three units has this commune."""
    if person.commune.latitude > _NORTH:
        return 2
    return 1 if person.commune.latitude < _SOUTH else 0
