"""The list of job offers in the CMS."""

import io
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import Page

from pages.models import JobOfferPage, State
from portal.accounts.models import User
from tests.factories import (
    PASSWORD,
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.sizes import MANY

URL = "/cms/offres-emploi/"
NB = "\u00a0"


@pytest.fixture
def editor(db: None) -> User:
    return UserFactory(superuser=True)


@pytest.fixture
def cms(client: Client, editor: User) -> Client:
    assert client.login(username=editor.email, password=PASSWORD)
    return client


def shown(client: Client, **query: Any) -> set[str]:
    response = client.get(URL, query)
    assert response.status_code == 200
    return {page.title for page in response.context["object_list"]}


def update(page: JobOfferPage, **fields: Any) -> JobOfferPage:
    """Change columns as time or a service would, without validation."""
    JobOfferPage.objects.filter(pk=page.pk).update(**fields)
    return page


def submitted(editor: User, **fields: Any) -> JobOfferPage:
    page = JobOfferPageFactory(live=False, **fields)
    page.get_workflow().start(page, editor)
    return page


def refused(editor: User, **fields: Any) -> JobOfferPage:
    page = submitted(editor, **fields)
    state = page.current_workflow_state
    state.status = state.STATUS_NEEDS_CHANGES
    state.save()
    return page


def every_state(editor: User) -> dict[str, JobOfferPage]:
    now = timezone.now()
    return {
        State.DRAFT: JobOfferPageFactory(live=False, title="draft"),
        State.IN_REVIEW: submitted(editor, title="in_review"),
        State.REFUSED: refused(editor, title="refused"),
        State.LIVE: JobOfferPageFactory.row(title="live"),
        State.EXPIRED: update(
            JobOfferPageFactory.row(title="expired"), expire_at=now - timedelta(minutes=1)
        ),
        State.WITHDRAWN: update(
            JobOfferPageFactory.row(title="withdrawn"), live=False, withdrawn_at=now
        ),
        State.FILLED: update(JobOfferPageFactory.row(title="filled"), live=False, filled_at=now),
    }


def test_each_state_is_told_apart(cms: Client, editor: User) -> None:
    pages = every_state(editor)
    states = dict(JobOfferPage.objects.with_state().values_list("title", "state"))
    assert states == {name: name for name in pages}
    for name in pages:
        assert shown(cms, etat=name) == {name}
    assert shown(cms, etat=["live", "draft"]) == {"live", "draft"}


def test_page_expired_by_the_job_stays_expired(editor: User) -> None:
    page = JobOfferPageFactory.row()
    update(page, live=False, expired=True, expire_at=timezone.now() - timedelta(days=1))
    assert JobOfferPage.objects.with_state().get().state == State.EXPIRED


def test_scheduled_page(editor: User) -> None:
    page = JobOfferPageFactory(live=False, go_live_at=timezone.now() + timedelta(days=3))
    page.save_revision(approved_go_live_at=page.go_live_at)
    update(page, go_live_at=page.go_live_at)
    assert JobOfferPage.objects.with_state().get().state == State.SCHEDULED


def test_withdrawn_page_sent_back_is_in_review(editor: User) -> None:
    page = update(JobOfferPageFactory.row(), live=False, withdrawn_at=timezone.now())
    page.refresh_from_db()
    page.save_revision(user=editor)
    page.get_workflow().start(page, editor)
    assert JobOfferPage.objects.with_state().get().state == State.IN_REVIEW


def test_cells_tell_delays_and_steps(cms: Client, editor: User) -> None:
    update(JobOfferPageFactory.row(), expire_at=timezone.now() + timedelta(days=12))
    page = submitted(editor)
    task_state = page.current_workflow_state.current_task_state
    task_state.started_at = timezone.now() - timedelta(days=3)
    task_state.save()
    html = cms.get(URL).content.decode()
    assert f"En ligne, expire dans 12{NB}jours" in html
    assert f"En relecture depuis 3{NB}jours" in html
    assert task_state.task.name in html


def test_filters(cms: Client) -> None:
    organisation = OrganisationFactory(name="Éts Müller")
    commune = CommuneFactory(name="Évette-Salbert")
    JobOfferPageFactory.row(title="A", organisation=organisation, contract="cdd", duration_months=6)
    JobOfferPageFactory.row(title="B", commune=commune)
    JobOfferPageFactory.row(title="C", occupation=OccupationFactory(code="J1501", label="Soin"))
    update(
        JobOfferPageFactory.row(title="D"), expire_at=timezone.now() + timedelta(days=6, hours=23)
    )
    assert shown(cms, organisation=organisation.pk) == {"A"}
    assert shown(cms, contrat="cdd") == {"A"}
    assert shown(cms, commune=commune.pk) == {"B"}
    assert shown(cms, domaine="J") == {"C"}
    assert shown(cms, domaine=["J", "F"]) == {"A", "B", "C", "D"}
    assert shown(cms, expire_bientot="7") == {"D"}


SEARCHES: list[tuple[str, set[str]]] = [
    ("macon", {"Maçon ou maçonne"}),
    ("MAÇONNE", {"Maçon ou maçonne"}),
    ("ouvrier evette", {"Ouvrier d’Œuvre"}),
    ("oeuvre", {"Ouvrier d’Œuvre"}),
    ("muller", {"Ouvrier d’Œuvre"}),
    ("maçon muller", set()),
    ("açon", set()),
    ("!!!", set()),
]


def test_search_ignores_accents(cms: Client) -> None:
    JobOfferPageFactory.row(title="Maçon ou maçonne")
    JobOfferPageFactory.row(
        title="Ouvrier d’Œuvre",
        organisation=OrganisationFactory(name="Éts Müller"),
        commune=CommuneFactory(name="Évette-Salbert"),
    )
    for text, found in SEARCHES:
        assert shown(cms, q=text) == found, text


BAD_QUESTIONS: list[dict[str, str]] = [
    {"etat": "nulle-part"},
    {"organisation": "abc"},
    {"commune": "999999999999"},
    {"contrat": "esclavage"},
    {"domaine": "ZZ"},
    {"expire_bientot": "-1"},
    {"ordering": "password"},
    {"q": "x" * 10_000},
    {"p": "-4"},
    {"p": "abc"},
]


def test_bad_question_is_not_an_error(cms: Client) -> None:
    JobOfferPageFactory.row()
    for query in BAD_QUESTIONS:
        assert cms.get(URL, query).status_code in {200, 404}, query


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
        b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code == 200
    return len(captured)


def test_list_costs_the_same_for_1_and_20_rows(cms: Client, editor: User) -> None:
    addresses = [
        URL,
        *(f"{URL}?{q}" for q in ("export=csv", "export=xlsx", "q=macon", "etat=live")),
    ]
    submitted(editor, owner=editor)
    JobOfferPageFactory.row(owner=UserFactory())
    few = {address: queries(cms, address) for address in addresses}
    for number in range(MANY):
        fields = {
            "owner": UserFactory(),
            "organisation": OrganisationFactory(),
            "commune": CommuneFactory(),
            "occupation": OccupationFactory(),
        }
        if number % 2:
            submitted(editor, **fields)
        else:
            JobOfferPageFactory.row(**fields)
    assert JobOfferPage.objects.count() == MANY + 2
    assert {address: queries(cms, address) for address in addresses} == few


def test_order(cms: Client, editor: User) -> None:
    every_state(editor)
    for ordering in ("organisation__name", "commune__folded_name", "state", "-expire_at"):
        assert len(cms.get(URL, {"ordering": ordering}).context["object_list"]) == 7
    for ordering in ("title", "-title"):
        rows = cms.get(URL, {"ordering": ordering}).context["object_list"]
        titles = [page.title for page in rows]
        assert titles == sorted(titles, reverse=ordering.startswith("-"))


def test_sheet_has_headings_and_harmless_cells(cms: Client, editor: User) -> None:
    submitted(editor, title="=HYPERLINK(1)", owner=editor)
    response = cms.get(URL, {"export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:4] == ("Intitulé", "Employeur", "Commune", "Code ROME")
    assert rows[1][0] == "'=HYPERLINK(1)"
    assert rows[1][3] == "F1703"
    csv = b"".join(cms.get(URL, {"export": "csv"}).streaming_content).decode()
    assert csv.splitlines()[0].startswith("Intitulé,Employeur,Commune")
    assert "En relecture depuis aujourd’hui" in csv


def test_draft_with_holes_is_listed_and_exported(cms: Client) -> None:
    parent = JobOfferPageFactory.row().get_parent()
    parent.add_child(instance=JobOfferPage(title="Vide", live=False))
    assert "Vide" in shown(cms)
    assert cms.get(URL, {"export": "csv"}).status_code == 200


def test_empty_list_offers_to_add_one(cms: Client) -> None:
    assert "Aucune offre pour l’instant" in cms.get(URL).content.decode()
    assert "Aucune offre ne correspond" in cms.get(URL, {"q": "rien"}).content.decode()


def test_only_staff_see_the_list(client: Client, db: None) -> None:
    user = UserFactory()
    client.login(username=user.email, password=PASSWORD)
    assert client.get(URL).status_code == 302
    assert Page.objects.exists()
