"""Calendars of sessions, read back by icalendar."""

import datetime
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pages.models import SessionPartner
from search.models import Opportunity
from search.parameters import places
from tests.factories import (
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
)
from tests.search.rows import make_belfort, make_row

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture(autouse=True)
def belfort(settings):
    settings.BASE_URL = "https://declic.example"
    places.forget_communes()
    make_belfort()
    yield
    places.forget_communes()


def read(client, path="/sessions/agenda.ics"):
    response = client.get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def event_of(client, page):
    (event,) = read(client, reverse("search:session_ics", args=[page.pk])).events
    return event


def make_session(**values):
    starts = values.pop("starts_at", datetime.datetime(2027, 1, 12, 13, tzinfo=datetime.UTC))
    values.setdefault("ends_at", starts + datetime.timedelta(hours=3))
    return make_row(kind="session", starts_at=starts, **values)


@pytest.mark.parametrize(
    ("utc", "local", "offset"),
    [
        # The night of 25 October 2026: the hour from two to three comes twice.
        ("2026-10-25T00:30", "2026-10-25T02:30", 2),
        ("2026-10-25T08:00", "2026-10-25T09:00", 1),
        ("2026-10-24T08:00", "2026-10-24T10:00", 2),
        # 28 March 2027: the hour from two to three does not exist.
        ("2027-03-28T00:30", "2027-03-28T01:30", 1),
        ("2027-03-28T01:00", "2027-03-28T03:00", 2),
        ("2027-07-01T12:00", "2027-07-01T14:00", 2),
    ],
)
def test_times_are_those_of_france_across_the_change_of_hour(client, utc, local, offset):
    starts = datetime.datetime.fromisoformat(f"{utc}+00:00")
    make_session(starts_at=starts)
    calendar = read(client)
    (event,) = calendar.events
    assert event.start.replace(tzinfo=None).isoformat(timespec="minutes") == local
    assert event["dtstart"].params["TZID"] == "Europe/Paris"
    # In UTC: an hour that comes twice is equal to no instant of another zone.
    assert event.start.astimezone(datetime.UTC) == starts
    assert event.end.astimezone(datetime.UTC) == starts + datetime.timedelta(hours=3)
    # What a program finds that knows no time zone but the one written in the file.
    (zone,) = calendar.timezones
    assert zone.tz_name == "Europe/Paris"
    written = zone.to_tz(lookup_tzid=False)
    naive = datetime.datetime.fromisoformat(local)
    assert naive.replace(tzinfo=written).utcoffset() == datetime.timedelta(hours=offset)


def test_event_says_all_that_a_person_needs(client):
    partner = OrganisationFactory(name="Cap Emploi ; Belfort")
    page = RecruitmentSessionPageFactory.row(
        title="Job dating, aide à domicile ; été",
        summary="Vous rencontrez trois employeurs.",
        place_name="Maison du peuple, salle 2",
        address="Place de la Résistance",
        what_to_bring="Votre CV",
        location="SRID=4326;POINT(6.8631 47.6386)",
        partners=[SessionPartner(organisation=partner)],
    )
    event = event_of(client, page)
    assert event["uid"] == f"session-{page.pk}@declic.example"
    assert event["summary"] == "Job dating, aide à domicile ; été"
    assert event["location"] == "Maison du peuple, salle 2, Place de la Résistance, 90000 Belfort"
    assert event["url"] == f"https://declic.example{page.url}"
    assert (event["geo"].latitude, event["geo"].longitude) == (47.6386, 6.8631)
    assert event["status"] == "CONFIRMED"
    assert event["description"].split("\n") == [
        "Vous rencontrez trois employeurs.",
        f"Organisé par\u00a0: {page.organisation.name}",
        "Avec\u00a0: Cap Emploi ; Belfort",
        "Public\u00a0: Ouvert à tout le monde",
        "24\u00a0places",
        "À apporter\u00a0: Votre CV",
        f"Détails et inscription\u00a0: https://declic.example{page.url}",
    ]
    assert event.start == page.starts_at
    assert event.end == page.ends_at


def test_lines_are_short_and_special_characters_escaped(client):
    make_session(title="Été, forum ; « santé » \\ " + "é" * 200)
    body = client.get("/sessions/agenda.ics").content
    lines = body.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert "SUMMARY:Été\\, forum \\; « santé » \\\\ ".encode() in body
    (event,) = read(client).events
    assert event["summary"] == "Été, forum ; « santé » \\ " + "é" * 200


def test_place_known_by_its_commune_is_no_point(client):
    page = RecruitmentSessionPageFactory.row(location="", place_name="")
    event = event_of(client, page)
    assert "geo" not in event
    assert event["location"] == "90000 Belfort"


@pytest.mark.parametrize(
    ("status", "said", "title"),
    [
        ("scheduled", "CONFIRMED", "Forum"),
        ("postponed", "TENTATIVE", "Reportée\u00a0: Forum"),
        ("cancelled", "CANCELLED", "Annulée\u00a0: Forum"),
    ],
)
def test_status_is_told_to_programs_and_to_people(client, status, said, title):
    event = event_of(client, RecruitmentSessionPageFactory.row(title="Forum", status=status))
    assert event["status"] == said
    assert event["summary"] == title
    assert len(event.alarms.times) == (0 if status == "cancelled" else 1)


def test_organiser_is_the_public_contact_or_none(client):
    hidden = RecruitmentSessionPageFactory.row()
    assert "organizer" not in event_of(client, hidden)
    named = RecruitmentSessionPageFactory.row(contact_name_public=True)
    assert "organizer" not in event_of(client, named)
    shown = RecruitmentSessionPageFactory.row(
        contact_name='Camille "Cam" Petit', contact_name_public=True, contact_email_public=True
    )
    organiser = event_of(client, shown)["organizer"]
    assert organiser == "mailto:recrutement@entreprise.test"
    assert organiser.params["CN"] == "Camille 'Cam' Petit"
    everything = client.get("/sessions/agenda.ics").content.decode()
    assert everything.count("recrutement@entreprise.test") == 1
    assert "03 84 00 00 01" not in everything


def test_only_the_session_alone_rings_a_day_before(client):
    page = RecruitmentSessionPageFactory.row()
    (alarm,) = event_of(client, page).alarms.times
    assert alarm.trigger == page.starts_at - datetime.timedelta(days=1)
    (event,) = read(client).events
    assert event.alarms.times == []


def test_revision_grows_when_the_page_changes_and_the_identity_stays(client):
    page = RecruitmentSessionPageFactory.row(title="Avant")
    before = event_of(client, page)
    assert before["sequence"] == 0
    Opportunity.objects.filter(pk=page.pk).update(
        published_at=page.first_published_at - datetime.timedelta(days=1)
    )
    page.title = "Après"
    page.first_published_at -= datetime.timedelta(days=1)
    page.save()
    page.save_revision().publish()
    after = event_of(client, page)
    assert after["summary"] == "Après"
    assert after["uid"] == before["uid"]
    assert after["sequence"] >= 24 * 3600
    page.refresh_from_db()
    changed = page.last_published_at.replace(microsecond=0)
    assert after.LAST_MODIFIED == after.DTSTAMP == changed
    assert after.LAST_MODIFIED >= before.LAST_MODIFIED


def test_calendar_can_be_subscribed_to(client):
    make_session()
    response = client.get("/sessions/agenda.ics?lieu=Belfort")
    assert response["Content-Disposition"] == 'inline; filename="sessions.ics"'
    calendar = icalendar.Calendar.from_ical(response.content)
    name = "Déclic\u00a0: sessions de recrutement près de Belfort (90000)"
    assert calendar["x-wr-calname"] == name
    assert calendar["name"] == name
    assert calendar.refresh_interval == datetime.timedelta(hours=6)
    assert calendar["x-published-ttl"].to_ical() in ("PT6H", b"PT6H")
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    assert "method" not in calendar
    again = client.get(
        "/sessions/agenda.ics?lieu=Belfort", headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 304
    make_session(title="Autre")
    again = client.get(
        "/sessions/agenda.ics?lieu=Belfort", headers={"If-None-Match": response["ETag"]}
    )
    assert again.status_code == 200


def test_agenda_holds_the_sessions_of_the_search_the_next_first(client):
    base = timezone.now().replace(microsecond=0)
    later = make_session(title="Forum", starts_at=base + datetime.timedelta(days=9))
    sooner = make_session(title="Forum", starts_at=base + datetime.timedelta(days=2))
    make_session(title="Ailleurs", latitude=48.9)
    make_session(title="Passée", expires_at=base - datetime.timedelta(seconds=1))
    make_row(kind="session", title="Sans date")
    make_row(title="Emploi", starts_at=base)
    for query in ("?lieu=Belfort", "?lieu=Belfort&type=job&tri=pertinence"):
        uids = [event["uid"] for event in read(client, f"/sessions/agenda.ics{query}").events]
        assert uids == [f"session-{row.pk}@declic.example" for row in (sooner, later)]
    assert len(read(client).events) == 3
    assert len(read(client, "/sessions/agenda.ics?q=forum").events) == 2


def test_empty_agenda_is_a_calendar(client):
    calendar = read(client)
    assert calendar.events == []
    assert len(calendar.timezones) == 1


@pytest.mark.parametrize("rows", [1, 20])
def test_queries_do_not_depend_on_the_number_of_rows(client, rows):
    for _ in range(rows):
        make_session()
    read(client)
    with CaptureQueriesContext(connection) as queries:
        assert len(read(client).events) == rows
    assert len(queries) == 1


def test_what_is_not_open_has_no_calendar(client):
    over = make_session(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    gone = client.get(reverse("search:session_ics", args=[over.pk]))
    assert gone.status_code == 410
    assert gone.content.decode() == "Cette session est passée.\n"
    undated = make_row(kind="session")
    draft = RecruitmentSessionPageFactory(live=False)
    offer = JobOfferPageFactory.row()
    withdrawn = RecruitmentSessionPageFactory.row()
    withdrawn.unpublish()
    for pk in (undated.pk, draft.pk, offer.pk, withdrawn.pk, 10**30):
        assert client.get(reverse("search:session_ics", args=[pk])).status_code == 404


def test_screens_lead_to_the_calendars(client):
    page = RecruitmentSessionPageFactory.row()
    address = reverse("search:session_ics", args=[page.pk])
    assert f'href="{address}"' in client.get(page.url).content.decode()
    assert 'href="/sessions/agenda.ics"' in client.get("/sessions/").content.decode()
    offer = JobOfferPageFactory.row()
    assert ".ics" not in client.get(offer.url).content.decode()
    page.unpublish()
    assert address not in client.get(page.url).content.decode()


def test_overseas_the_written_zone_has_the_one_hour_of_its_clocks(client, settings):
    settings.TIME_ZONE = "Indian/Reunion"
    make_session(starts_at=datetime.datetime(2027, 7, 1, 6, tzinfo=datetime.UTC))
    calendar = read(client)
    (zone,) = calendar.timezones
    assert zone.tz_name == "Indian/Reunion"
    written = zone.to_tz(lookup_tzid=False)
    for month in (1, 7):
        here = datetime.datetime(2027, month, 1, tzinfo=written)
        assert here.utcoffset() == datetime.timedelta(hours=4)
