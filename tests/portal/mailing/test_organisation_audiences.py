"""Organisations and partners: an address is there by a membership or a published contact alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.mailing.audiences.estimate import estimate
from portal.mailing.audiences.registry import audience_of
from portal.mailing.models import Campaign, CampaignRecipient, Origin, Source
from portal.mailing.services.freezing import freeze
from snippets.models import Organisation
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)
from tests.portal.accounts.people import join, officer
from tests.portal.mailing.world import (
    EVERY_ORGANISATION,
    EVERY_PARTNER,
    campaign,
    organisation,
)
from tests.states import undone

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture(scope="module")
def author(lasting) -> User:
    return officer()


def frozen(author: User, source: str = Source.ORGANISATIONS, **criteria: Any) -> Campaign:
    usual = EVERY_PARTNER if source == Source.PARTNERS else EVERY_ORGANISATION
    made = campaign(author, source, {**usual, **criteria})
    freeze(campaign=made, now=timezone.now())
    return made


def chosen(author: User, source: str = Source.ORGANISATIONS, **criteria: Any) -> set[str]:
    """The names of the organisations that criteria choose, by the address of their sheets."""
    with undone():
        made = frozen(author, source, **criteria)
        return {row.address.split("@")[0] for row in made.recipients.all()}


@pytest.fixture(scope="module")
def several(lasting) -> dict[str, Organisation]:
    """One of each sort; the address of each sheet is its name."""
    belfort = CommuneFactory(belfort=True)
    near = CommuneFactory(name="Danjoutin", latitude=belfort.latitude - 0.04, longitude=6.8631)
    far = CommuneFactory(name="Lure", latitude=belfort.latitude + 0.3, longitude=6.8631)
    made = {
        "bois": {"commune": belfort, "naf_code": "43.32A", "verified_at": NOW},
        "pain": {"commune": near, "naf_code": "10.71C"},
        "emploi": {"commune": belfort, "kind": "employment_partner", "naf_code": "78.10Z"},
        "loin": {"commune": far, "naf_code": "43.21A", "verified_at": NOW},
        "club": {"commune": None, "kind": "association", "siret": "", "naf_code": ""},
        "suspendue": {
            "suspended_at": NOW,
            "suspended_by": officer(),
            "suspension_reason": "Fausses annonces",
        },
    }
    return {
        name: organisation(name=name, email=f"{name}@exemple.test", **fields)
        for name, fields in made.items()
    }


def test_each_criterion_narrows_the_organisations(author, several) -> None:
    for criteria, found in (
        ({}, {"bois", "pain", "emploi", "loin", "club"}),
        ({"kinds": ["company"]}, {"bois", "pain", "loin"}),
        ({"kinds": ["association", "employment_partner"]}, {"emploi", "club"}),
        ({"communes": ["90010"]}, {"bois", "emploi"}),
        ({"communes": ["90010"], "radius_km": 5}, {"bois", "emploi", "pain"}),
        ({"sectors": ["F"]}, {"bois", "loin"}),
        ({"sectors": ["43.3", "10"]}, {"bois", "pain"}),
        ({"sectors": ["43.21A", "C"]}, {"loin", "pain"}),
        ({"verified": "yes"}, {"bois", "loin"}),
        ({"verified": "no"}, {"pain", "emploi", "club"}),
        ({"verified": "yes", "communes": ["90010"], "sectors": ["F"]}, {"bois"}),
    ):
        assert chosen(author, **criteria) == found, criteria
    assert chosen(author, Source.PARTNERS) == {"emploi"}
    assert chosen(author, Source.PARTNERS, sectors=["78"]) == {"emploi"}


def test_rule_says_the_criteria_in_one_sentence(author, several) -> None:
    said = frozen(
        author,
        kinds=["company", "association"],
        communes=["90010"],
        radius_km=20,
        sectors=["F", "10"],
        verified="yes",
    ).rule
    assert said == (
        "Les organisations de type entreprise et association, vérifiées, "
        "à 20\u00a0km au plus de Belfort, secteur\u00a0: Construction et NAF 10"
    )
    partners = frozen(author, Source.PARTNERS, communes=["90010"]).rule
    assert partners == "Les partenaires de l’emploi, commune\u00a0: Belfort"


def lines(author: User, company: Organisation) -> dict[str, CampaignRecipient]:
    """What a campaign to everybody writes to one organisation, by address."""
    rows = frozen(author).recipients.filter(organisation=company)
    return {row.address: row for row in rows}


def test_members_are_there_while_they_belong_and_their_account_is_open(author) -> None:
    company = organisation(name="Menuiserie Richard", commune=CommuneFactory(belfort=True))
    member = join(company, "manager", email="marc@exemple.test")
    left = join(company, email="partie@exemple.test")
    left.ended_at = timezone.now()
    left.save()
    for name, erased_at in (("ferme", None), ("effacee", NOW)):
        closed = join(company, email=f"{name}@exemple.test").user
        User.objects.filter(pk=closed.pk).update(is_active=False, erased_at=erased_at)
    found = lines(author, company)
    assert set(found) == {"marc@exemple.test"}
    row = found["marc@exemple.test"]
    assert (row.origin, row.user_id, row.since) == (
        Origin.MEMBERSHIP,
        member.user_id,
        member.created_at,
    )
    assert row.reason == (
        "Votre compte est membre de «\u00a0Menuiserie Richard\u00a0» (entreprise, Belfort), "
        "qui est inscrite sur Déclic."
    )


def test_contact_is_there_while_it_is_shown_on_an_opportunity_on_line(author) -> None:
    company = organisation(name="Menuiserie Richard", commune=None)
    shown = {"organisation": company, "contact_email_public": True}
    made = {
        "emploi": JobOfferPageFactory.row(**shown, contact_email="emploi@x.test", title="Maçon"),
        "benevole": VolunteeringPageFactory.row(**shown, contact_email="benevole@x.test"),
        "session": RecruitmentSessionPageFactory.row(**shown, contact_email="session@x.test"),
    }
    JobOfferPageFactory.row(organisation=company, contact_email="cache@x.test")
    JobOfferPageFactory.row(**shown, contact_email="")
    over = JobOfferPageFactory.row(**shown, contact_email="finie@x.test")
    type(over).objects.filter(pk=over.pk).update(expire_at=NOW - timedelta(minutes=1))
    down = JobOfferPageFactory.row(**shown, contact_email="retiree@x.test")
    type(down).objects.filter(pk=down.pk).update(live=False)
    RecruitmentSessionPageFactory.row(**shown, contact_email="rsa@x.test", audience="rsa")
    found = lines(author, company)
    assert set(found) == {f"{name}@x.test" for name in made}
    row = found["emploi@x.test"]
    assert (row.origin, row.user_id, row.since) == (
        Origin.PUBLISHED_CONTACT,
        None,
        made["emploi"].first_published_at,
    )
    assert row.reason == (
        "Cette adresse est le contact publié sur l’annonce «\u00a0Maçon\u00a0» de "
        "«\u00a0Menuiserie Richard\u00a0» (entreprise)."
    )


def test_an_address_by_several_ways_is_one_row_by_the_first(author) -> None:
    company = organisation(email="marc@exemple.test")
    member = join(company, "manager", email="marc@exemple.test")
    JobOfferPageFactory.row(
        organisation=company, contact_email="marc@exemple.test", contact_email_public=True
    )
    organisation(email="MARC@exemple.test")
    found = estimate(source=Source.ORGANISATIONS, criteria=EVERY_ORGANISATION, user=author)
    assert found.excluded == {"duplicate": 3}
    kept = next(one for one in found.sample if one.address == "marc@exemple.test")
    assert (kept.origin, kept.user_id) == (Origin.MEMBERSHIP, member.user_id)
    row = lines(author, company)["marc@exemple.test"]
    assert (row.origin, row.user_id, row.reason) == (kept.origin, kept.user_id, kept.reason)


def test_variables_are_those_of_the_organisation(author) -> None:
    company = organisation(
        name="Richard", email="fiche@exemple.test", commune=CommuneFactory(belfort=True)
    )
    join(company, "manager", email="marc@exemple.test", first_name="Marc")
    organisation(name="Sans lieu", kind="association", email="asso@exemple.test", commune=None)
    made = campaign(author)
    audience = audience_of(Source.ORGANISATIONS)
    addresses = ["fiche@exemple.test", "marc@exemple.test", "asso@exemple.test", "non@exemple.test"]
    before = audience.values(made, addresses)
    richard = {"organisation_name": "Richard", "organisation_kind": "entreprise"}
    assert before == {
        "fiche@exemple.test": {**richard, "commune": "Belfort", "first_name": ""},
        "marc@exemple.test": {**richard, "commune": "Belfort", "first_name": "Marc"},
        "asso@exemple.test": {
            "organisation_name": "Sans lieu",
            "organisation_kind": "association",
            "commune": "",
            "first_name": "",
        },
    }
    freeze(campaign=made, now=timezone.now())
    assert audience.values(made, addresses) == before
    assert set(audience.variables) == set(before["fiche@exemple.test"])
