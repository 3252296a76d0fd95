"""For whom a sponsor recruits: said by them, read by nobody else; and who meets nobody at all."""

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services import describing
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import give, signed_in
from tests.portal.sponsorship.people import coordinator, make_sponsor, recruits

pytestmark = pytest.mark.django_db
OWN = "/parrainage/employeurs/"


def test_an_employer_is_found_by_its_name_or_number_and_taken_away():
    sponsor = make_sponsor()
    browser = signed_in(sponsor.user)
    employer = OrganisationFactory(name="Fonderie Roy")
    OrganisationFactory(name="Fonderie Roy et filles")
    assert browser.post(OWN, {"organisation": "Inconnue"}).status_code == 422
    assert browser.post(OWN, {"organisation": "Fonderie"}).status_code == 422
    for _ in range(2):
        assert browser.post(OWN, {"organisation": "Fonderie Roy"}).status_code == 302
    row = sponsor.employers.get()
    assert (row.organisation, row.removed_at) == (employer, None)
    assert "Fonderie Roy" in browser.get(OWN).content.decode()
    browser.post(f"{OWN}{row.pk}/retirer/")
    row.refresh_from_db()
    assert row.removed_at is not None
    assert "Fonderie Roy" not in browser.get(OWN).content.decode()
    # Said again, it is another row: what was taken back keeps its dates.
    browser.post(OWN, {"organisation": "Fonderie Roy"})
    assert sponsor.employers.count() == 2


def test_the_coordination_neither_reads_nor_writes_them():
    sponsor, chief = make_sponsor(), coordinator()
    row = recruits(sponsor, OrganisationFactory(name="Fonderie Roy"))
    browser = signed_in(chief)
    sheet = f"/parrainage/coordination/parrains/{sponsor.pk}/"
    assert "Fonderie Roy" not in browser.get(sheet).content.decode()
    make_sponsor("applied", user=chief)
    assert browser.post(f"{OWN}{row.pk}/retirer/").status_code == 404
    for act in (
        lambda: describing.add_employer(
            sponsor=sponsor, organisation=OrganisationFactory(), actor=Actor(chief)
        ),
        lambda: describing.remove_employer(sponsor=sponsor, employer=row, actor=Actor(chief)),
    ):
        with pytest.raises(SponsorshipError):
            act()
    assert sponsor.employers.filter(removed_at__isnull=True).count() == 1


@pytest.mark.parametrize(
    ("level", "is_pairable"),
    [
        (LevelName.ORIENTATION_OFFICER, False),
        (LevelName.UNIT_MANAGER, False),
        (LevelName.BOARD_MEMBER, False),
        (LevelName.APPEAL_OFFICER, False),
        (LevelName.ADVISER, False),
        (LevelName.EMPLOYMENT_OFFICER, True),
    ],
)
def test_whoever_reads_cases_is_proposed_to_nobody(level, is_pairable):
    sponsor = make_sponsor()
    give(sponsor.user, level)
    sponsor = Sponsor.objects.get(pk=sponsor.pk)
    assert Sponsor.objects.pairable().filter(pk=sponsor.pk).exists() == is_pairable
    assert sponsor.reads_cases != is_pairable
    page = signed_in(sponsor.user).get("/parrainage/").content.decode()
    assert ("Votre travail vous fait lire" in page) != is_pairable
