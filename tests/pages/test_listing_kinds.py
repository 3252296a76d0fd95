"""The lists of volunteering and sessions: their own columns, filters and sheets."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from pages.models import RecruitmentSessionPage
from pages.moderation import services
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.pages.moderation.conftest import with_level
from tests.sizes import at_size

VOLUNTEERING = "/cms/benevolat/"
SESSIONS = "/cms/sessions/"
FACTORIES = {VOLUNTEERING: VolunteeringPageFactory, SESSIONS: RecruitmentSessionPageFactory}


@pytest.fixture
def cms(client: Client, db: None) -> Client:
    client.force_login(with_level("communication"))
    return client


def shown(client: Client, url: str, **query: Any) -> set[str]:
    response = client.get(url, query)
    assert response.status_code == 200
    return {page.title for page in response.context["object_list"]}


def test_the_three_lists_are_in_one_group_of_the_menu(cms: Client) -> None:
    html = cms.get("/cms/").content.decode()
    for word in ("Annonces", "Offres d\\u2019emploi", "B\\u00e9n\\u00e9volat", "Sessions"):
        assert word in html
    for address in (VOLUNTEERING, SESSIONS, "/cms/offres-emploi/"):
        assert address in html


def test_each_list_shows_its_kind_only(cms: Client) -> None:
    JobOfferPageFactory.row(title="Maçon")
    VolunteeringPageFactory.row(title="Devoirs")
    RecruitmentSessionPageFactory.row(title="Forum")
    assert shown(cms, VOLUNTEERING) == {"Devoirs"}
    assert shown(cms, SESSIONS) == {"Forum"}


def test_volunteering_by_cause_rhythm_and_words(cms: Client) -> None:
    VolunteeringPageFactory.row(title="Épicerie solidaire", cause="food_aid")
    VolunteeringPageFactory.row(title="Fête", rhythm="one_off", starts_on=timezone.localdate())
    assert shown(cms, VOLUNTEERING, cause="food_aid") == {"Épicerie solidaire"}
    assert shown(cms, VOLUNTEERING, rythme="one_off") == {"Fête"}
    assert shown(cms, VOLUNTEERING, q="epicerie") == {"Épicerie solidaire"}
    html = cms.get(VOLUNTEERING).content.decode()
    assert "Aide alimentaire" in html
    assert "Ponctuel" in html


def test_sessions_by_date_type_audience_and_status(cms: Client) -> None:
    past = timezone.now() - timedelta(days=3)
    RecruitmentSessionPageFactory.row(title="Forum", session_type="forum", capacity=250)
    RecruitmentSessionPageFactory.row(title="RSA", audience="rsa", status="postponed")
    old = RecruitmentSessionPageFactory.row(title="Passée")
    RecruitmentSessionPage.objects.filter(pk=old.pk).update(
        starts_at=past, ends_at=past + timedelta(hours=2)
    )
    undated = RecruitmentSessionPageFactory(title="Sans date", live=False)
    RecruitmentSessionPage.objects.filter(pk=undated.pk).update(starts_at=None, ends_at=None)
    assert shown(cms, SESSIONS, quand="a-venir") == {"Forum", "RSA"}
    assert shown(cms, SESSIONS, quand="passees") == {"Passée"}
    assert shown(cms, SESSIONS, quand="sans-date") == {"Sans date"}
    assert shown(cms, SESSIONS, type="forum") == {"Forum"}
    assert shown(cms, SESSIONS, public="rsa") == {"RSA"}
    assert shown(cms, SESSIONS, maintien="postponed") == {"RSA"}
    html = cms.get(SESSIONS).content.decode()
    for cell in ("Forum de l’emploi", "Reportée", "250"):
        assert cell in html


def test_lists_offer_the_actions_that_the_kind_allows(cms: Client) -> None:
    VolunteeringPageFactory.row()
    RecruitmentSessionPageFactory.row()
    for url, actions in ((VOLUNTEERING, {"withdraw", "prolong"}), (SESSIONS, {"withdraw"})):
        html = cms.get(url).content.decode()
        found = {name for name in ("withdraw", "prolong") if f"page/declic_{name}/" in html}
        assert found == actions
        assert "/page/delete/" not in html


@pytest.mark.parametrize("url", FACTORIES)
def test_costs_the_same_for_few_and_many_rows(cms: Client, url: str) -> None:
    author = with_level("communication")

    def add(count: int) -> None:
        for number in range(count):
            page = FACTORIES[url](
                owner=UserFactory(),
                live=bool(number % 2),
                organisation=OrganisationFactory(),
                commune=CommuneFactory(),
            )
            if not page.live:
                services.submit(page=page, user=author)

    def costs() -> list[int]:
        found = []
        for query in ("", "?export=xlsx", "?q=a", "?etat=live"):
            with CaptureQueriesContext(connection) as queries:
                response = cms.get(url + query)
                assert response.status_code == 200
                _ = b"".join(response.streaming_content) if response.streaming else None
            found.append(len(queries))
        return found

    add(2)
    costs()
    few = costs()
    add(at_size(6, 19))
    assert costs() == few


@pytest.mark.parametrize(
    ("url", "headings"),
    [
        (VOLUNTEERING, ("Intitulé", "Organisation", "Commune", "Cause", "Rythme")),
        (SESSIONS, ("Intitulé", "Organisateur", "Commune", "Type", "Début")),
    ],
)
def test_sheets_have_the_columns_of_the_kind(
    cms: Client, url: str, headings: tuple[str, ...]
) -> None:
    FACTORIES[url].row(title="=1+1")
    response = cms.get(url, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:5] == headings
    assert rows[1][0] == "'=1+1"


@pytest.mark.parametrize("url", FACTORIES)
def test_nonsense_is_not_an_error(cms: Client, url: str) -> None:
    FACTORIES[url]()
    for query in ({"cause": "x"}, {"quand": "x"}, {"type": "x"}, {"ordering": "x"}, {"p": "x"}):
        assert cms.get(url, query).status_code in {200, 404}
