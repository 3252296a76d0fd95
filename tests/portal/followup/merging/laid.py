"""Two cases of one person, as tests of merges need them."""

from datetime import date
from typing import Any

from portal.accounts.actors import Actor
from portal.followup.merging import comparing, services
from portal.followup.models import Beneficiary, CaseMerge, Professional
from portal.followup.rows.scope import acting_as
from tests.portal.followup.people_of_the_area import make_beneficiary, make_household

BORN = date(1985, 3, 4)


def make_pair(referent: Professional, other: Professional | None = None, **fields: Any):
    """The case that is kept, and its duplicate, each with a number of its own."""
    same = {"birth_name": "Marchand", "first_name": "Lise", "birth_date": BORN}
    kept = make_beneficiary(referent, household=make_household(), **same)
    fields = {"household": make_household(organism="MSA"), "unit": referent.unit} | same | fields
    loser = make_beneficiary(other, **fields)
    return kept, loser


def choices_of(kept: Beneficiary, loser: Beneficiary, user: Any, **chosen: str) -> dict[str, str]:
    """What a form would send: what is kept, unless it is said."""
    shown = comparing.compare(kept, loser, user)
    return {line.name: chosen.get(line.name, "kept") for line in shown.to_choose}


def propose(kept, loser, by: Professional, **chosen: str) -> CaseMerge:
    with acting_as(by.user):
        return services.propose(
            kept=kept,
            loser=loser,
            choices=choices_of(kept, loser, by.user, **chosen),
            reason="Même personne, saisie deux fois.",
            actor=Actor(by.user),
        )


def agree(merge: CaseMerge, by: Professional) -> CaseMerge:
    with acting_as(by.user):
        return services.agree(merge=merge, actor=Actor(by.user))


def merged(kept, loser, by: Professional, other: Professional, **chosen: str) -> CaseMerge:
    """Proposed by one, agreed by the other."""
    return agree(propose(kept, loser, by, **chosen), other)
