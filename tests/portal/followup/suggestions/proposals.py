"""Cases with a career goal, and what is proposed to them, as tests of suggestions need them."""

from typing import Any

from portal.accounts.actors import Actor
from portal.followup.contract.models import CareerGoal, Diagnosis
from portal.followup.models import Beneficiary, Professional, Suggestion
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.suggestions.services import sending
from snippets.models import Commune
from tests.factories import CommuneFactory, JobOfferPageFactory, OccupationFactory
from tests.portal.followup.people_of_the_area import in_test_scope, make_beneficiary

COOK, WAITER, MASON = "G1602", "G1803", "F1703"
ADDRESS = "eloise@exemple.test"
# A degree of latitude.
_KM = 111.2


def belfort() -> Commune:
    return CommuneFactory(belfort=True)


def commune_at(km: float) -> Commune:
    """So many kilometres north of Belfort."""
    return CommuneFactory(latitude=47.6386 + km / _KM, longitude=6.8631)


def cook() -> Any:
    return OccupationFactory(code=COOK, label="Personnel de cuisine")


@in_test_scope
def want(case: Beneficiary, **fields: Any) -> CareerGoal:
    """The case looks for work in a kitchen, within 15 km, unless said otherwise."""
    values = {"occupation": cook(), "radius_km": 15, "author_name": "Camille"} | fields
    return CareerGoal.unscoped.create(beneficiary=case, **values)


@in_test_scope
def diagnose(case: Beneficiary, **fields: Any) -> Diagnosis:
    return Diagnosis.unscoped.create(beneficiary=case, on="2026-11-02", **fields)


def make_case(referent: Professional, **fields: Any) -> Beneficiary:
    """Somebody of Belfort with an address and a career goal."""
    case = make_beneficiary(referent, **({"email": ADDRESS, "commune": belfort()} | fields))
    want(case)
    return case


def offer(km: float = 4, **fields: Any) -> Any:
    """An offer for a cook, so many kilometres away."""
    values = {"occupation": cook(), "title": "Commis de cuisine", "commune": commune_at(km)}
    return JobOfferPageFactory.row(**(values | fields))


def propose(case: Beneficiary, page: Any, by: Professional, way: str = "mail") -> Suggestion:
    """What the professional sends."""
    with acting_as(by.user):
        return sending.propose(
            beneficiary=case, opportunity_id=page.pk, way=way, actor=Actor(by.user)
        )


def rows() -> list[Suggestion]:
    """Every suggestion there is."""
    with system_scope(Scope.TEST):
        return [*Suggestion.unscoped.order_by("pk")]


@in_test_scope
def lay_suggestions(world: Any) -> None:
    """What the rows of the matrix name, of `case` and of `other_case`."""
    for prefix, case in (("case", world.case), ("other", world.other_case)):
        want(case)
        made = Suggestion.unscoped.create(
            beneficiary=case,
            opportunity_id=world.offer.pk,
            kind="job",
            title=world.offer.title,
            organisation="Les Tilleuls",
            place="Courlande",
            way="mail",
            address=ADDRESS,
            author_name="Camille Bernard",
        )
        setattr(world, f"{prefix}_suggestion", made)
