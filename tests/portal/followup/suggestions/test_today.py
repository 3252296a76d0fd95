"""A session that moved, was called off, or changed its audience is told as it is today."""

from datetime import timedelta

import pytest
from django.urls import reverse

from pages.models import RecruitmentSessionPage
from portal.accounts.level_names import LevelName
from portal.followup.rows.scope import acting_as
from portal.followup.suggestions import paper
from portal.followup.suggestions.queries import shared_with
from portal.followup.unsaid import UNSAID
from search.index import indexing
from snippets import french
from snippets.folding import fold_name
from tests.factories import CommuneFactory, OrganisationFactory, RecruitmentSessionPageFactory
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import link_account
from tests.portal.followup.suggestions.proposals import propose

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(case):
    made = person_with(LevelName.CANDIDATE)
    link_account(case, made)
    return made


def change(page, **fields):
    """What its author published since."""
    RecruitmentSessionPage.objects.filter(pk=page.pk).update(**fields)
    indexing.sync([page.pk])


def link_page(row, person):
    return signed_in(person).get(f"/proposition/{row.token}/").content.decode()


@pytest.mark.parametrize("audience", ["rsa", "public"])
def test_a_session_that_moved_is_told_at_its_new_day_and_place(
    case, referent, person, audience, monkeypatch
):
    page = RecruitmentSessionPageFactory.row(audience=audience)
    row = propose(case, page, referent, way="sheet")
    moved = page.starts_at + timedelta(days=3)
    town = CommuneFactory(name="Delle")
    change(page, starts_at=moved, ends_at=moved + timedelta(hours=3), commune=town)
    shown = link_page(row, person)
    assert french.full_date(moved) in shown.lower()
    assert "Delle" in shown
    assert french.full_date(page.starts_at) not in shown.lower()
    with acting_as(person):
        (one,) = shared_with(person)
    assert (one.starts_at, one.place) == (moved, "Delle")
    facts = []
    monkeypatch.setattr(paper.Sheet, "facts", lambda _, lines: facts.extend(lines))
    with acting_as(referent.user):
        paper.sheet_of(row)
    said = dict(facts)
    assert said["Commune"] == "Delle"
    assert french.full_date(moved) in said["Quand"]


@pytest.mark.parametrize(
    ("status", "said"),
    [("cancelled", "Cette rencontre est annulée."), ("postponed", "Cette rencontre est reportée")],
)
def test_a_session_that_was_called_off_says_so_and_invites_nobody(
    case, referent, person, browser, status, said
):
    page = RecruitmentSessionPageFactory.row(audience="rsa")
    row = propose(case, page, referent)
    assert "Pour venir" in link_page(row, person)
    change(page, status=status)
    shown = link_page(row, person)
    assert said in shown
    assert "Pour venir" not in shown
    own = signed_in(person).get(reverse("followup:own_proposals"))
    assert said in own.content.decode()
    assert said in browser.get(f"/suivi/dossiers/{case.pk}/offres/").content.decode()


def test_a_session_that_became_one_for_people_of_the_area_loses_its_title_and_its_page(
    case, referent, person
):
    caf = OrganisationFactory(name="CAF du Territoire")
    page = RecruitmentSessionPageFactory.row(title="Atelier des métiers", organisation=caf)
    row = propose(case, page, referent)
    change(page, audience="rsa")
    shown = link_page(row, person)
    main = shown.split("<main")[-1].split("</main")[0]
    assert "Atelier des métiers" not in main
    assert "Rendez-vous emploi" in main
    assert UNSAID.isdisjoint(fold_name(main).split())
    answer = signed_in(person).post(f"/proposition/{row.token}/")
    assert answer["Location"] == f"/proposition/{row.token}/"
