"""The agenda of sessions: by month and by day, in France."""

from datetime import date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search import queries
from search.screens import agenda
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db

ZONE = timezone.get_default_timezone()
YEAR = timezone.localdate().year + 1


def session(month, day, hour=14, **values):
    start = datetime(YEAR, month, day, hour, tzinfo=ZONE)
    values.setdefault("details", {"status": "scheduled", "audience": "public"})
    return make_row(
        kind="session",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        expires_at=start + timedelta(hours=3),
        **values,
    )


def test_a_month_is_shown_by_day():
    session(1, 12, title="Job dating")
    session(1, 12, hour=9, title="Atelier CV")
    session(1, 20, title="Forum")
    session(2, 1, title="Visite")
    make_row(title="Soudeur", starts_at=datetime(YEAR, 1, 13, tzinfo=ZONE))
    shown = agenda.agenda(f"{YEAR}-01")
    assert [day.date.day for day in shown.days] == [12, 20]
    assert [card.title for card in shown.days[0].cards] == ["Atelier CV", "Job dating"]
    assert [(month.label, month.count, month.is_open) for month in shown.months] == [
        (f"Janvier {YEAR}", 2 + 1, True),
        (f"Février {YEAR}", 1, False),
    ]


def test_the_first_month_with_a_session_opens_by_itself():
    session(3, 5)
    shown = agenda.agenda("")
    assert (shown.label, shown.problem) == (f"Mars {YEAR}", "")


def test_a_late_evening_belongs_to_its_month_in_france():
    start = datetime(YEAR, 2, 1, 0, 30, tzinfo=ZONE)  # the day before in Greenwich
    make_row(kind="session", starts_at=start, expires_at=start + timedelta(hours=1))
    assert [month.label for month in agenda.agenda("").months] == [f"Février {YEAR}"]
    assert len(agenda.agenda(f"{YEAR}-02").days) == 1


@pytest.mark.parametrize(
    "asked", ["zz", "2027-13", "2027", "0000-01", "9999-12", "2027-01-01", "é" * 10_000]
)
def test_an_unreadable_month_is_told(client, asked):
    response = client.get("/sessions/", {"mois": asked})
    assert response.status_code == 200
    assert "Ce mois n’est pas lisible" in response.content.decode()


def test_a_month_that_is_over_is_told(client):
    assert "Ce mois est passé" in client.get("/sessions/?mois=2020-01").content.decode()


def test_an_empty_agenda_says_what_to_do(client):
    text = client.get("/sessions/").content.decode()
    assert "Aucune session n’est annoncée" in text
    assert "/offres/?type=session" in text


def test_a_session_that_is_over_is_left_out(client):
    now = timezone.now()
    make_row(kind="session", title="Finie", starts_at=now, expires_at=now - timedelta(minutes=1))
    assert "Finie" not in client.get("/sessions/").content.decode()


def test_a_card_tells_when_and_whether_it_takes_place(client):
    session(1, 12, details={"status": "cancelled", "audience": "public"})
    text = client.get("/sessions/").content.decode()
    assert "Annulée" in text
    assert "De 14\u00a0h à 17\u00a0h" in text


def test_a_session_shows_its_date_once_and_no_age(client):
    """As a leaf with the date in full for who does not see it; under its day in the agenda."""
    session(1, 12, title="Job dating")
    date = f"12 janvier {YEAR}"
    found = BeautifulSoup(client.get("/offres/").content, "html.parser").select_one(".card-offer")
    assert found.select_one(".calendar-leaf-day").text == "12"
    assert found.text.count(date) == 1
    assert "il y a" not in found.text
    agenda_ = BeautifulSoup(client.get("/sessions/").content, "html.parser")
    assert agenda_.select_one(".agenda-day").text.count(date) == 1
    assert not agenda_.select(".card-offer .calendar-leaf")


def test_home_announces_sessions_that_take_place(client):
    session(1, 12, title="Tenue")
    session(1, 11, title="Annulée", details={"status": "cancelled"})
    assert [row.title for row in agenda.upcoming(3)] == ["Tenue"]
    assert "Les prochaines sessions" in client.get("/").content.decode()


def test_the_agenda_costs_the_same_for_one_and_twenty_sessions(client):
    session(1, 12)
    client.get("/sessions/")
    with CaptureQueriesContext(connection) as one:
        client.get("/sessions/")
    for day in range(1, 20):
        session(1, day)
    with CaptureQueriesContext(connection) as twenty:
        client.get("/sessions/")
    assert len(twenty) == len(one) <= 4


def test_sessions_are_counted_as_sessions_in_the_search(client):
    session(1, 12)
    assert "1\u00a0session" in client.get("/offres/?type=session").content.decode()
    assert queries.counts_by_kind()["session"] == 1


def test_the_leaves_of_two_months_never_look_alike():
    leaves = [
        render_to_string("components/calendar_leaf.html", {"day": date(2027, month, 1)})
        for month in range(1, 13)
    ]
    months = {leaf.partition('leaf-month">')[2].partition("<")[0] for leaf in leaves}
    assert len(months) == 12
